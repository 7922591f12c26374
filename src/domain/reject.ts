import type { Origin } from "./event.ts";

/** A record that could not become an event: kept, counted, shown with its reason. */
export interface Reject {
  readonly origin: Origin;
  /** Code of the problem catalogue. */
  readonly code: string;
  readonly reason: string;
  /** The first characters of the record as it came, for people to look at; null when there is nothing to show. */
  readonly excerpt: string | null;
}
