import { PACKED_WEIGHTS, ROW_SHIFT, WEIGHT_BITS } from "./bag-words.ts";
import { MISSING_BIN } from "./bins.ts";
import type { NodeRows } from "./node-rows.ts";

/** Columns that are counted in one pass over the rows. */
export const TOGETHER = 4;
/** Codes are bytes. */
export const BINS = 256;
/** From so many rows on a node is taken to hold every bin; below, the present ones are marked as they come. */
const ALL_BINS_ROWS = 256;

/**
 * Histograms of packed sums of the columns that are counted together, and one bit for each bin that is there; all zero
 * between nodes. One set per thread, for ever: V8 compiles their addresses into the hottest loops of all.
 */
const packedHistograms = new Float64Array(TOGETHER * BINS);
const present = new Int32Array((TOGETHER * BINS) / 32);
const packedViews = Array.from({ length: TOGETHER }, (_, slot) =>
  packedHistograms.subarray(slot * BINS, (slot + 1) * BINS),
);

const marksBins = ({ from, to }: NodeRows): boolean => to - from < ALL_BINS_ROWS;

/**
 * Counts the columns, at most TOGETHER of them, into slots 0, 1, ... Only for packed sums: each slot must then be taken
 * out by `takePacked`, `tallyPacked` or `skipConstant`.
 */
export function countColumns(node: NodeRows, columns: Int32Array, count: number): void {
  if (count === TOGETHER) {
    if (marksBins(node)) markFour(node, columns);
    else countFour(node, columns);
    return;
  }
  for (let slot = 0; slot < count; slot++) {
    if (marksBins(node)) markOne(node, columns[slot]!, slot);
    else countOne(node, columns[slot]!, slot);
  }
}

/** The rows' order is read once for all four, which is most of the work. */
function countFour({ words, from, to, table }: NodeRows, columns: Int32Array): void {
  const { codes, rows } = table;
  const a = columns[0]! * rows;
  const b = columns[1]! * rows;
  const c = columns[2]! * rows;
  const d = columns[3]! * rows;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    const row = word >>> ROW_SHIFT;
    const weight = PACKED_WEIGHTS[word & WEIGHT_BITS]!;
    packedHistograms[codes[a + row]!]! += weight;
    packedHistograms[BINS + codes[b + row]!]! += weight;
    packedHistograms[2 * BINS + codes[c + row]!]! += weight;
    packedHistograms[3 * BINS + codes[d + row]!]! += weight;
  }
}

function markFour({ words, from, to, table }: NodeRows, columns: Int32Array): void {
  const { codes, rows } = table;
  const a = columns[0]! * rows;
  const b = columns[1]! * rows;
  const c = columns[2]! * rows;
  const d = columns[3]! * rows;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    const row = word >>> ROW_SHIFT;
    const weight = PACKED_WEIGHTS[word & WEIGHT_BITS]!;
    const binA = codes[a + row]!;
    const binB = BINS + codes[b + row]!;
    const binC = 2 * BINS + codes[c + row]!;
    const binD = 3 * BINS + codes[d + row]!;
    packedHistograms[binA]! += weight;
    packedHistograms[binB]! += weight;
    packedHistograms[binC]! += weight;
    packedHistograms[binD]! += weight;
    present[binA >>> 5]! |= 1 << (binA & 31);
    present[binB >>> 5]! |= 1 << (binB & 31);
    present[binC >>> 5]! |= 1 << (binC & 31);
    present[binD >>> 5]! |= 1 << (binD & 31);
  }
}

function countOne({ words, from, to, table }: NodeRows, column: number, slot: number): void {
  const { codes } = table;
  const base = column * table.rows;
  const into = slot * BINS;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    packedHistograms[into + codes[base + (word >>> ROW_SHIFT)]!]! += PACKED_WEIGHTS[word & WEIGHT_BITS]!;
  }
}

function markOne({ words, from, to, table }: NodeRows, column: number, slot: number): void {
  const { codes } = table;
  const base = column * table.rows;
  const into = slot * BINS;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    const bin = into + codes[base + (word >>> ROW_SHIFT)]!;
    packedHistograms[bin]! += PACKED_WEIGHTS[word & WEIGHT_BITS]!;
    present[bin >>> 5]! |= 1 << (bin & 31);
  }
}

/** Whether all rows of the node lie in one bin of the slot, which is then cleared. */
export function skipConstant(node: NodeRows, column: number, slot: number): boolean {
  const { words, from, table, sum } = node;
  const bin = slot * BINS + table.codes[column * table.rows + (words[from]! >>> ROW_SHIFT)]!;
  if (packedHistograms[bin] !== sum) return false;
  packedHistograms[bin] = 0;
  present[bin >>> 5] = 0;
  return true;
}

export const hasMissing = (slot: number): boolean => packedHistograms[slot * BINS + MISSING_BIN] !== 0;

/** Packed sums of a slot: of bins[k] where `bins` is given, else of bin k. */
export interface PackedBins {
  sums: Float64Array;
  bins: Int32Array | null;
  count: number;
}

const collectedSums = new Float64Array(BINS);
const collectedBins = new Int32Array(BINS);

/** What stands in the slot; valid until `clearSlot`. */
export function readPacked(node: NodeRows, slot: number, into: PackedBins): void {
  if (!marksBins(node)) {
    into.sums = packedViews[slot]!;
    into.bins = null;
    into.count = BINS;
    return;
  }
  let count = 0;
  for (let word = (slot * BINS) / 32; word < ((slot + 1) * BINS) / 32; word++) {
    for (let bits = present[word]!; bits !== 0; bits &= bits - 1) {
      const bin = word * 32 + 31 - Math.clz32(bits & -bits);
      collectedSums[count] = packedHistograms[bin]!;
      packedHistograms[bin] = 0;
      collectedBins[count++] = bin & (BINS - 1);
    }
    present[word] = 0;
  }
  into.sums = collectedSums;
  into.bins = collectedBins;
  into.count = count;
}

/** To be called once what `readPacked` gave is no longer needed. */
export function clearSlot(node: NodeRows, slot: number): void {
  if (!marksBins(node)) packedViews[slot]!.fill(0);
}
