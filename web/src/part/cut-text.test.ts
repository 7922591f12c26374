import { expect, test } from "vitest";
import { cutText } from "./cut-text.ts";

test("a text that fits stays whole", () => {
  expect(cutText("took out 4 GB", 13)).toBe("took out 4 GB");
});

test("a longer one ends between words, and says that it goes on", () => {
  expect(cutText("none of its peers has used it", 18)).toBe("none of its peers…");
  expect(cutText("acted from two places; at least 4,168 km away", 23)).toBe("acted from two places…");
  expect(cutText("none of its peers has used it", 17)).toBe("none of its…");
});

test("one word is cut where it must be, but never within a character", () => {
  expect(cutText("a".repeat(20), 10)).toBe(`${"a".repeat(9)}…`);
  expect(cutText(`${"a".repeat(8)}\u{1f600}bcd`, 10)).toBe(`${"a".repeat(8)}…`);
});
