import { expect, test } from "vitest";
import type { JsonObject } from "../domain/index.ts";
import { booleanOf, clip, fieldOf, LIST_MAX, listOf, pathOf, textOf } from "./field.ts";

test("a field is the object's own, never the prototype's", () => {
  expect(fieldOf({}, "constructor")).toBeUndefined();
  expect(fieldOf(JSON.parse('{"__proto__":1}') as JsonObject, "__proto__")).toBe(1);
  expect(fieldOf([1], "length")).toBeUndefined();
  expect(pathOf({ a: { b: 1 } }, ["a", "b"])).toBe(1);
  expect(pathOf({ a: "text" }, ["a", "length"])).toBeUndefined();
});

test("a boolean is a boolean or its text, and an object is neither, even one that hides its text", () => {
  expect([true, "true", "False", "yes", 1, null, undefined].map(booleanOf)).toEqual([
    true,
    true,
    false,
    null,
    null,
    null,
    null,
  ]);
  expect(booleanOf(JSON.parse('{"toString":1,"valueOf":1}') as JsonObject)).toBeNull();
});

test("an empty text says nothing", () => {
  expect(["", "a", 1, null].map(textOf)).toEqual([null, "a", null, null]);
});

test("a list is a list in all of CloudTrail's shapes, cut at its limit", () => {
  expect(listOf([1, 2])).toEqual([1, 2]);
  expect(listOf({ items: [1] })).toEqual([1]);
  expect(listOf({ items: { a: 1 } })).toEqual([{ a: 1 }]);
  expect(listOf("one")).toEqual(["one"]);
  expect([listOf(null), listOf(undefined)]).toEqual([[], []]);
  expect(listOf(Array<number>(LIST_MAX).fill(0))).toHaveLength(LIST_MAX);
  expect(listOf(Array<number>(LIST_MAX + 1).fill(0))).toHaveLength(LIST_MAX);
});

test("a text is cut past the limit only", () => {
  expect([clip("abc", 3), clip("abcd", 3)]).toEqual(["abc", "abc"]);
});
