import { expect, test } from "vitest";
import { RECORDS_MAX, readRecords } from "./read-records.ts";

test.each([
  ["one object", '{ "a": 1 }', 1],
  ["a list", '[{ "a": 1 }, { "b": 2 }]', 2],
  ["CloudTrail's file", '{ "Records": [{ "a": 1 }, {}] }', 2],
  ["one in each line", '{ "a": 1 }\n\n{ "b": 2 }\n', 2],
  ["as many as may be", JSON.stringify(Array(RECORDS_MAX).fill({})), RECORDS_MAX],
])("reads events as %s", (_, text, count) => {
  expect(readRecords(text)).toMatchObject({ problem: null, records: { length: count } });
});

test.each(["{", "[1]", "[]", '"x"', JSON.stringify(Array(RECORDS_MAX + 1).fill({}))])(
  "says what is wrong with %.20s",
  (text) => {
    expect(readRecords(text)).toMatchObject({ records: null, problem: expect.any(String) });
  },
);

test("nothing is no problem", () => {
  expect(readRecords(" \n")).toEqual({ records: null, problem: null });
});
