import type { RowLayout, Rows } from "../log/rows.ts";
import * as rows from "../log/rows.ts";

/** Matches: one row for each rule that an event matched and for each correlation that it feeds. */
export type MatchRows = Rows;

/** Columns of `fields`. Actors, actions, addresses, tools, contexts and keys are numbers of the event log's tables. */
export const FIELD = {
  /** 0: a rule matched; 1: input of a correlation. */
  kind: 0,
  /** Rule number (kind 0) or correlation number (kind 1). */
  detector: 1,
  /** The rule that matched, for both kinds. */
  rule: 2,
  /** Text: the entity (kind 0) or the correlation's group (kind 1). */
  group: 3,
  /** Number + 1 of the explanation of the burst; 0: none, for what only feeds a correlation. */
  explanation: 4,
  /** Bit 0: the id is kept as text. Bit 1: the value is interned text. */
  flags: 5,
  /**
   * Text number + 1; 0: none. Not kept for what only feeds a correlation about something else: every object of a
   * bucket would be a text.
   */
  resource: 6,
  // The rest comes from the event's own row.
  actor: 7,
  action: 8,
  address: 9,
  tool: 10,
  context: 11,
  /** Number + 1 of the access key; 0: none. */
  accessKey: 12,
} as const;
export const FIELDS = 13;
/** `values` holds the number that a correlation sums, or the interned text that it counts; NaN: none. */
export const MATCH_LAYOUT: RowLayout = { fields: FIELDS, values: 1 };
export const KIND_RULE = 0;
export const KIND_CORRELATION = 1;
export const FLAG_ID_TEXT = 1;
export const FLAG_VALUE_TEXT = 2;

/** Columns of a match as a sender tells it: the first of `FIELD`, and the event's row in the batch. */
export const SENT_ORDINAL = 7;
export const SENT_FIELDS = 8;

export const createMatchRows = (capacity: number): MatchRows => rows.createRows(MATCH_LAYOUT, capacity);

/** Puts row `from` of `source` behind the rows of `target`, which must have room. */
export function appendRow(source: MatchRows, from: number, target: MatchRows): void {
  rows.appendRow(MATCH_LAYOUT, { rows: source, row: from }, target);
}
