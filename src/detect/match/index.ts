/** Takes events one by one with their records; gives what matched in batches of numbers. All that a reading thread needs. */
export { createEventMatcher, type EventMatcher } from "./event-matcher.ts";
export type { MatchBatch } from "./match-writer.ts";
