import type { Rng } from "../../domain/index.ts";
import { MISSING_DIVIDES, MISSING_LEFT, MISSING_RIGHT } from "../forest/forest.ts";
import { PACK } from "./bag-words.ts";
import type { ColumnBins } from "./bins.ts";
import { CATEGORY_BINS_MAX } from "./bins.ts";
import type { NodeRows } from "./node-rows.ts";
import { clearSlot, hasMissing, type PackedBins, readPacked, skipConstant } from "./packed-counts.ts";
import { type Tally, tallyPacked } from "./tally.ts";

/** The best question found so far for one node. */
export interface BestSplit {
  /** How much the split lowers the Gini impurity times the node's weight; below 0: no split was found. */
  decrease: number;
  column: number;
  /** Present bins that go left: the first `leftCount` of `leftBins`. For numbers, all up to the last of them. */
  readonly leftBins: Int32Array;
  leftCount: number;
  missing: number;
  /** Packed sum of the rows that go left; -1 where it is not known. */
  leftSum: number;
}

/** What the search needs besides the tally; one per thread. */
export interface Search {
  readonly tally: Tally;
  readonly best: BestSplit;
  readonly classes: number;
  readonly minLeaf: number;
  /** A random cut of each column instead of its best. */
  readonly random: boolean;
  readonly left: Float64Array;
  /** 0, 1, 2, ...: the order in which bins of numbers move to the left side. */
  readonly ascending: Int32Array;
  /** The order in which categories do. */
  readonly order: Int32Array;
  readonly rates: Float64Array;
  readonly total: Float64Array;
  totalRows: number;
}

export interface TriedColumn {
  readonly column: number;
  readonly bins: ColumnBins;
}

/** A column that was counted into a slot. */
export interface CountedColumn extends TriedColumn {
  readonly node: NodeRows;
  readonly slot: number;
}

/** One pass over the cuts of a column. */
interface Trial {
  readonly column: number;
  readonly missing: number;
  readonly order: Int32Array;
  /** Cuts `first` to `last`, `last` excluded; cut c moves the bins up to the c-th in order to the left. */
  readonly first: number;
  readonly last: number;
}

export function createSearch(
  tally: Tally,
  params: { readonly classes: number; readonly minLeaf: number; readonly random: boolean },
): Search {
  return {
    ...params,
    tally,
    best: { decrease: -1, column: -1, leftBins: new Int32Array(256), leftCount: 0, missing: 0, leftSum: -1 },
    left: new Float64Array(params.classes),
    ascending: Int32Array.from({ length: 256 }, (_, at) => at),
    order: new Int32Array(256),
    rates: new Float64Array(256),
    total: new Float64Array(params.classes),
    totalRows: 0,
  };
}

/** Tries a column whose packed sums stand in a slot. False: it does not vary in the node. */
export function tryCounted(search: Search, counted: CountedColumn, rng: Rng): boolean {
  const { node, column, bins, slot } = counted;
  if (skipConstant(node, column, slot)) return false;
  if (bins.kind === "numeric" && !search.random && !hasMissing(slot)) {
    readPacked(node, slot, PACKED);
    tryPackedCuts(search, column);
    clearSlot(node, slot);
    return true;
  }
  tallyPacked(node, slot, search.tally);
  tryColumn(search, counted, rng);
  return true;
}

const PACKED: PackedBins = { sums: new Float64Array(0), bins: null, count: 0 };

/** As `tryCutsOfTwo`, straight from packed sums: the way that nearly all columns of nearly all tables go. */
function tryPackedCuts(search: Search, column: number): void {
  const { best, total, totalRows, minLeaf } = search;
  const { classWeights } = search.tally;
  const { sums, bins, count } = PACKED;
  const weight0 = classWeights[0]!;
  const weight1 = classWeights[1]!;
  const weight = total[0]! + total[1]!;
  const share = total[1]! / weight;
  const rowsMax = totalRows - minLeaf;
  let sum = 0;
  let bestSquare = best.decrease / (2 * weight);
  let bestSides = 1;
  let bestCut = -1;
  let bestSum = 0;
  for (let cut = 0; cut < count; cut++) {
    sum += sums[cut]!;
    const ones = Math.floor(sum * (1 / PACK));
    const rows = sum - ones * PACK;
    if (rows < minLeaf) continue;
    if (rows > rowsMax) break;
    const left = (rows - ones) * weight0 + ones * weight1;
    const beyond = ones * weight1 - share * left;
    const square = beyond * beyond;
    const sides = left * (weight - left);
    if (square * bestSides > bestSquare * sides) {
      bestSquare = square;
      bestSides = sides;
      bestCut = cut;
      bestSum = sum;
    }
  }
  if (bestCut < 0) return;
  best.decrease = (2 * weight * bestSquare) / bestSides;
  best.column = column;
  best.missing = MISSING_DIVIDES;
  best.leftCount = 1;
  best.leftBins[0] = bins === null ? bestCut : bins[bestCut]!;
  best.leftSum = bestSum;
}

/** Whether the tallied column varies in the node: two present bins, or a present and a missing value. */
export const varies = ({ count, missingRows }: Tally): boolean => count + (missingRows > 0 ? 1 : 0) >= 2;

/**
 * Tries the tallied column. Numbers are cut between bins. Categories move left in the order of their share of class 1,
 * which holds the best of all subsets for two classes (Breiman et al. 1984), or one by one for more. Missing values are
 * tried on both sides; where the node has none, they divide.
 */
