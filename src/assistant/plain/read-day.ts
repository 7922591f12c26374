import { DAY_MS, type EpochMs, MINUTE_MS } from "../../domain/index.ts";
import { MONTHS, WEEKDAYS } from "./time-words.ts";

/** Every day of a month but the 29th of February comes within three. */
const MONTHS_BACK_MAX = 3;

export const startOfDay = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;
export const startOfWeek = (at: number): number =>
  startOfDay(at) - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS;
export const startOfMonth = (at: number, shift = 0): number => {
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + shift, 1);
};

/** A day that a text names, in full or by what it is to now. */
export function readDay(
  text: string,
  now: EpochMs,
): { readonly from: number; readonly to: number; readonly text: string } | null {
  const said = text.toLowerCase().replace(/^the (?=\d)/, "");
  const day = (from: number): { from: number; to: number; text: string } => ({
    from,
    to: from + DAY_MS,
    text: new Date(from).toISOString().slice(0, 10),
  });
  if (said === "today") return day(startOfDay(now));
  if (said === "yesterday" || said === "yday") return day(startOfDay(now) - DAY_MS);
  if (said === "the day before yesterday") return day(startOfDay(now) - 2 * DAY_MS);
  const slashed = readSlashed(said);
  if (slashed !== null) return day(slashed);
  if (/^\d{1,2}(?:st|nd|rd|th)$/.test(said)) return readDayOfMonth(Number.parseInt(said, 10), now, day);
  if (/^\d{4}-/.test(said)) {
    const isDay = said.length <= 10;
    const at = Date.parse(
      isDay
        ? `${said}T00:00:00Z`
        : `${said
            .replace(" ", "T")
            .replace(/z$/, "")
            .replace(/T(\d):/, "T0$1:")}Z`,
    );
    if (Number.isNaN(at)) return null;
    return isDay
      ? day(at)
      : { from: at, to: at + MINUTE_MS, text: new Date(at).toISOString().slice(0, 16).replace("T", " ") };
  }
  const weekday = WEEKDAYS.findIndex((name) => said.endsWith(name));
  if (weekday >= 0) {
    const back = (new Date(now).getUTCDay() - weekday + 7) % 7;
    const isBefore = said.startsWith("last") && back === 0;
    return day(startOfDay(now) - (isBefore ? 7 : back) * DAY_MS);
  }
  return readMonthDay(said, now, day);
}

/** The day comes before the month, but where only the other order can be. */
function readSlashed(said: string): number | null {
  const parts = said.split(/[/.]/).map(Number);
  if (parts.length !== 3 || parts.some((part) => Number.isNaN(part))) return null;
  const [first, second, third] = parts as [number, number, number];
  const [year, month, day] =
    first > 31 ? [first, second, third] : second > 12 ? [third, first, second] : [third, second, first];
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() === month - 1 ? at : null;
}

/** The last such day that has come. */
function readDayOfMonth<Day>(number: number, now: EpochMs, day: (from: number) => Day): Day | null {
  for (let back = 0; back < MONTHS_BACK_MAX; back++) {
    const at = startOfMonth(now, -back) + (number - 1) * DAY_MS;
    if (new Date(at).getUTCDate() === number && at <= now) return day(at);
  }
  return null;
}

function readMonthDay<Day>(said: string, now: EpochMs, day: (from: number) => Day): Day | null {
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name.slice(0, 3)}`).test(said));
  const number = /\b(\d{1,2})(?:st|nd|rd|th)?\b/.exec(said)?.[1];
  if (month < 0 || number === undefined) return null;
  const year = /\b\d{4}\b/.exec(said)?.[0];
  const inYear = (one: number): number => Date.UTC(one, month, Number(number));
  const thisYear = new Date(now).getUTCFullYear();
  // A day without its year is the last one that has come.
  const at =
    year === undefined
      ? inYear(thisYear) > now
        ? inYear(thisYear - 1)
        : inYear(thisYear)
      : inYear(Number(year));
  return day(at);
}
