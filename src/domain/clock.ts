import { type EpochMs, toEpochMs } from "./id.ts";

/** The present, as an argument: tests and replays bring their own. */
export interface Clock {
  now(): EpochMs;
}

export const SYSTEM_CLOCK: Clock = { now: () => toEpochMs(Date.now()) };