export function tryColumn(search: Search, { column, bins }: TriedColumn, rng: Rng): void {
  const { tally } = search;
  if (bins.kind === "categorical" && search.classes > 2) {
    tryOneByOne(search, column, bins.pooled);
    return;
  }
  const order = bins.kind === "categorical" ? sortByRate(search) : search.ascending;
  const cuts = tally.count - 1;
  const first = search.random ? rng.nextInt(Math.max(cuts, 1)) : 0;
  const last = search.random ? first + 1 : cuts;
  if (tally.missingRows === 0) {
    tryCuts(search, { column, missing: MISSING_DIVIDES, order, first, last });
    return;
  }
  // With the missing values on the right, all present ones may go left: "is there a value" is a question, too.
  const lastWithAll = search.random ? last : tally.count;
  tryCuts(search, { column, missing: MISSING_RIGHT, order, first, last: lastWithAll });
  if (cuts > 0) tryCuts(search, { column, missing: MISSING_LEFT, order, first, last });
}

function tryCuts(search: Search, trial: Trial): void {
  if (search.classes === 2) tryCutsOfTwo(search, trial);
  else tryCutsOfMany(search, trial);
}

/**
 * With two classes the decrease is 2 T d^2 / (L R), where L, R and T are the weights of the sides and the node, and d is
 * the left side's weight of class 1 beyond its fair share. Fractions are compared crosswise, without a division a cut.
 */
function tryCutsOfTwo(search: Search, trial: Trial): void {
  const { order, missing, first, last } = trial;
  const { tally, total, totalRows, minLeaf } = search;
  const { rows, sums } = tally;
  const weight = total[0]! + total[1]!;
  const share = total[1]! / weight;
  const startLeft = missing === MISSING_LEFT;
  let leftRows = startLeft ? tally.missingRows : 0;
  let ones = startLeft ? tally.missingSums[1]! : 0;
  let left = startLeft ? tally.missingSums[0]! + ones : 0;
  let bestSquare = search.best.decrease / (2 * weight);
  let bestSides = 1;
  let bestCut = -1;
  for (let cut = 0; cut < last; cut++) {
    const at = order[cut]!;
    leftRows += rows[at]!;
    ones += sums[2 * at + 1]!;
    left += sums[2 * at]! + sums[2 * at + 1]!;
    if (cut < first || leftRows < minLeaf || totalRows - leftRows < minLeaf) continue;
    const beyond = ones - share * left;
    const square = beyond * beyond;
    const sides = left * (weight - left);
    // Sums of fractional weights can round a thin right side away.
    if (sides > 0 && square * bestSides > bestSquare * sides) {
      bestSquare = square;
      bestSides = sides;
      bestCut = cut;
    }
  }
  if (bestCut < 0) return;
  takeCut(search, { ...trial, last: bestCut + 1 }, (2 * weight * bestSquare) / bestSides);
}

function tryCutsOfMany(search: Search, trial: Trial): void {
  const { tally, left, classes } = search;
  const { order } = trial;
  const startLeft = trial.missing === MISSING_LEFT;
  for (let k = 0; k < classes; k++) left[k] = startLeft ? tally.missingSums[k]! : 0;
  let leftRows = startLeft ? tally.missingRows : 0;
  for (let cut = 0; cut < trial.last; cut++) {
    const at = order[cut]!;
    leftRows += tally.rows[at]!;
    for (let k = 0; k < classes; k++) left[k]! += tally.sums[at * classes + k]!;
    if (cut < trial.first || leftRows < search.minLeaf || search.totalRows - leftRows < search.minLeaf)
      continue;
    const decrease = decreaseOfMany(search);
    if (decrease > search.best.decrease) takeCut(search, { ...trial, last: cut + 1 }, decrease);
  }
}

/** Sum of squared class weights over the weight, of both sides less that of the node. */
function decreaseOfMany({ left, total, classes }: Search): number {
  let leftSum = 0;
  let leftSquares = 0;
  let rightSum = 0;
  let rightSquares = 0;
  let squares = 0;
  for (let k = 0; k < classes; k++) {
    const l = left[k]!;
    const r = total[k]! - l;
    leftSum += l;
    leftSquares += l * l;
    rightSum += r;
    rightSquares += r * r;
    squares += total[k]! * total[k]!;
  }
  return Math.max(leftSquares / leftSum + rightSquares / rightSum - squares / (leftSum + rightSum), 0);
}

/** Keeps the trial's last cut as the best. */
function takeCut({ best, tally }: Search, trial: Trial, decrease: number): void {
  best.decrease = decrease;
  best.column = trial.column;
  best.missing = trial.missing;
  best.leftCount = trial.last;
  best.leftSum = -1;
  for (let at = 0; at < trial.last; at++) best.leftBins[at] = tally.bins[trial.order[at]!]!;
}

/** One category against the rest; the bin in which rare categories stand together is no category. */
function tryOneByOne(search: Search, column: number, pooled: boolean): void {
  const { tally, order } = search;
  for (let at = 0; at < tally.count; at++) {
    if (pooled && tally.bins[at] === CATEGORY_BINS_MAX) continue;
    order[0] = at;
    const missing = tally.missingRows === 0 ? MISSING_DIVIDES : MISSING_RIGHT;
    if (tally.count > 1 || missing === MISSING_RIGHT) {
      tryCutsOfMany(search, { column, missing, order, first: 0, last: 1 });
    }
    if (tally.missingRows > 0 && tally.count > 1) {
      tryCutsOfMany(search, { column, missing: MISSING_LEFT, order, first: 0, last: 1 });
    }
  }
}

/** The tally's bins by rising share of class 1. */
function sortByRate({ tally, order, rates }: Search): Int32Array {
  for (let at = 0; at < tally.count; at++) {
    order[at] = at;
    rates[at] = tally.sums[2 * at + 1]! / (tally.sums[2 * at]! + tally.sums[2 * at + 1]!);
  }
  order.subarray(0, tally.count).sort((a, b) => rates[a]! - rates[b]! || a - b);
  return order;
}
