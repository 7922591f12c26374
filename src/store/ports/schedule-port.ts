import type { EpochMs } from "../../domain/index.ts";

export const SCHEDULED_OUTCOMES = ["running", "done", "failed"] as const;
export type ScheduledOutcome = (typeof SCHEDULED_OUTCOMES)[number];

/** Work of the schedule that was done, or is. */
export interface ScheduledRun {
  readonly name: string;
  /** The time that it was meant for: one run for each, whoever does it. */
  readonly dueAt: EpochMs;
  readonly startedAt: EpochMs;
  /** Null: it goes on, or its process died. */
  readonly endedAt: EpochMs | null;
  readonly outcome: ScheduledOutcome;
  /** One line: what it did, or what went wrong. */
  readonly note: string | null;
}

export interface ScheduledEnd {
  readonly outcome: "done" | "failed";
  readonly note: string;
}

/** What the schedule had done, and who does it. */
export interface ScheduleStore {
  /** False: somebody took it already. */
  take(name: string, dueAt: EpochMs): Promise<boolean>;
  finish(name: string, dueAt: EpochMs, end: ScheduledEnd): Promise<void>;
  /** The latest run by name. */
  listLatest(): Promise<ReadonlyMap<string, ScheduledRun>>;
}
