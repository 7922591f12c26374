import { expect, test } from "vitest";
import { parseSource } from "../source-file.ts";
import { checkBanned } from "./banned.ts";

const judge = (text: string, path = "src/detect/x.ts"): readonly string[] =>
  checkBanned(parseSource(path, text)).map((breach) => breach.message);

test.each([
  ["const x = Math.random();", "Math.random"],
  ["const x = Date.now();", "Date.now"],
  ["const x = new Date();", "new Date()"],
  ["console.log(1);", "console.log"],
  ["console.error(1);", "console.error"],
  ["const x = process.env.HOME;", "process.env"],
  ["const { HOME } = process.env;", "process.env"],
  ["eval('1');", "eval"],
  ["const f = new Function('1');", "new Function"],
  ["process.exit(1);", "process.exit"],
])("%s is banned", (text, name) => {
  expect(judge(text).map((message) => message.split(" is banned")[0])).toEqual([name]);
});

test.each([
  ["const x: any = 1;", "any turns"],
  ["const x = y as any;", "any turns"],
  ["const x = y as unknown as Z;", "A cast through unknown"],
  ["// @ts-ignore\nf();", "A silenced type error"],
  ["/* @ts-expect-error */ f();", "A silenced type error"],
  ["try { f(); } catch {}", "An error vanishes"],
  ["try { f(); } catch (error) { /* nothing */ }", "An error vanishes"],
  ["test.only('a', f);", "test.only"],
  ["describe.skip('a', f);", "describe.skip"],
  ["it.todo('a');", "it.todo"],
  ['export * from "./y.ts";', "Only a package's index.ts"],
])("%s is banned", (text, start) => {
  expect(judge(text)).toEqual([expect.stringMatching(new RegExp(`^${start}`))]);
});

test.each([
  "const x = new Date(0);",
  "const x = Date.parse('2026-01-01');",
  "const x = rng.next();",
  "try { f(); } catch (error) { report(error); }",
  "test.skipIf(noData)('a', f);",
  "it.skip('a (not here: no server)', f);",
  "const eval_ = record.eval;",
  "const x = y as Z;",
])("%s is quiet", (text) => {
  expect(judge(text)).toEqual([]);
});

test("each place that may is left alone", () => {
  expect(judge("const x = Date.now();", "src/domain/clock.ts")).toEqual([]);
  expect(judge("console.log(1);", "src/cli/scan.ts")).toEqual([]);
  expect(judge("const x = process.env.GAIT_DATA;", "src/app/config.ts")).toEqual([]);
  expect(judge('export * from "./y.ts";', "src/store/index.ts")).toEqual([]);
});
