import { DAY_MS, HOUR_MS, MINUTE_MS } from "../duration.ts";
import type { EpochMs } from "../id.ts";

/** A stretch of time that a text names: `[from, to)`; a point where both are the same. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY_MS = 4 * DAY_MS;

const RELATIVE = /^now(?:([+-])(\d{1,6})([smhdw]))?(?:\/([hdw]))?$/i;
const DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;
/** What people write besides; days and weeks in UTC. */
const WORDS: Readonly<Record<string, (now: number) => TimeSpan>> = {
  today: (now) => toUnit(now, DAY_MS, 0),
  yesterday: (now) => toUnit(now - DAY_MS, DAY_MS, 0),
  "this-week": (now) => toUnit(now, 7 * DAY_MS, MONDAY_MS),
  "last-week": (now) => toUnit(now - 7 * DAY_MS, 7 * DAY_MS, MONDAY_MS),
};

/** Words and forms that `readTimeSpan` knows, for messages. */
export const TIME_FORMS =
  "a time (2026-01-31, 2026-01-31T08:00, now-24h, now/d, today, yesterday, last-week)";

/** The stretch that a text names; null: it names none. Without an offset it is UTC. */
export function readTimeSpan(text: string, now: EpochMs): TimeSpan | null {
  const word = WORDS[text.toLowerCase()];
  if (word !== undefined) return word(now);
  const relative = RELATIVE.exec(text);
  if (relative !== null) return toRelative(relative, now);
  const date = DATE.exec(text);
  if (date !== null) return toDates(date);
  const instant = INSTANT.exec(text);
  return instant === null ? null : toInstantSpan(instant);
}

const toUnit = (at: number, unit: number, offset: number): TimeSpan => {
  const from = Math.floor((at - offset) / unit) * unit + offset;
  return { from, to: from + unit };
};

function toRelative([, sign, amount, unit, rounded]: RegExpExecArray, now: number): TimeSpan {
  const distance = amount === undefined ? 0 : Number(amount) * UNIT_MS[unit!.toLowerCase()]!;
  const at = sign === "-" ? now - distance : now + distance;
  if (rounded === undefined) return { from: at, to: at };
  const size = UNIT_MS[rounded.toLowerCase()]!;
  return toUnit(at, size, size === 7 * DAY_MS ? MONDAY_MS : 0);
}

function toDates([, year, month, day]: RegExpExecArray): TimeSpan | null {
  const from = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
  // JavaScript goes on into the next month where a day is too many.
  if (new Date(from).getUTCMonth() !== Number(month) - 1) return null;
  return day === undefined
    ? { from, to: Date.UTC(Number(year), Number(month), 1) }
    : { from, to: from + DAY_MS };
}

function toInstantSpan([, day, clock, second, fraction, zone]: RegExpExecArray): TimeSpan | null {
  if (toDates(DATE.exec(day!)!) === null) return null;
  const offset = zone === undefined || /^z$/i.test(zone) ? "Z" : zone.replace(/^(...):?/, "$1:");
  const from = Date.parse(`${day}T${clock}:${second ?? "00"}${(fraction ?? "").slice(0, 4)}${offset}`);
  if (!Number.isFinite(from)) return null;
  if (fraction !== undefined) return { from, to: from + 1 };
  return { from, to: from + (second === undefined ? MINUTE_MS : 1000) };
}
