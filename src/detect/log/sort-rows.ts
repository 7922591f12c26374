import { EVENT_ID_WORDS } from "../match/event-id-code.ts";
import { appendRow, createRows, type RowLayout, type Rows } from "./rows.ts";

/** Rows in order of time, then event id, then as they came. Gives the same rows back where they are in order. */
export function sortRows(layout: RowLayout, rows: Rows): Rows {
  if (isInOrder(rows)) return rows;
  const order = orderTies(toTimeOrder(rows.at, rows.count), rows);
  const sorted = createRows(layout, rows.count);
  for (let i = 0; i < rows.count; i++) appendRow(layout, { rows, row: order[i]! }, sorted);
  return sorted;
}

function isInOrder(rows: Rows): boolean {
  const { at } = rows;
  for (let row = 1; row < rows.count; row++) {
    if (at[row - 1]! > at[row]!) return false;
    if (at[row - 1] === at[row] && compareRows(rows, row - 1, row) > 0) return false;
  }
  return true;
}

/**
 * Row numbers in order of time. Time and row number share one double where they fit into 53 bits (a span of two
 * years and more in a chunk of 131,072 rows), so that the engine's own numeric sort does the work without a callback.
 */
export function toTimeOrder(at: Float64Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    min = Math.min(min, at[i]!);
    max = Math.max(max, at[i]!);
  }
  if ((max - min + 1) * count < Number.MAX_SAFE_INTEGER && Number.isInteger(min)) {
    const keys = new Float64Array(count);
    for (let i = 0; i < count; i++) keys[i] = (Math.floor(at[i]!) - min) * count + i;
    keys.sort();
    for (let i = 0; i < count; i++) order[i] = keys[i]! % count;
    return order;
  }
  for (let i = 0; i < count; i++) order[i] = i;
  return order.sort((a, b) => at[a]! - at[b]! || a - b);
}

/** Puts rows of equal time in order of their event ids, so that the order does not depend on how they arrived. */
function orderTies(order: Uint32Array, rows: Rows): Uint32Array {
  let start = 0;
  while (start < order.length) {
    const at = rows.at[order[start]!]!;
    let end = start + 1;
    while (end < order.length && rows.at[order[end]!] === at) end++;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => compareRows(rows, a, b) || a - b);
    start = end;
  }
  return order;
}

/** `compareIds` of two rows of the same arrays. */
function compareRows({ ids }: Rows, one: number, other: number): number {
  for (let i = 1; i <= EVENT_ID_WORDS; i++) {
    const word = i % EVENT_ID_WORDS;
    const a = ids[one * EVENT_ID_WORDS + word]!;
    const b = ids[other * EVENT_ID_WORDS + word]!;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
