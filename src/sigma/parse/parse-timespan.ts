import { TIMESPAN_MS_MAX } from "../limits.ts";

/** Milliseconds by unit. A month is a twelfth of the average year of the Gregorian calendar. */
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
};

/** A timespan such as `90m` in milliseconds; null: it is none, or zero, or longer than a year. */
export function parseTimespan(text: string): number | null {
  const match = /^(\d{1,9})([smhdwM])$/.exec(text);
  if (match === null) return null;
  const ms = Number(match[1]) * UNIT_MS[match[2]!]!;
  return ms > 0 && ms <= TIMESPAN_MS_MAX ? ms : null;
}

/** `5 min` and `90M` are what people write for `5m` and `90m`. */
export function suggestTimespan(text: string): string | null {
  const match = /^\s*(\d{1,9})\s*([a-z])[a-z]*\s*$/i.exec(text);
  if (match === null) return null;
  const corrected = `${match[1]}${match[2]!.toLowerCase()}`;
  return parseTimespan(corrected) === null ? null : `Did you mean ${corrected}?`;
}
