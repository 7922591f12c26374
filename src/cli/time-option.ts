import { InvalidArgumentError } from "commander";
import { type Clock, type EpochMs, toEpochMs } from "../domain/index.ts";

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A time given on the command line: ISO 8601 (UTC unless it says otherwise), or an age before now (`24h`, `7d`). */
export function parseTimeOption(text: string, clock: Clock): EpochMs {
  const wanted = text.trim();
  const age = /^(\d{1,6})([mhdw])$/.exec(wanted);
  if (age !== null) return toEpochMs(clock.now() - Number(age[1]) * UNIT_MS[age[2]!]!);
  const parts = ISO.exec(wanted);
  const ms = parts === null ? Number.NaN : toMs(parts[1]!, parts[2] ?? "00:00", parts[3] ?? "Z");
  if (Number.isFinite(ms)) return toEpochMs(ms);
  throw new InvalidArgumentError(
    "Write a date or time in ISO 8601 (2026-01-31 or 2026-01-31T08:00:00Z), or an age such as 24h or 7d.",
  );
}

/** NaN for a day that no month has: the engine would go on into the next one. */
function toMs(day: string, time: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00Z`);
  if (!Number.isFinite(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return Date.parse(`${day}T${time}${offset}`);
}
