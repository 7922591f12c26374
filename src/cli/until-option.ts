import { InvalidArgumentError } from "commander";
import { type Clock, type EpochMs, SYSTEM_CLOCK, toEpochMs } from "../domain/index.ts";
import { parseTimeOption } from "./time-option.ts";

/** A time to come: ISO 8601 (UTC unless it says otherwise), or so long from now on (`8h`, `7d`). */
export function parseUntilOption(text: string, clock: Clock): EpochMs {
  const now = clock.now();
  const isLength = /^\s*\d{1,6}[mhdw]\s*$/.test(text);
  const given = parseTimeOption(text, { now: () => now });
  // A length is read as one back from now.
  const until = toEpochMs(isLength ? now + (now - given) : given);
  if (until <= now)
    throw new InvalidArgumentError("Write a time to come, or how long from now on, such as 8h or 7d.");
  return until;
}

export const toUntil = (text: string): EpochMs => parseUntilOption(text, SYSTEM_CLOCK);
