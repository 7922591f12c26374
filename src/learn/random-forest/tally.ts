import type { BinnedTable } from "./bins.ts";
import { MISSING_BIN } from "./bins.ts";

/**
 * What one column says about one node: its present bins in ascending order, each with the bag's weight and the class
 * weights of its rows. The missing values' bin stands apart.
 */
export interface Tally {
  count: number;
  readonly bins: Int32Array;
  /** Weight of the bin's rows, without class weights: what `minLeaf` counts. */
  readonly rows: Float64Array;
  /** `classes` sums a bin, class weights included. */
  readonly sums: Float64Array;
  missingRows: number;
  readonly missingSums: Float64Array;
  /** What a row of each class counts; a tree may change the numbers between nodes. */
  readonly classWeights: Float64Array;
  readonly classes: number;
}

/** The rows of a tree in the order of its nodes, each with what it weighs. */
export interface NodeRows {
  readonly table: BinnedTable;
  readonly order: Int32Array;
  /**
   * Weight of the row at each place of `order`. With two classes and whole weights, weight + 2^26 times the weight
   * of class 1, so that one addition counts both; see `packed`.
   */
  readonly weights: Float64Array;
  readonly labels: Uint16Array;
  readonly packed: boolean;
  from: number;
  to: number;
}

/** Whole weights below it add up in the lower half of a packed sum without touching the upper. */
export const PACK = 67_108_864;
/** From so many rows on a node is taken to hold every bin; below, the present ones are marked as they come. */
const ALL_BINS_ROWS = 256;

export function createTally(classWeights: Float64Array): Tally {
  const classes = classWeights.length;
  return {
    count: 0,
    bins: new Int32Array(256),
    rows: new Float64Array(256),
    sums: new Float64Array(256 * classes),
    missingRows: 0,
    missingSums: new Float64Array(classes),
    classWeights,
    classes,
  };
}

/** The scratch memory with which a thread counts columns. */
export interface Counter {
  readonly node: NodeRows;
  readonly tally: Tally;
  /** For sums that are not packed; all zero between columns. */
  readonly histogram: Float64Array;
  /** One bit for each bin. */
  readonly present: Int32Array;
}

export const createCounter = (node: NodeRows, tally: Tally): Counter => ({
  node,
  tally,
  histogram: new Float64Array(node.packed ? 0 : 256 * tally.classes),
  present: new Int32Array(8),
});

/** Fills the tally with what the column says about the node. */
export function tallyColumn(counter: Counter, column: number): void {
  const { tally } = counter;
  tally.count = 0;
  tally.missingRows = 0;
  for (let k = 0; k < tally.classes; k++) tally.missingSums[k] = 0;
  if (counter.node.packed) countPacked(counter, column);
  else countMany(counter, column);
  collectBins(counter);
}

/**
 * For packed sums; all zero between columns. One per thread, for ever: V8 compiles its address into the hottest loop of
 * all (a twentieth of the whole fit, measured).
 */
const packedHistogram = new Float64Array(256);

function countPacked({ node, present }: Counter, column: number): void {
  const { order, weights, from, to, table } = node;
  const { codes } = table;
  const base = column * table.rows;
  let at = from;
  if (to - from < ALL_BINS_ROWS) {
    for (; at < to; at++) {
      const bin = codes[base + order[at]!]!;
      packedHistogram[bin]! += weights[at]!;
      present[bin >>> 5]! |= 1 << (bin & 31);
    }
    return;
  }
  present.fill(-1);
  // Four at a time: the loop's own cost is that of an addition.
  for (; at + 3 < to; at += 4) {
    packedHistogram[codes[base + order[at]!]!]! += weights[at]!;
    packedHistogram[codes[base + order[at + 1]!]!]! += weights[at + 1]!;
    packedHistogram[codes[base + order[at + 2]!]!]! += weights[at + 2]!;
    packedHistogram[codes[base + order[at + 3]!]!]! += weights[at + 3]!;
  }
  for (; at < to; at++) packedHistogram[codes[base + order[at]!]!]! += weights[at]!;
}

function countMany({ node, tally, histogram, present }: Counter, column: number): void {
  const { order, weights, labels, from, to, table } = node;
  const { codes } = table;
  const { classes } = tally;
  const base = column * table.rows;
  for (let at = from; at < to; at++) {
    const row = order[at]!;
    const bin = codes[base + row]!;
    histogram[bin * classes + labels[row]!]! += weights[at]!;
    present[bin >>> 5]! |= 1 << (bin & 31);
  }
}

/** Moves the marked bins from the histogram to the tally, lowest first, and clears both. */
function collectBins(counter: Counter): void {
  const { node, present } = counter;
  for (let word = 0; word < 8; word++) {
    let bits = present[word]!;
    present[word] = 0;
    while (bits !== 0) {
      const lowest = bits & -bits;
      bits ^= lowest;
      const bin = word * 32 + 31 - Math.clz32(lowest);
      if (node.packed) collectPacked(counter, bin);
      else collectMany(counter, bin);
    }
  }
}

function collectPacked({ tally }: Counter, bin: number): void {
  const sum = packedHistogram[bin]!;
  if (sum === 0) return;
  packedHistogram[bin] = 0;
  const ones = Math.floor(sum / PACK);
  const rows = sum - ones * PACK;
  const zeroSum = (rows - ones) * tally.classWeights[0]!;
  const oneSum = ones * tally.classWeights[1]!;
  if (bin === MISSING_BIN) {
    tally.missingRows = rows;
    tally.missingSums[0] = zeroSum;
    tally.missingSums[1] = oneSum;
    return;
  }
  const at = tally.count++;
  tally.bins[at] = bin;
  tally.rows[at] = rows;
  tally.sums[2 * at] = zeroSum;
  tally.sums[2 * at + 1] = oneSum;
}

function collectMany({ tally, histogram }: Counter, bin: number): void {
  const { classes, classWeights } = tally;
  const isMissing = bin === MISSING_BIN;
  const sums = isMissing ? tally.missingSums : tally.sums;
  const start = isMissing ? 0 : tally.count * classes;
  let rows = 0;
  for (let k = 0; k < classes; k++) {
    const sum = histogram[bin * classes + k]!;
    histogram[bin * classes + k] = 0;
    rows += sum;
    sums[start + k] = sum * classWeights[k]!;
  }
  if (isMissing) tally.missingRows = rows;
  else {
    tally.bins[tally.count] = bin;
    tally.rows[tally.count] = rows;
    tally.count++;
  }
}
