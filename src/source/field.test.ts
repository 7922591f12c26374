import { expect, test } from "vitest";
import { FIELD_CHARS_MAX, parseNumber, toBytes, toText } from "./field.ts";

test("a text that says nothing is null, and a number or boolean is text", () => {
  expect([undefined, null, "", [], {}, "a", 7, true].map((value) => toText(value))).toEqual([
    null,
    null,
    null,
    null,
    null,
    "a",
    "7",
    "true",
  ]);
});

test("cuts a text one past the limit and leaves one at the limit", () => {
  expect(toText("x".repeat(FIELD_CHARS_MAX))).toHaveLength(FIELD_CHARS_MAX);
  expect(toText("x".repeat(FIELD_CHARS_MAX + 1))).toHaveLength(FIELD_CHARS_MAX);
});

test("bytes come as numbers, floats or texts; nonsense is not zero", () => {
  expect([89.0, "89", 0, "0", 1e3, "1e3", 0.4].map(toBytes)).toEqual([89, 89, 0, 0, 1000, 1000, 0]);
  expect([-1, Number.NaN, 2 ** 60, "-1", "many", "", null, true, [], "0x10", "1e999"].map(toBytes)).toEqual(
    new Array(11).fill(null),
  );
});

test("only decimal numbers are numbers", () => {
  expect([" 12 ", "-1.5", ".5", "5.", "+3", "2E-3"].map(parseNumber)).toEqual([12, -1.5, 0.5, 5, 3, 0.002]);
  for (const text of ["", " ", "Infinity", "0x1f", "1,000", "1 2", "NaN", "9".repeat(41)]) {
    expect(parseNumber(text)).toBeNaN();
  }
});
