import { InvalidArgumentError } from "commander";
import { type Clock, type EpochMs, toEpochMs } from "../domain/index.ts";

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A time given on the command line: ISO 8601 (UTC unless it says otherwise), or an age before now (`24h`, `7d`). */
export function parseTimeOption(text: string, clock: Clock): EpochMs {
  const age = /^(\d{1,6})([mhdw])$/.exec(text.trim());
  if (age !== null) return toEpochMs(clock.now() - Number(age[1]) * UNIT_MS[age[2]!]!);
  if (ISO.test(text.trim())) {
    const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text) || !/\d[T ]\d/.test(text);
    const ms = Date.parse(hasZone ? text : `${text.replace(" ", "T")}Z`);
    if (Number.isFinite(ms)) return toEpochMs(ms);
  }
  throw new InvalidArgumentError(
    "Write a date or time in ISO 8601 (2026-01-31 or 2026-01-31T08:00:00Z), or an age such as 24h or 7d.",
  );
}
