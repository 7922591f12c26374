import { EVENT_ID_WORDS } from "../match/event-id-code.ts";

/** How wide a row is, besides its time and its event's id. */
export interface RowLayout {
  /** 32-bit numbers of a row. */
  readonly fields: number;
  /** 64-bit numbers of a row. */
  readonly values: number;
}

/**
 * Rows about events as columns of numbers. The same arrays travel from worker threads, are sorted, spilled to disk,
 * merged, and handed to threads.
 */
export interface Rows {
  /** Rows in use; the arrays may be longer. */
  count: number;
  /** Event time, milliseconds since 1970. */
  readonly at: Float64Array;
  /** Rows x `EVENT_ID_WORDS`: the event's id. */
  readonly ids: Uint32Array;
  /** Rows x the layout's fields. */
  readonly fields: Uint32Array;
  /** Rows x the layout's values. */
  readonly values: Float64Array;
}

/** Bytes of one row over all columns. */
export const toRowBytes = ({ fields, values }: RowLayout): number =>
  8 + EVENT_ID_WORDS * 4 + fields * 4 + values * 8;

export const createRows = (layout: RowLayout, capacity: number): Rows =>
  openRows(layout, capacity, new ArrayBuffer(capacity * toRowBytes(layout)));

/** Rows laid over memory that is there: columns one after the other, those of 64 bits first. */
export function openRows(layout: RowLayout, capacity: number, memory: ArrayBufferLike): Rows {
  const valuesAt = capacity * 8;
  const idsAt = valuesAt + capacity * layout.values * 8;
  const fieldsAt = idsAt + capacity * EVENT_ID_WORDS * 4;
  return {
    count: 0,
    at: new Float64Array(memory, 0, capacity),
    values: new Float64Array(memory, valuesAt, capacity * layout.values),
    ids: new Uint32Array(memory, idsAt, capacity * EVENT_ID_WORDS),
    fields: new Uint32Array(memory, fieldsAt, capacity * layout.fields),
  };
}

/** The same rows in arrays of `capacity` rows. */
export function growRows(layout: RowLayout, rows: Rows, capacity: number): Rows {
  const larger = createRows(layout, capacity);
  appendRange(layout, { rows, from: 0, to: rows.count }, larger);
  return larger;
}

/** Puts row `from` of `source` behind the rows of `target`, which must have room. */
export function appendRow(layout: RowLayout, { rows, row }: RowPlace, target: Rows): void {
  const to = target.count++;
  target.at[to] = rows.at[row]!;
  for (let i = 0; i < layout.values; i++)
    target.values[to * layout.values + i] = rows.values[row * layout.values + i]!;
  for (let i = 0; i < EVENT_ID_WORDS; i++)
    target.ids[to * EVENT_ID_WORDS + i] = rows.ids[row * EVENT_ID_WORDS + i]!;
  for (let i = 0; i < layout.fields; i++)
    target.fields[to * layout.fields + i] = rows.fields[row * layout.fields + i]!;
}

export interface RowPlace {
  readonly rows: Rows;
  readonly row: number;
}

/** Neighbouring rows: `from` to before `to`. */
export interface RowRange {
  readonly rows: Rows;
  readonly from: number;
  readonly to: number;
}

/** Puts rows behind the rows of `target`, which must have room: whole columns at once. */
export function appendRange(layout: RowLayout, { rows, from, to }: RowRange, target: Rows): void {
  const { fields, values } = layout;
  const at = target.count;
  target.at.set(rows.at.subarray(from, to), at);
  target.values.set(rows.values.subarray(from * values, to * values), at * values);
  target.ids.set(rows.ids.subarray(from * EVENT_ID_WORDS, to * EVENT_ID_WORDS), at * EVENT_ID_WORDS);
  target.fields.set(rows.fields.subarray(from * fields, to * fields), at * fields);
  target.count = at + to - from;
}

/**
 * Order of two events by their ids' words; rows of equal time go by it, wherever they come from. The first word comes
 * last, because for an id that is kept as text it is the text's number.
 */
export function compareIds(one: RowPlace, other: RowPlace): number {
  for (let i = 1; i <= EVENT_ID_WORDS; i++) {
    const word = i % EVENT_ID_WORDS;
    const a = one.rows.ids[one.row * EVENT_ID_WORDS + word]!;
    const b = other.rows.ids[other.row * EVENT_ID_WORDS + word]!;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
