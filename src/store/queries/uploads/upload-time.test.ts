import { expect, test } from "vitest";
import { createRng } from "../../../domain/index.ts";
import { formatUploadTime, parseUploadTime } from "./upload-time.ts";

test.each([
  ["2024-01-31 23:59:59", "2024-01-31T23:59:59Z"],
  ["2024-01-31T23:59:59", "2024-01-31T23:59:59Z"],
  ["2024-01-31T23:59Z", "2024-01-31T23:59:00Z"],
  ["2024-02-29", "2024-02-29T00:00:00Z"],
  ["2024-01-31 23:59:59.1234567", "2024-01-31T23:59:59.123456Z"],
  ["2024-01-31 23:59:59,5", "2024-01-31T23:59:59.5Z"],
  ["2024-01-31 23:59:59+02:00", "2024-01-31T21:59:59Z"],
  ["2024-01-31 23:59:59 -0530", "2024-02-01T05:29:59Z"],
  ["2024-01-31 23:59:59+05", "2024-01-31T18:59:59Z"],
  ["2024-01-31 23:59:59 UTC", "2024-01-31T23:59:59Z"],
  ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"],
  ["0001-01-01", "0001-01-01T00:00:00Z"],
])("%s is %s", (text, expected) => {
  expect(formatUploadTime(parseUploadTime(text)!)).toBe(expected);
});

test.each([
  "",
  "now",
  "2023-02-29",
  "2024-13-01",
  "2024-00-10",
  "2024-01-01 24:00:00",
  "2024-01-01 10:60",
  "2024-01-01 10:00:60",
  "01/02/2024",
  "1706745599",
  "2024-01-01 10:00:00+25:00",
  "2024-01-01T10:00:00Z; DROP TABLE x",
])("%s is no time", (text) => {
  expect(parseUploadTime(text)).toBeNull();
});

test("the quick way for plain times and the general way agree", () => {
  const rng = createRng(7);
  for (let round = 0; round < 5000; round++) {
    const at = Date.UTC(1960, 0, 1) + rng.next() * 300 * 365 * 86_400_000;
    const text = new Date(at).toISOString().slice(0, 19);
    const expected = BigInt(Date.parse(`${text}Z`)) * 1000n;
    expect(parseUploadTime(text)).toBe(expected);
    expect(parseUploadTime(`${text}Z`)).toBe(expected);
    expect(parseUploadTime(`${text.replace("T", " ")}.0`)).toBe(expected);
  }
});

test.each(["2024-0a-01 10:00:00", "2024-01-01x10:00:00", "2024/01/01 10:00:00", "2024-01-01 10.00.00"])(
  "%s has the length of a plain time and is none",
  (text) => {
    expect(parseUploadTime(text)).toBeNull();
  },
);
