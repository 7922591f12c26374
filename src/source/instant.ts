/**
 * Milliseconds since 1970 of an ISO 8601 instant, NaN when the text is none. Without a zone it is UTC: a log's reader
 * must not depend on where the reader runs. Date alone, a space for the `T`, fractions and offsets are accepted;
 * dates that do not exist (30 February) and years before 1970 are not.
 */
export function parseInstant(text: string): number {
  // Nearly every time of CloudTrail and of CSV logs has one of these shapes.
  const isPlain = text.length === 19 || (text.length === 20 && text.charCodeAt(19) === 0x5a);
  if (isPlain && text.charCodeAt(16) === 0x3a) {
    const middle = text.charCodeAt(10);
    if (middle === 0x54 || middle === 0x20) return parseSeconds(text);
  }
  return parseAnyInstant(text);
}

/** `YYYY-MM-DDTHH:MM:SS`, with a blank for the `T` or not, looked at up to its seconds only. */
function parseSeconds(text: string): number {
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return Number.NaN;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return Number.NaN;
  const year = pair(text, 0) * 100 + pair(text, 2);
  const days = daysOf(year, pair(text, 5), pair(text, 8));
  return days * DAY_MS + timeOf(pair(text, 11), pair(text, 14), pair(text, 17));
}

/** Two digits as a number; NaN when they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const DAY_MS = 86_400_000;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01, by the civil calendar (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
function daysOf(year: number, month: number, day: number): number {
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > MONTH_DAYS[month - 1]! + (month === 2 && isLeap ? 1 : 0)) return Number.NaN;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function timeOf(hours: number, minutes: number, seconds: number): number {
  if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) return Number.NaN;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?[ ]?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/;
/** Longer texts are no instants, whatever they begin with. */
const INSTANT_CHARS_MAX = 48;

function parseAnyInstant(text: string): number {
  if (text.length > INSTANT_CHARS_MAX) return Number.NaN;
  const parts = INSTANT.exec(text.trim());
  if (parts === null) return Number.NaN;
  const [, year, month, day, hours = "0", minutes = "0", seconds = "0", fraction = "", zone = "Z"] = parts;
  const days = daysOf(Number(year), Number(month), Number(day));
  const time = timeOf(Number(hours), Number(minutes), Number(seconds));
  return days * DAY_MS + time + Number(fraction.padEnd(3, "0").slice(0, 3)) - offsetOf(zone);
}

function offsetOf(zone: string): number {
  if (/^[zu]/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || "0");
  // Offsets in use run from -12:00 to +14:00; anything past a day is no offset.
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Seconds after this are milliseconds: as seconds it would lie in the year 5138. */
const SECONDS_MAX = 100_000_000_000;

/** Milliseconds of a number of seconds or milliseconds since 1970, told apart by size; NaN when it is neither. */
export function parseEpoch(value: number): number {
  if (!(value > 0) || value > INSTANT_MAX) return Number.NaN;
  return Math.round(value < SECONDS_MAX ? value * 1000 : value);
}

/** The last millisecond that a JavaScript date can hold. */
const INSTANT_MAX = 8_640_000_000_000_000;
