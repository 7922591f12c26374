import { expect, test } from "vitest";
import { cleanText, holdsRemoteReference, VALUE_CHARS_MAX } from "./clean-text.ts";

test("control, bidi and zero-width characters are gone", () => {
  expect(cleanText("a\u0000b\u202ec\u200bd\u2066e\ufefff\u001b[2J")).toBe("a b c d e f [2J");
});

test("addresses cannot be followed and pictures are none, even twice cleaned", () => {
  const text =
    "see https://evil.example, www.evil.example, ![x](http://evil.example/p) and javascript:alert(1)";
  const cleaned = cleanText(text);
  expect(holdsRemoteReference(text)).toBe(true);
  expect(holdsRemoteReference(cleaned)).toBe(false);
  expect(cleanText(cleaned)).toBe(cleaned);
});

test("a text of the limit stays whole, one more is cut, never within a character", () => {
  expect(cleanText("a".repeat(VALUE_CHARS_MAX))).toHaveLength(VALUE_CHARS_MAX);
  expect(cleanText("a".repeat(VALUE_CHARS_MAX + 1))).toHaveLength(VALUE_CHARS_MAX);
  expect(cleanText("😀".repeat(VALUE_CHARS_MAX))).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
});

test("a megabyte takes no time to speak of", () => {
  const began = performance.now();
  cleanText("![".repeat(500_000));
  expect(performance.now() - began).toBeLessThan(500);
});
