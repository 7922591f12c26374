import type { EpochMs, ProblemReport } from "../../domain/index.ts";
import type { PageRequest, Rows } from "./asked.ts";
import type { JobAnswer } from "./jobs-port.ts";

/** Events that one hunt keeps, at most and where nobody says how many. */
export const HUNT_ROWS_MAX = 10_000;
export const HUNT_ROWS_DEFAULT = 1000;
/** Minutes that one hunt takes, at most and where nobody says how many. */
export const HUNT_MINUTES_MAX = 60;
export const HUNT_MINUTES_DEFAULT = 10;

/** Why a hunt looked no further: `end` it saw everything, `rows` or `time` a limit was reached, `cancelled`, `failed`. */
export const HUNT_ENDS = ["end", "rows", "time", "cancelled", "failed"] as const;

export interface HuntRequest {
  /** A filter over events. */
  readonly q: string;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly rowsMax: number;
  readonly minutesMax: number;
  readonly by: string;
}

/** A hunt as the API tells it. */
export interface HuntAnswer {
  readonly id: string;
  readonly q: string;
  readonly state: JobAnswer["state"];
  /** Events that were looked at, and that there are. */
  readonly events_looked: number;
  readonly events_total: number | null;
  /** Events that were found so far. */
  readonly found: number;
  /** Back to when everything was looked at; null: nothing was yet. */
  readonly looked_from: string | null;
  /** null: it still looks, or waits. */
  readonly ended_by: (typeof HUNT_ENDS)[number] | null;
  readonly rows_max: number;
  readonly minutes_max: number;
  readonly problem: ProblemReport | null;
  readonly by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
  /** From then on its events are not kept any more; null: it is not over. */
  readonly expires_at: string | null;
}

/** Long questions over everything that is stored, in the background. */
export interface HuntsPort {
  /** Throws QueryProblem, HUNT_EMPTY, and SERVE_JOBS_MANY. */
  start(request: HuntRequest): Promise<HuntAnswer>;
  /** The newest first. */
  read(request: PageRequest): Promise<Rows>;
  /** Throws STORE_JOB_UNKNOWN. */
  find(id: string): Promise<HuntAnswer>;
  /** What was found until then stays for a day. Throws STORE_JOB_UNKNOWN. */
  cancel(id: string): Promise<HuntAnswer>;
  /** What was found so far, the newest first. Throws STORE_JOB_UNKNOWN, HUNT_EXPIRED. */
  readEvents(request: PageRequest & { readonly id: string }): Promise<Rows>;
}
