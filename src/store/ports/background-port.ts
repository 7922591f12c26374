import type { EpochMs, JsonObject, ProblemReport } from "../../domain/index.ts";

export const BACKGROUND_STATES = ["waiting", "running", "done", "failed", "cancelled"] as const;
/** `waiting` for its turn; the last three are for good. */
export type BackgroundState = (typeof BACKGROUND_STATES)[number];

/** A long piece of work that somebody asked a server for. */
export interface BackgroundJob {
  readonly id: string;
  /** What it does: `upload`, `training`, `batch`. */
  readonly kind: string;
  /** The same for people: "Training on 12,000 stored events". */
  readonly title: string;
  readonly state: BackgroundState;
  /** What it does just now, for people; null: it has not begun, or has nothing to say. */
  readonly step: string | null;
  readonly done: number;
  /** How much there is to do, in the unit of `done`; null: nobody knows. */
  readonly total: number | null;
  /** What it was asked. */
  readonly parameters: JsonObject;
  /** What came of it; null: nothing yet. */
  readonly result: JsonObject | null;
  /** Why it failed; null: it did not. */
  readonly problem: ProblemReport | null;
  /** Who asked for it. */
  readonly by: string;
  /** The process that does it. */
  readonly holder: string;
  readonly createdAt: EpochMs;
  /** When its process last said how far it is. */
  readonly seenAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  /** Somebody asked that it end. */
  readonly isCancelAsked: boolean;
}

export type NewBackgroundJob = Pick<BackgroundJob, "id" | "kind" | "title" | "parameters" | "by" | "holder">;

export type BackgroundNote = Pick<BackgroundJob, "state" | "step" | "done" | "total">;

export type BackgroundOutcome = Pick<BackgroundJob, "result" | "problem"> & {
  readonly state: Extract<BackgroundState, "done" | "failed" | "cancelled">;
};

export interface BackgroundAsked {
  readonly limit: number;
  readonly kind?: string;
  /** What comes after this one in the list; absent: the first. */
  readonly after?: { readonly at: EpochMs; readonly id: string };
}

/** Jobs of all processes, with how they ended. */
export interface BackgroundStore {
  add(job: NewBackgroundJob): Promise<BackgroundJob>;
  /** Notes how far it is, while it is not over; answers whether it shall end. */
  note(id: string, note: BackgroundNote): Promise<{ readonly isCancelAsked: boolean }>;
  /** Ends it, once: what is over stays as it is. Throws STORE_JOB_UNKNOWN. */
  finish(id: string, outcome: BackgroundOutcome): Promise<BackgroundJob>;
  find(id: string): Promise<BackgroundJob | null>;
  /** The newest first. */
  list(asked: BackgroundAsked): Promise<readonly BackgroundJob[]>;
  /** Throws STORE_JOB_UNKNOWN. */
  askCancel(id: string): Promise<BackgroundJob>;
  /** Removes what is over but the newest so many; answers the ids of what is gone. */
  prune(keep: number): Promise<readonly string[]>;
}
