import type { EpochMs, Role, Scope } from "../../domain/index.ts";

/** Who asks. */
export interface Caller {
  /** Of the key or the user; the same one is the same caller. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: a program with a key. */
  readonly person: {
    readonly role: Role;
    /** Null: nobody signed in, whoever asks on this machine is let in. */
    readonly sessionId: string | null;
  } | null;
}

/** A part of a list, and where the next part starts. */
export interface Rows {
  readonly rows: readonly object[];
  /** Plain JSON, for the port alone; null: there is no more. */
  readonly next: object | null;
}

/** What every list is asked. */
export interface PageRequest {
  readonly limit: number;
  /** What the page before gave as `next`, as it came back: to be checked; null: the first page. */
  readonly after: unknown;
}

export interface PeriodRequest {
  /** Half-open: `[from, to)`; null: without bound. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}
