import type { ScheduledOutcome } from "../ports/schedule-port.ts";

/** Tables of the schedule as queries see them. See `tables.ts` for instants and numbers. */
export interface ScheduleTables {
  readonly scheduled_runs: ScheduledRunsTable;
}

export interface ScheduledRunsTable {
  readonly name: string;
  readonly due_at: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: ScheduledOutcome;
  readonly note: string | null;
}
