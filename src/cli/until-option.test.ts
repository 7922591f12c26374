import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { toEpochMs } from "../domain/index.ts";
import { parseUntilOption } from "./until-option.ts";

const NOW = Date.UTC(2026, 0, 5, 12);
const CLOCK = { now: () => toEpochMs(NOW) };

test.each([
  ["8h", NOW + 8 * 3_600_000],
  ["7d", NOW + 7 * 86_400_000],
  ["2026-01-06", Date.UTC(2026, 0, 6)],
  ["2026-01-05T12:00:01Z", NOW + 1000],
])("%s is a time to come", (text, expected) => {
  expect(parseUntilOption(text, CLOCK)).toBe(expected);
});

test.each(["0h", "2026-01-05T12:00:00Z", "2025-01-01", "soon"])("%s is none", (text) => {
  expect(() => parseUntilOption(text, CLOCK)).toThrow(InvalidArgumentError);
});
