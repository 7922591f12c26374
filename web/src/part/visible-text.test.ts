import { expect, test } from "vitest";
import { splitVisible, toVisible } from "./visible-text.ts";

test("what shows stays as it is, in any script", () => {
  for (const text of ["alice", "Łódź", "東京", "عربي", "🙂", "a\u0301"]) expect(toVisible(text)).toBe(text);
});

test("what does not show is named", () => {
  expect(toVisible("a\u202Eb\u0000\u200Bc\n")).toBe("a[U+202E]b[U+0000][U+200B]c[U+000A]");
  expect(splitVisible("x\uFEFF")).toEqual([
    { kind: "plain", text: "x" },
    { kind: "unseen", text: "U+FEFF" },
  ]);
  expect(toVisible("\u{E0041}")).toBe("[U+E0041]");
});

test("nothing is nothing", () => {
  expect(splitVisible("")).toEqual([]);
});
