import { expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { HOLIDAY_COUNTRIES, HOLIDAY_YEAR_MAX, HOLIDAY_YEAR_MIN, isPublicHoliday } from "./public-holiday.ts";

const at = (text: string) => toEpochMs(Date.parse(text));
const listDays = (country: string, year: number): readonly string[] =>
  Array.from({ length: 366 }, (_, day) => Date.UTC(year, 0, 1 + day))
    .filter((time) => new Date(time).getUTCFullYear() === year && isPublicHoliday(country, toEpochMs(time)))
    .map((time) => new Date(time).toISOString().slice(5, 10));

test("S3-11: the public holidays of a country are those that its law names, Easter's with it", () => {
  expect(listDays("DE", 2026)).toEqual("01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26".split(" "));
  expect(listDays("US", 2026)).toEqual(
    "01-01 01-19 02-16 05-25 06-19 07-04 09-07 10-12 11-11 11-26 12-25".split(" "),
  );
  expect(listDays("GB", 2024)).toEqual("01-01 03-29 05-06 05-27 12-25 12-26".split(" "));
  expect(listDays("FR", 2025)).toEqual(
    "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25".split(" "),
  );
});

test("Easter is found in its earliest and latest years", () => {
  const isEaster = (day: string) => isPublicHoliday("IT", at(day));
  expect(["2008-03-23", "2011-04-24", "2038-04-25", "2024-03-31", "2000-04-23"].map(isEaster)).toEqual(
    Array(5).fill(true),
  );
  // The Sundays before and after.
  expect(["2008-03-16", "2008-03-30", "2038-04-18"].map(isEaster)).toEqual([false, false, false]);
});

test("a day is that of UTC, from its first to its last millisecond", () => {
  expect(isPublicHoliday("DE", at("2026-12-24T23:59:59.999Z"))).toBe(false);
  expect(isPublicHoliday("DE", at("2026-12-25T00:00:00Z"))).toBe(true);
  expect(isPublicHoliday("DE", at("2026-12-26T23:59:59.999Z"))).toBe(true);
  expect(isPublicHoliday("DE", at("2026-12-27T00:00:00Z"))).toBe(false);
});

test("of countries and years that are not known nothing is said", () => {
  for (const country of ["AQ", "", "de", "__proto__", "constructor", "toString"])
    expect(isPublicHoliday(country, at("2026-12-25T12:00:00Z"))).toBeNull();
  const christmas = (year: number) => isPublicHoliday("DE", toEpochMs(Date.UTC(year, 11, 25)));
  expect([HOLIDAY_YEAR_MIN, HOLIDAY_YEAR_MAX].map(christmas)).toEqual([true, true]);
  expect([HOLIDAY_YEAR_MIN - 1, HOLIDAY_YEAR_MAX + 1].map(christmas)).toEqual([null, null]);
  expect(isPublicHoliday("DE", toEpochMs(8.64e15))).toBeNull();
  for (const country of HOLIDAY_COUNTRIES) expect(listDays(country, 2026).length).toBeGreaterThanOrEqual(3);
});
