import { expect, test } from "vitest";
import { FILE_LINES_MAX, FUNCTION_LINES_MAX, MARKUP_FUNCTION_LINES_MAX } from "../law/limits.ts";
import { parseSource } from "../source-file.ts";
import { checkLengths } from "./lengths.ts";

const judge = (text: string, path = "src/a/x.ts"): readonly string[] =>
  checkLengths(parseSource(path, text)).map((breach) => `${breach.line}: ${breach.message}`);

const repeat = (count: number, line: string): string => `${line}\n`.repeat(count);

test("a file at the limit is quiet, one line more is a breach", () => {
  expect(judge(repeat(FILE_LINES_MAX, "x();"))).toEqual([]);
  expect(judge(repeat(FILE_LINES_MAX + 1, "x();"))).toEqual([
    "1: 401 code lines, at most 400: split it by what its parts are about.",
  ]);
});

test("blanks, comments and fixtures are free", () => {
  expect(judge(repeat(FILE_LINES_MAX, "x();") + repeat(50, "// why") + repeat(50, ""))).toEqual([]);
  expect(judge(repeat(900, "x();"), "src/a/fixtures/x.ts")).toEqual([]);
});

test("a table of data is free, a table of functions with bodies is not", () => {
  expect(judge(`export const T = {\n${repeat(900, "  a: 1,")}};`)).toEqual([]);
  expect(judge(`export const T = {\n${repeat(900, "  a: () => { x(); },")}};`)).toHaveLength(1);
});

test("a function at the limit is quiet, one line more is a breach", () => {
  const body = (lines: number): string => `function f() {\n${repeat(lines - 2, "  x();")}}`;
  expect(judge(body(FUNCTION_LINES_MAX))).toEqual([]);
  expect(judge(body(FUNCTION_LINES_MAX + 1))).toEqual([
    "1: A function of 61 code lines, at most 60: decide at the top, loop below.",
  ]);
});

test("a function of markup may be longer, since markup has a line for every attribute", () => {
  const body = (lines: number): string => `function F() {\n${repeat(lines - 2, "  x(<b />);")}}`;
  expect(judge(body(MARKUP_FUNCTION_LINES_MAX), "web/src/a.tsx")).toEqual([]);
  expect(judge(body(MARKUP_FUNCTION_LINES_MAX + 1), "web/src/a.tsx")).toHaveLength(1);
});

test("a list of tests is not a function, but a long test is", () => {
  const long = repeat(FUNCTION_LINES_MAX, "  x();");
  expect(judge(`describe("a", () => {\n${long}});`)).toEqual([]);
  expect(judge(`describe.skipIf(x)("a", () => {\n${long}});`)).toEqual([]);
  expect(judge(`function makeSuite(open) {\n  test("a", f);\n${long}}`)).toEqual([]);
  expect(judge(`test("a", () => {\n${long}});`)).toHaveLength(1);
});

test("three parameters are quiet, four are a breach, and this is none", () => {
  expect(judge("const f = (a, b, c) => a;")).toEqual([]);
  expect(judge("function f(this: X, a, b, c) {}")).toEqual([]);
  expect(judge('test.each(rows)("a", (a, b, c, d) => {});')).toEqual([]);
  expect(judge("fc.property(a, b, c, d, (a, b, c, d) => {});")).toEqual([]);
  expect(judge("\nclass A { constructor(a, b, c, d) {} }")).toEqual([
    "2: 4 parameters, at most 3: pass an options object.",
  ]);
});
