import { type Command, InvalidArgumentError, Option } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";

/** What every command that detects over the store is asked. */
export interface DetectSettings {
  readonly place: StorePlace;
  /** Folders of further Sigma rules. */
  readonly moreRules: readonly string[];
  /** These rules and nothing else: no behaviour, no models. */
  readonly onlyRules: string | null;
  readonly withModels: boolean;
  /** Null: as many as processors. */
  readonly threads: number | null;
}

export interface DetectFlags extends PlaceFlags {
  readonly rules: readonly string[];
  readonly onlyRules?: string;
  readonly models: boolean;
  readonly threads?: number;
}

/** Adds the options of `DetectSettings`, alike in every command that has them. */
export const addDetectOptions = (command: Command): Command =>
  command
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .addOption(
      new Option("--rules <folder>", "more Sigma rules; may be given several times")
        .argParser((value: string, previous: readonly string[]) => [...previous, value])
        .default([], "none"),
    )
    .option("--only-rules <folder>", "these Sigma rules and nothing else: no behaviour, no models")
    .option("--no-models", "behaviour without models")
    .option("--threads <n>", "worker threads; 0 works in the main thread", toThreads);

export const toDetectSettings = (flags: DetectFlags): DetectSettings => ({
  place: toPlace(flags),
  moreRules: flags.rules,
  onlyRules: flags.onlyRules ?? null,
  withModels: flags.models,
  threads: flags.threads ?? null,
});

const THREADS_MAX = 64;

export function toThreads(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 0 || threads > THREADS_MAX)
    throw new InvalidArgumentError(`Write a whole number from 0 to ${THREADS_MAX}.`);
  return threads;
}
