import type { EpochMs, JsonObject } from "../../domain/index.ts";

/** Something that is counted, for as long as its window lasts. */
export interface Tally {
  readonly name: string;
  /** `[from, until)`: processes count together where both are the same. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** What to add; may be below 0. */
  readonly by: number;
}

export interface ToldNews {
  readonly event: string;
  readonly data: JsonObject;
}

export interface HeardNews extends ToldNews {
  /** Goes up with each; none comes later with a smaller one. */
  readonly number: number;
  /** Who told it. */
  readonly teller: string;
}

/** News that are remembered; whoever listens hears them long before. */
export const NEWS_KEPT_MAX = 2000;
/** News that are read at once. */
export const NEWS_PAGE_MAX = 500;

/** What processes over one database let each other know while they run. */
export interface TogetherStore {
  /** False: this process has the database for itself, and nobody else needs to know anything. */
  readonly isShared: boolean;
  /** Adds to tallies; answers what each is now, in their order. Those whose window is over are forgotten. */
  tally(tallies: readonly Tally[]): Promise<readonly number[]>;
  tell(teller: string, news: readonly ToldNews[]): Promise<void>;
  /** The number of the latest news; 0: there were none. */
  readLatest(): Promise<number>;
  /** News behind a number, in their order, NEWS_PAGE_MAX at the most. */
  hear(after: number): Promise<readonly HeardNews[]>;
}
