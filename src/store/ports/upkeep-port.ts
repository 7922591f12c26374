import type { EpochMs } from "../../domain/index.ts";

/** Hours in which an account's logs said something. */
export interface AccountHours {
  readonly account: string;
  /** Of its last event. */
  readonly lastAt: EpochMs;
  /** Starts of hours with events, in hours since 1970, in order. */
  readonly hours: readonly number[];
}

/** What looks after a store rather than asks what is in it. */
export interface UpkeepStore {
  /** Accounts with events from then on. */
  readAccountHours(from: EpochMs): Promise<readonly AccountHours[]>;
}
