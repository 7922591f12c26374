const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s*(Z|z|UTC|[+-]\d\d(?::?\d\d)?))?)?$/;

/**
 * Microseconds since 1970 of a time in ISO 8601 as logs write it: `T` or a blank, seconds and fraction or not, an
 * offset or none (then it is UTC), a date alone (midnight). Digits beyond the microsecond are cut off. Null: no time.
 */
export function parseUploadTime(text: string): bigint | null {
  return parsePlainTime(text) ?? parseAnyTime(text);
}

/** `2026-01-31 23:59:59`, with `T` or a final `Z` or not: nearly every row of every log, read without a pattern. */
function parsePlainTime(text: string): bigint | null {
  if (text.length !== 19 && !(text.length === 20 && text.endsWith("Z"))) return null;
  const middle = text.charCodeAt(10);
  if (middle !== BLANK && middle !== LETTER_T) return null;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return null;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return null;
  const hour = readTwoDigits(text, 11);
  const minute = readTwoDigits(text, 14);
  const second = readTwoDigits(text, 17);
  const month = readTwoDigits(text, 5);
  const day = readTwoDigits(text, 8);
  const year = readTwoDigits(text, 0) * 100 + readTwoDigits(text, 2);
  // Days after the 28th and early or late years are left to the calendar of `Date`; NaN fails every comparison.
  const plain = hour < 24 && minute < 60 && second < 60 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!plain || !(year >= 1970 && year < 2200)) return null;
  return BigInt((Date.UTC(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000) * 1000);
}

const BLANK = 0x20;
const LETTER_T = 0x54;
const HYPHEN = 0x2d;
const COLON = 0x3a;

function readTwoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function parseAnyTime(text: string): bigint | null {
  const parts = TIME.exec(text);
  if (parts === null) return null;
  const [
    ,
    year = "",
    month = "",
    day = "",
    hour = "0",
    minute = "0",
    second = "0",
    fraction = "",
    zone = "Z",
  ] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  const offset = parseOffset(zone);
  if (offset === null) return null;
  const ms = date.getTime() + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000;
  return BigInt(ms) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
}

/** Minutes east of Greenwich; null: no offset that exists. */
function parseOffset(zone: string): number | null {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  if (hours > 15 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** `2026-01-31T23:59:59Z`, with a fraction only where there is one. */
export function formatUploadTime(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const text = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return fraction === 0n ? `${text}Z` : `${text}.${fraction.toString().padStart(6, "0").replace(/0+$/, "")}Z`;
}
