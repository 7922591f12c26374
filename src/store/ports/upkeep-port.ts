import type { ContentHash, EpochMs } from "../../domain/index.ts";

/** Hours in which an account's logs said something. */
export interface AccountHours {
  readonly account: string;
  /** Of its last event. */
  readonly lastAt: EpochMs;
  /** Starts of hours with events, in hours since 1970, in order. */
  readonly hours: readonly number[];
}

export interface Pruned {
  /** Events that were removed. */
  readonly events: number;
  /** Older events that stay, for findings stand on them. */
  readonly kept: number;
  /** Inputs of which nothing is left, whose bytes nobody needs any more. */
  readonly inputs: readonly ContentHash[];
}

/** What looks after a store rather than asks what is in it. */
export interface UpkeepStore {
  /** Accounts with events from then on. */
  readAccountHours(from: EpochMs): Promise<readonly AccountHours[]>;
  /**
   * Removes events from before then, but for those that findings and matches of rules stand on; these, and all that was
   * found, stay as they are: passes change nothing of days from which events were removed. The ledger remembers inputs,
   * so what was removed does not come back by reading a file again.
   */
  prune(before: EpochMs): Promise<Pruned>;
  /** The first day (since 1970) from which no events were removed; null: none ever were. */
  readHorizonDay(): Promise<number | null>;
  /** For copies. */
  raiseHorizonDay(day: number): Promise<void>;
  /** Has everything that was written in the database's own file. */
  checkpoint(): Promise<void>;
  /** The same, and then the work, while no port writes. Events that are being taken in are for the caller to hold off. */
  holdWrites<T>(work: () => Promise<T>): Promise<T>;
}
