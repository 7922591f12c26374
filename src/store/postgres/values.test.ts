import { expect, it } from "vitest";
import { parseInstant, toCopyText } from "./values.ts";

it.each([
  ["1970-01-01 00:00:00+00", 0],
  ["2026-01-05 00:00:00.123+00", Date.UTC(2026, 0, 5) + 123],
  ["0001-01-01 00:00:00.001+00", -62_135_596_799_999],
  ["0001-12-31 23:59:59.999+00 BC", -62_135_596_800_001],
  ["12026-01-01 00:00:00", Date.UTC(12026, 0, 1)],
])("reads the instant %s", (text, ms) => {
  expect(parseInstant(text)).toBe(ms);
});

it("refuses an instant of another time zone", () => {
  expect(() => parseInstant("2026-01-05 00:00:00+01")).toThrow("not an instant in UTC");
});

it("writes rows so that no value is taken for another", () => {
  const values = ["a", "", "\\N", "\t\n\r\\", null, true, -1];
  const text = [...toCopyText([{ name: "x", type: "text", values }])].join("");
  expect(text).toBe("a\n\n\\\\N\n\\t\\n\\r\\\\\n\\N\ntrue\n-1\n");
});

it("sends many rows in several parts", () => {
  const values = Array.from({ length: 2001 }, (_, n) => n);
  expect([...toCopyText([{ name: "x", type: "integer", values }])]).toHaveLength(3);
});
