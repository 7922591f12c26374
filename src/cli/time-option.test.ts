import { InvalidArgumentError } from "commander";
import { describe, expect, test } from "vitest";
import { toEpochMs } from "../domain/index.ts";
import { parseTimeOption } from "./time-option.ts";

const NOW = toEpochMs(Date.UTC(2026, 5, 1, 12));
const parse = (text: string) => parseTimeOption(text, { now: () => NOW });

describe("times on the command line", () => {
  test.each([
    ["2026-01-31", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31T08:15", "2026-01-31T08:15:00.000Z"],
    ["2026-01-31 08:15:30", "2026-01-31T08:15:30.000Z"],
    ["2026-01-31T08:15:30Z", "2026-01-31T08:15:30.000Z"],
    ["2026-01-31T08:15:30.123456Z", "2026-01-31T08:15:30.123Z"],
    ["2026-01-31T08:15+02:00", "2026-01-31T06:15:00.000Z"],
    ["2026-01-31 08:15+0200", "2026-01-31T06:15:00.000Z"],
    ["2026-01-31T08:15:30-05:30", "2026-01-31T13:45:30.000Z"],
    [" 2026-01-31 ", "2026-01-31T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["90m", "2026-06-01T10:30:00.000Z"],
    ["24h", "2026-05-31T12:00:00.000Z"],
    ["7d", "2026-05-25T12:00:00.000Z"],
    ["2w", "2026-05-18T12:00:00.000Z"],
    ["0d", "2026-06-01T12:00:00.000Z"],
  ])("%j is %s, whatever zone the machine is in", (text, expected) => {
    expect(new Date(parse(text)).toISOString()).toBe(expected);
  });

  test.each([
    "",
    "yesterday",
    "2026",
    "2026-1-31",
    "2026-02-30",
    "2026-02-29",
    "2026-13-01",
    "2026-01-31T25:00",
    "2026-01-31T08:15:61Z",
    "31.01.2026",
    "-7d",
    "7",
    "1.5h",
    "1000000d",
    "7days",
  ])("%j is refused with the forms that are allowed", (text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
    expect(() => parse(text)).toThrow(/ISO 8601 .* or an age such as 24h/);
  });
});
