import { PACK, ROW_SHIFT } from "./bag-words.ts";
import { MISSING_BIN } from "./bins.ts";
import type { NodeRows } from "./node-rows.ts";
import { BINS, clearSlot, type PackedBins, readPacked } from "./packed-counts.ts";

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

export function createTally(classWeights: Float64Array): Tally {
  const classes = classWeights.length;
  return {
    count: 0,
    bins: new Int32Array(BINS),
    rows: new Float64Array(BINS),
    sums: new Float64Array(BINS * classes),
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
  /** One bit for each bin that is there. */
  readonly present: Int32Array;
}

export const createCounter = (node: NodeRows, tally: Tally): Counter => ({
  node,
  tally,
  histogram: new Float64Array(node.packed ? 0 : BINS * tally.classes),
  present: new Int32Array(BINS / 32),
});

/** Fills the tally with what the column says about the node, where sums are not packed. */
export function tallyColumn({ node, tally, histogram, present }: Counter, column: number): void {
  clearTally(tally);
  const { words, weights, labels, from, to, table } = node;
  const { codes } = table;
  const { classes } = tally;
  const base = column * table.rows;
  for (let at = from; at < to; at++) {
    const row = words[at]! >>> ROW_SHIFT;
    const bin = codes[base + row]!;
    histogram[bin * classes + labels[row]!]! += weights[row]!;
    present[bin >>> 5]! |= 1 << (bin & 31);
  }
  for (let word = 0; word < present.length; word++) {
    for (let bits = present[word]!; bits !== 0; bits &= bits - 1) {
      collectBin(tally, histogram, word * 32 + 31 - Math.clz32(bits & -bits));
    }
    present[word] = 0;
  }
}

/** Fills the tally with the packed sums that were counted into the slot, which is then clear. */
export function tallyPacked(node: NodeRows, slot: number, tally: Tally): void {
  clearTally(tally);
  readPacked(node, slot, PACKED);
  const { sums, bins, count } = PACKED;
  const [weight0, weight1] = [tally.classWeights[0]!, tally.classWeights[1]!];
  for (let at = 0; at < count; at++) {
    const sum = sums[at]!;
    if (sum === 0) continue;
    const bin = bins === null ? at : bins[at]!;
    const ones = Math.floor(sum / PACK);
    const rows = sum - ones * PACK;
    const isMissing = bin === MISSING_BIN;
    const into = isMissing ? tally.missingSums : tally.sums;
    const start = isMissing ? 0 : 2 * tally.count;
    into[start] = (rows - ones) * weight0;
    into[start + 1] = ones * weight1;
    if (isMissing) tally.missingRows = rows;
    else {
      tally.bins[tally.count] = bin;
      tally.rows[tally.count++] = rows;
    }
  }
  clearSlot(node, slot);
}

const PACKED: PackedBins = { sums: new Float64Array(0), bins: null, count: 0 };

function clearTally(tally: Tally): void {
  tally.count = 0;
  tally.missingRows = 0;
  for (let k = 0; k < tally.classes; k++) tally.missingSums[k] = 0;
}

/** Moves a bin from the histogram to the tally. */
function collectBin(tally: Tally, histogram: Float64Array, bin: number): void {
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
    tally.rows[tally.count++] = rows;
  }
}
