import type { JsonValue } from "../../domain/index.ts";

export const TIME_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** The values that a part can have, both ends included. */
export const TIME_PART_RANGES: Readonly<Record<TimePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

const DATE_TEXT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?)?/;
const DATE_CHARS_MAX = 40;
/** Numbers below are seconds since 1970 (until the year 5138), above milliseconds. */
const SECONDS_MAX = 100_000_000_000;
const DAY_MS = 86_400_000;

/**
 * A part of a date as it is written: Sigma converts no time zones. Texts are ISO 8601 with `T` or a blank,
 * numbers are seconds or milliseconds since 1970 in UTC. null: not a date, or the part is not in it.
 */
export function readTimePart(value: JsonValue, part: TimePart): number | null {
  if (typeof value === "number") return readNumber(value, part);
  if (typeof value !== "string" || value.length > DATE_CHARS_MAX) return null;
  const match = DATE_TEXT.exec(value);
  if (match === null) return null;
  switch (part) {
    case "year":
      return Number(match[1]);
    case "month":
      return Number(match[2]);
    case "day":
      return Number(match[3]);
    case "hour":
      return match[4] === undefined ? null : Number(match[4]);
    case "minute":
      return match[5] === undefined ? null : Number(match[5]);
    case "week":
      return toIsoWeek(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  }
}

function readNumber(value: number, part: TimePart): number | null {
  const date = new Date(Math.abs(value) < SECONDS_MAX ? value * 1000 : value);
  if (Number.isNaN(date.getTime())) return null;
  switch (part) {
    case "year":
      return date.getUTCFullYear();
    case "month":
      return date.getUTCMonth() + 1;
    case "day":
      return date.getUTCDate();
    case "hour":
      return date.getUTCHours();
    case "minute":
      return date.getUTCMinutes();
    case "week":
      return toIsoWeek(date.getTime());
  }
}

/** ISO 8601: weeks begin on Monday, week 1 holds the year's first Thursday. */
function toIsoWeek(ms: number): number {
  const day = Math.floor(ms / DAY_MS);
  const weekday = (((day + 3) % 7) + 7) % 7; // 0 Monday; 1970-01-01 was a Thursday
  const thursday = day - weekday + 3;
  const yearStart = Date.UTC(new Date(thursday * DAY_MS).getUTCFullYear(), 0, 1) / DAY_MS;
  return Math.floor((thursday - yearStart) / 7) + 1;
}
