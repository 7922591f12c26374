import { EVENT_ID_WORDS } from "./event-id-code.ts";

/**
 * Matches as columns of numbers: one row for each rule that an event matched and for each correlation that it feeds.
 * The same layout travels from worker threads, is sorted, spilled to disk and merged.
 */
export interface MatchRows {
  /** Rows in use; the arrays may be longer. */
  count: number;
  /** Event time, milliseconds since 1970. */
  readonly at: Float64Array;
  /** Rows x `EVENT_ID_WORDS`: the event's id. */
  readonly ids: Uint32Array;
  /** Rows x `FIELDS`. */
  readonly fields: Uint32Array;
  /** The number that a correlation sums, or the interned text that it counts; NaN: none. */
  readonly values: Float64Array;
}

/** Columns of `fields`. Texts and actors are numbers of an interner. */
export const FIELD = {
  /** 0: a rule matched; 1: input of a correlation. */
  kind: 0,
  /** Rule number (kind 0) or correlation number (kind 1). */
  detector: 1,
  /** The rule that matched, for both kinds. */
  rule: 2,
  actor: 3,
  /** Text: the entity (kind 0) or the correlation's group (kind 1). */
  group: 4,
  /** Text number + 1 of the access key; 0: none. */
  accessKey: 5,
  /** Number + 1 of the explanation of the burst; 0: none, for what only feeds a correlation. */
  explanation: 6,
  /** Bit 0: the id is interned text. Bit 1: the value is interned text. */
  flags: 7,
  /** Place of the outcome in `OUTCOMES`. */
  outcome: 8,
  // The rest are numbers + 1 of texts; 0: none.
  action: 9,
  service: 10,
  errorCode: 11,
  account: 12,
  region: 13,
  address: 14,
  country: 15,
  tool: 16,
  /** Not kept for what only feeds a correlation about something else: every object of a bucket would be a text. */
  resource: 17,
} as const;
export const FIELDS = 18;
/** Columns that hold a text number + 1. */
export const TEXT_FIELDS: readonly number[] = [
  FIELD.accessKey,
  FIELD.action,
  FIELD.service,
  FIELD.errorCode,
  FIELD.account,
  FIELD.region,
  FIELD.address,
  FIELD.country,
  FIELD.tool,
  FIELD.resource,
];
export const KIND_RULE = 0;
export const KIND_CORRELATION = 1;
export const FLAG_ID_TEXT = 1;
export const FLAG_VALUE_TEXT = 2;
/** Bytes of one row over all columns. */
export const ROW_BYTES = 8 + EVENT_ID_WORDS * 4 + FIELDS * 4 + 8;

export function createMatchRows(capacity: number): MatchRows {
  return {
    count: 0,
    at: new Float64Array(capacity),
    ids: new Uint32Array(capacity * EVENT_ID_WORDS),
    fields: new Uint32Array(capacity * FIELDS),
    values: new Float64Array(capacity),
  };
}

/** Puts row `from` of `source` behind the rows of `target`, which must have room. */
export function appendRow(source: MatchRows, from: number, target: MatchRows): void {
  const to = target.count++;
  target.at[to] = source.at[from]!;
  target.values[to] = source.values[from]!;
  for (let i = 0; i < EVENT_ID_WORDS; i++) {
    target.ids[to * EVENT_ID_WORDS + i] = source.ids[from * EVENT_ID_WORDS + i]!;
  }
  for (let i = 0; i < FIELDS; i++) target.fields[to * FIELDS + i] = source.fields[from * FIELDS + i]!;
}

/** The same rows in arrays of `capacity` rows. */
export function growMatchRows(rows: MatchRows, capacity: number): MatchRows {
  const larger = createMatchRows(capacity);
  larger.at.set(rows.at);
  larger.ids.set(rows.ids);
  larger.fields.set(rows.fields);
  larger.values.set(rows.values);
  larger.count = rows.count;
  return larger;
}
