import type { JsonObject, ProblemReport } from "../../domain/index.ts";
import type { PageRequest, Rows } from "./asked.ts";

/** What servers do in the background. */
export const JOB_KINDS = [
  "upload",
  "batch",
  "training",
  "drift",
  "replay",
  "trial",
  "hunt",
  "report",
  "import",
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ["waiting", "running", "done", "failed", "cancelled"] as const;

/** A job as the API tells it. */
export interface JobAnswer {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly state: (typeof JOB_STATES)[number];
  readonly step: string | null;
  readonly done: number;
  readonly total: number | null;
  readonly parameters: JsonObject;
  readonly result: JsonObject | null;
  readonly problem: ProblemReport | null;
  readonly by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

/** Long pieces of work that somebody asked for. */
export interface JobsPort {
  /** The newest first. */
  read(request: PageRequest & { readonly kind: JobKind | null }): Promise<Rows>;
  /** Throws STORE_JOB_UNKNOWN. */
  find(id: string): Promise<JobAnswer>;
  /** What is over stays as it is. Throws STORE_JOB_UNKNOWN. */
  cancel(id: string): Promise<JobAnswer>;
  /** The job as it is and each time it changed, until it is over or nobody listens. Throws STORE_JOB_UNKNOWN. */
  watch(id: string, stop: AbortSignal): AsyncIterable<JobAnswer>;
}
