import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../domain/index.ts";

const COUNT = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" });
const COUNTRIES = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

export const toCount = (value: number): string => COUNT.format(value);
export const toPlural = (count: number, noun: string, plural = `${noun}s`): string =>
  `${toCount(count)} ${count === 1 ? noun : plural}`;

/** `2026-01-25 00:58:17`, in UTC: for tables whose head says so. */
export const toTime = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
/** `25 January 2026, 00:58 UTC`. */
export const toMoment = (at: number): string =>
  `${toDate(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
/** `25 January 2026`. */
export const toDate = (at: number): string => DAY.format(at);

/** `11 minutes`: in the largest unit of which there are two or more. */
export function toDuration(ms: number): string {
  if (ms < 2 * MINUTE_MS) return toPlural(Math.max(0, Math.round(ms / 1000)), "second");
  if (ms < 2 * HOUR_MS) return toPlural(Math.round(ms / MINUTE_MS), "minute");
  if (ms < 2 * DAY_MS) return toPlural(Math.round(ms / HOUR_MS), "hour");
  return toPlural(Math.round(ms / DAY_MS), "day");
}

const BYTE_UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** `3.9 GB`; a thousand bytes are a kilobyte. */
export function toBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

export const toPercent = (share: number): string =>
  share > 0 && share < 0.01 ? "under 1%" : `${Math.round(share * 100)}%`;

/** `Germany`; what is no code of a country stays as it is. */
export const toCountryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;

/** `Germany (DE)`. */
export function toCountry(code: string): string {
  const name = toCountryName(code);
  return name === code ? code : `${name} (${code})`;
}

/** A word that is cut is left out, unless it is longer than this: names of things have no ends of words. */
const CUT_WORD_CHARS_MAX = 24;

/** The beginning of a text, cut between words where it has any, else between characters; an ellipsis says that there was more. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const whole = text.slice(0, max - 1);
  const end = whole.lastIndexOf(" ");
  const isNear = end > 0 && whole.length - end <= CUT_WORD_CHARS_MAX && text[max - 1] !== " ";
  const cut = isNear ? whole.slice(0, end) : whole.trimEnd();
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** `a, b and c`. */
export function toList(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined) return "";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** With a capital letter at the beginning. */
export const capitalize = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
