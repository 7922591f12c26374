import fc from "fast-check";
import { expect, test } from "vitest";
import { DIFF_LINES_MAX, diffLines } from "./line-diff.ts";

const toText = (lines: readonly string[]): string => lines.join("\n");
const keep = (before: string, after: string, kinds: readonly string[]) =>
  toText(
    diffLines(before, after)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ text }) => text),
  );

test("what went and what came stand where they did", () => {
  expect(diffLines("a\nb\nc\n", "a\nx\nc\nd\n")).toEqual([
    { kind: "same", text: "a" },
    { kind: "gone", text: "b" },
    { kind: "new", text: "x" },
    { kind: "same", text: "c" },
    { kind: "new", text: "d" },
  ]);
});

test("either text can be read out of a difference", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      expect(keep(toText(a), toText(b), ["same", "gone"])).toBe(toText(a));
      expect(keep(toText(a), toText(b), ["same", "new"])).toBe(toText(b));
    }),
    { seed: 1 },
  );
});

test("very long texts are told as replaced", () => {
  const long = "x\n".repeat(DIFF_LINES_MAX + 1);
  expect(diffLines(long, "x").some(({ kind }) => kind === "same")).toBe(false);
  expect(diffLines("x\n".repeat(DIFF_LINES_MAX), "x").some(({ kind }) => kind === "same")).toBe(true);
});
