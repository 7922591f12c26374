import { expect, test } from "vitest";
import { parseSource } from "../source-file.ts";
import { checkNames, checkPath } from "./names.ts";

const judge = (text: string): readonly string[] =>
  checkNames(parseSource("src/a/x.ts", text)).map((breach) => breach.message.split(":")[0]!);

test.each([
  ["const logEntry = 1;", '"logEntry" contains "entry"'],
  ["function countHits() {}", '"countHits" contains "hits"'],
  ["const f = (entry) => 1;", '"entry" contains "entry"'],
  ["function f(hit) {}", '"hit" contains "hit"'],
  ["interface SignalSource {}", '"SignalSource" contains "signal"'],
  ["interface A { readonly rule_hits: number }", '"rule_hits" contains "hits"'],
  ["class A { entryCount = 1 }", '"entryCount" contains "entry"'],
  ["class A { #lastHit = 1 }", '"lastHit" contains "hit"'],
  ["const ENTRY_MAX = 1;", '"ENTRY_MAX" contains "entry"'],
  ["for (const entry of list) f(entry);", '"entry" contains "entry"'],
  ["const [entry] = list;", '"entry" contains "entry"'],
  ["type CacheEntry = string;", '"CacheEntry" contains "entry"'],
])("%s is a breach", (text, message) => {
  expect(judge(text)).toEqual([message]);
});

test.each([
  "for (const [key, value] of Object.entries(map)) f(key, value);",
  "interface Options { readonly signal?: AbortSignal }",
  "const { signal } = new AbortController();",
  "const white = 1; const architecture = 2; const sentry = 3;",
  "class A { constructor() {} toString() {} }",
  "yauzl.on('entry', f); zip.entryCount;",
])("%s is quiet", (text) => {
  expect(judge(text)).toEqual([]);
});

test.each([
  "src/detect/utils.ts",
  "src/lib/a.ts",
  "src/store/helpers/a.ts",
  "src/store/rowReader.ts",
  "src/store/row_reader.ts",
  "src/rowReader/a.ts",
])("%s is a breach", (path) => {
  expect(checkPath(path)).toHaveLength(1);
});

test.each([
  "src/store/row-reader.test.ts",
  "src/store/fixtures/Any_Name.json",
  "README.md",
  ".ci/run",
  "sql/uploads/daily-z.sql",
  "src/store/event-store.duckdb.test.ts",
  "rules/impact/bucket-deleted.examples.yml",
  "vitest.config.ts",
])("%s is quiet", (path) => {
  expect(checkPath(path)).toEqual([]);
});
