import { expect, test } from "vitest";
import { HISTORY_MAX, readHistory, remember } from "./filter-history.ts";

test("filters are remembered once each, the latest first, as many as may be", () => {
  expect(remember(remember(remember([], "a"), "b"), " a ")).toEqual(["a", "b"]);
  expect(remember(["a"], "  ")).toEqual(["a"]);
  expect(remember(["a"], "x".repeat(2001))).toEqual(["a"]);
  const many = Array.from({ length: HISTORY_MAX + 1 }, (_, index) => `f${index}`);
  const kept = many.reduce<readonly string[]>(remember, []);
  expect(kept).toHaveLength(HISTORY_MAX);
  expect(kept[0]).toBe(`f${HISTORY_MAX}`);
  expect(kept).not.toContain("f0");
});

test("what the browser kept is read as far as it is filters", () => {
  expect(readHistory(JSON.stringify(["a", 1, null, "b"]))).toEqual(["a", "b"]);
  for (const text of [undefined, "", "{", '{"0":"a"}', "null"]) expect(readHistory(text)).toEqual([]);
});
