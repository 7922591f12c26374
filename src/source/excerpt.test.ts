import { expect, test } from "vitest";
import { showRecord, showValue, toExcerpt } from "./excerpt.ts";
import { EXCERPT_CHARS_MAX } from "./limits.ts";

test("strips control, invisible and text-turning characters", () => {
  expect(toExcerpt('\u001b[31m{"a"\u0000:\r\n1}\u202etxt.exe\u200b')).toBe('[31m{"a" : 1} txt.exe');
});

test("keeps the first 200 characters, and no half of a surrogate pair", () => {
  expect(toExcerpt("x".repeat(EXCERPT_CHARS_MAX))).toHaveLength(EXCERPT_CHARS_MAX);
  expect(toExcerpt("x".repeat(5_000_000))).toHaveLength(EXCERPT_CHARS_MAX);
  expect(toExcerpt("\ud83d broken").isWellFormed()).toBe(true);
});

test("shows the beginning of a record without walking into it", () => {
  let deep: object = {};
  for (let level = 0; level < 20_000; level++) deep = { deep };
  const record = JSON.parse('{"__proto__": 1, "name": "a", "list": [1], "none": null}');
  record["deep"] = deep;
  expect(showRecord(record)).toBe('{"__proto__":1,"name":"a","list":[…],"none":null,"deep":{…}}');
  expect(showRecord([[1]])).toBe("[…]");
  expect(showRecord({ a: "y".repeat(1_000_000), b: "z".repeat(1_000_000) }).length).toBeLessThan(1000);
});

test("names what a field holds in few words", () => {
  expect([undefined, null, "a\nb", [1], { a: 1 }, true, 1.5].map(showValue)).toEqual([
    "nothing",
    "null",
    '"a b"',
    "a list",
    "an object",
    "true",
    "1.5",
  ]);
});
