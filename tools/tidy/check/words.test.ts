import { expect, test } from "vitest";
import { checkWords } from "./words.ts";

test.each([
  "// TODO: later",
  "FIXME",
  `const root = '/${"work"}/main/x';`,
  "cd /opt/node24/bin",
  "See `/home/jane/notes.md`",
  `Text by an author as an ${"AI"}`,
])("%s is a breach", (line) => {
  expect(checkWords("src/a/x.ts", `fine\n${line}\n`)).toEqual([expect.objectContaining({ line: 2 })]);
});

test.each([
  "// TODO(#12): later",
  `const path = 'a/${"work"}/b';`,
  "/home/ec2-user/.aws",
  "the framework",
  "a hacker",
])("%s is quiet", (line) => {
  expect(checkWords("src/a/x.ts", line)).toEqual([]);
});

test("rules and samples may hold the words of attackers", () => {
  expect(checkWords("rules/execution/x.yml", "- '/home/jane/x.sh' # XXX")).toEqual([]);
});
