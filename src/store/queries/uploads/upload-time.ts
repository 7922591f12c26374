const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s*(Z|z|UTC|[+-]\d\d(?::?\d\d)?))?)?$/;

/**
 * Microseconds since 1970 of a time in ISO 8601 as logs write it: `T` or a blank, seconds and fraction or not, an
 * offset or none (then it is UTC), a date alone (midnight). Digits beyond the microsecond are cut off. Null: no time.
 */
export function parseUploadTime(text: string): bigint | null {
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
