import type { BackgroundState } from "../ports/background-port.ts";

/** The table of jobs as queries see it. See `tables.ts` for instants and numbers. */
export interface BackgroundTables {
  readonly background_jobs: BackgroundJobsTable;
}

export interface BackgroundJobsTable {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: BackgroundState;
  readonly step: string | null;
  readonly done: number;
  readonly total: number | null;
  /** JSON. */
  readonly parameters: string;
  /** JSON. */
  readonly result: string | null;
  /** JSON. */
  readonly problem: string | null;
  readonly asked_by: string;
  readonly holder: string;
  readonly created_at: number;
  readonly seen_at: number;
  readonly finished_at: number | null;
  readonly is_cancel_asked: boolean;
}
