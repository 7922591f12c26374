import { type Command, InvalidArgumentError, Option } from "commander";
import { type EpochMs, SEVERITIES, type Severity, SYSTEM_CLOCK } from "../domain/index.ts";
import { createDatabaseOption, createDataOption, type PlaceFlags } from "./data-option.ts";
import { parseTimeOption } from "./time-option.ts";

export interface PeriodFlags {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

export interface ReadFlags extends PlaceFlags, PeriodFlags {
  readonly limit: number;
  readonly json?: boolean;
}

/** A period as a port takes it; null: not bounded. */
export interface AskedPeriod {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

export const toPeriod = ({ from, to }: PeriodFlags): AskedPeriod => ({ from: from ?? null, to: to ?? null });

export const toTimeOption = (text: string): EpochMs => parseTimeOption(text, SYSTEM_CLOCK);

/** The options of every command that reads what is stored. */
export const addReadOptions = (command: Command, limit: number): Command =>
  addPlaceOptions(command)
    .option("--from <time>", "only from then on: ISO 8601, or an age such as 7d", toTimeOption)
    .option("--to <time>", "only before then", toTimeOption)
    .addOption(new Option("--limit <n>", "at most so many; 0: all").argParser(toLimit).default(limit))
    .option("--json", "print JSON");

export const addPlaceOptions = (command: Command): Command =>
  command.addOption(createDataOption()).addOption(createDatabaseOption());

export const createMinSeverityOption = (): Option =>
  new Option("--min-severity <severity>", "only of this severity or more").choices(SEVERITIES);

export interface MinSeverityFlags {
  readonly minSeverity?: Severity;
}

/** Null: all. */
export const toMaybeLimit = (limit: number): number | null => (limit === 0 ? null : limit);

export function toLimit(text: string): number {
  const limit = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(limit) || limit < 0)
    throw new InvalidArgumentError("Write a whole number, 0 for all.");
  return limit;
}
