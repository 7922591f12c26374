import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEpoch, parseInstant } from "./instant.ts";

test("reads the shapes of CloudTrail and of CSV logs as Date.parse does, for every second there is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 }), (seconds) => {
      const text = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
      expect(parseInstant(text)).toBe(seconds * 1000);
      expect(parseInstant(text.replace("T", " ").replace("Z", ""))).toBe(seconds * 1000);
    }),
  );
});

test.each([
  ["2025-11-03T09:15:02.5Z", Date.UTC(2025, 10, 3, 9, 15, 2, 500)],
  ["2025-11-03T09:15:02.123456Z", Date.UTC(2025, 10, 3, 9, 15, 2, 123)],
  ["2025-11-03 09:15:02", Date.UTC(2025, 10, 3, 9, 15, 2)],
  ["2025-11-03T09:15", Date.UTC(2025, 10, 3, 9, 15)],
  ["2025-11-03", Date.UTC(2025, 10, 3)],
  ["2025-11-03T09:15:02+05:30", Date.UTC(2025, 10, 3, 3, 45, 2)],
  ["2025-11-03T09:15+02", Date.UTC(2025, 10, 3, 7, 15)],
  ["2025-11-03T09:15:02-0800", Date.UTC(2025, 10, 3, 17, 15, 2)],
  ["2025-11-03 09:15:02 UTC", Date.UTC(2025, 10, 3, 9, 15, 2)],
  [" 2025-11-03T09:15:02Z ", Date.UTC(2025, 10, 3, 9, 15, 2)],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
  ["2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29)],
])("reads %j", (text, at) => {
  expect(parseInstant(text)).toBe(at);
});

test.each([
  "",
  "yesterday",
  "redacted",
  "2025-02-29T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2025-13-01T00:00:00Z",
  "2025-00-10T00:00:00Z",
  "2025-11-31T00:00:00Z",
  "2025-11-03T24:00:00Z",
  "2025-11-03T09:60:00Z",
  "2025-11-03T09:15:60Z",
  "2025-11-03T09:15:0aZ",
  "2025/11/03T09:15:02Z",
  "2025-11-03T09-15-02Z",
  "1969-12-31T23:59:59Z",
  "2025-11-03T09:15:02+99:00",
  "2025-11-03T09:15:02Z2025-11-03T09:15:02Z2025-11-03T09:15:02Z",
])("refuses %j", (text) => {
  expect(parseInstant(text)).toBeNaN();
});

test("reads nothing out of arbitrary text without saying so", () => {
  fc.assert(
    fc.property(fc.string(), (text) => Number.isNaN(parseInstant(text)) || /^\s*\d{4}-\d\d-\d\d/.test(text)),
  );
});

test("tells seconds from milliseconds by their size", () => {
  expect(parseEpoch(1_762_161_302)).toBe(1_762_161_302_000);
  expect(parseEpoch(1_762_161_302_123)).toBe(1_762_161_302_123);
  expect(parseEpoch(1_762_161_302.5)).toBe(1_762_161_302_500);
  for (const nonsense of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 8.7e15])
    expect(parseEpoch(nonsense)).toBeNaN();
});
