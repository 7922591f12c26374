import type { Rng } from "../../domain/index.ts";
import { CATEGORY_EQUALS, NUMERIC } from "../forest/forest.ts";
import type { CategoricalColumn, Column } from "../matrix.ts";

export interface PlaneTerm {
  readonly feature: number;
  /** -1: a numeric column. */
  readonly category: number;
  readonly weight: number;
  readonly median: number;
}

/** One node's question in the making, with the scratch arrays for finding it. Lives as long as its thread's trees. */
export interface Splitter {
  readonly columns: readonly Column[];
  readonly sample: Int32Array;
  /** Probability that a numeric split takes the threshold of the best pooled gain. */
  readonly poolGain: number;
  /** All columns; the first `constants` are known to be constant in this node and those above it. */
  readonly order: Int32Array;
  constants: number;
  /** The node owns sample[from] to sample[to]. */
  from: number;
  to: number;
  split: number;
  feature: number;
  threshold: number;
  /** Share of the node's width on the left side. */
  width: number;
  /** Chance that a row without a value goes left: the left share of the rows with one. */
  leftShare: number;
  plane: readonly PlaneTerm[] | null;
  readonly projections: Float64Array;
  readonly scratch: Float64Array;
  /** stamps[category] === stamp: the category is present in this node. */
  readonly stamps: Int32Array;
  stamp: number;
  readonly present: Int32Array;
}

export function createSplitter(columns: readonly Column[], sample: Int32Array, poolGain: number): Splitter {
  const widest = columns.reduce(
    (most, column) => Math.max(most, column.kind === "categorical" ? column.categories.length : 0),
    0,
  );
  return {
    columns,
    sample,
    poolGain,
    order: Int32Array.from(columns, (_, at) => at),
    constants: 0,
    from: 0,
    to: 0,
    split: 0,
    feature: 0,
    threshold: 0,
    width: 0,
    leftShare: 0,
    plane: null,
    projections: new Float64Array(sample.length),
    scratch: new Float64Array(sample.length),
    stamps: new Int32Array(widest).fill(-1),
    stamp: 0,
    present: new Int32Array(Math.min(widest, sample.length)),
  };
}

/**
 * Picks a column at random among those that vary in the node, and a threshold between its least and its greatest value,
 * or one of its present categories against the rest. False: nothing varies.
 */
export function chooseSplit(splitter: Splitter, rng: Rng): boolean {
  splitter.plane = null;
  for (;;) {
    const feature = drawColumn(splitter, rng);
    if (feature < 0) return false;
    const column = splitter.columns[feature]!;
    splitter.feature = feature;
    if (column.kind === "numeric") {
      if (chooseThreshold(splitter, column.values, rng)) return true;
    } else if (chooseCategory(splitter, column, rng)) return true;
    markConstant(splitter);
  }
}

/** A column that is not known to be constant; it comes to the front of them. -1: there is none. */
export function drawColumn(splitter: Splitter, rng: Rng): number {
  const { order, constants } = splitter;
  const open = order.length - constants;
  if (open === 0) return -1;
  const at = constants + rng.nextInt(open);
  const feature = order[at]!;
  order[at] = order[constants]!;
  order[constants] = feature;
  return feature;
}

/** The column drawn last turned out constant: no node below will try it again. */
export function markConstant(splitter: Splitter): void {
  splitter.constants++;
}

/** Whether a row goes to the left side. A row without a value takes either way by chance, as scoring takes both by share. */
export function goesLeft(splitter: Splitter, rng: Rng, row: number): boolean {
  const column = splitter.columns[splitter.feature]!;
  if (column.kind === "numeric") {
    const value = column.values[row]!;
    return value <= splitter.threshold || (Number.isNaN(value) && rng.next() < splitter.leftShare);
  }
  const code = column.codes[row]!;
  return code === splitter.threshold || (code < 0 && rng.next() < splitter.leftShare);
}

function chooseThreshold(splitter: Splitter, values: Float64Array, rng: Rng): boolean {
  const { sample, from, to, poolGain } = splitter;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let present = 0;
  for (let at = from; at < to; at++) {
    const value = values[sample[at]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
    present += Number.isNaN(value) ? 0 : 1;
  }
  if (!(low < high)) return false;
  const pooled = poolGain > 0 && rng.next() < poolGain;
  const threshold = pooled ? pooledThreshold(splitter, values) : between(low, high, rng.next());
  splitter.split = NUMERIC;
  splitter.threshold = threshold;
  // Halves keep the difference finite where the values fill the range of doubles.
  splitter.width = (threshold / 2 - low / 2) / (high / 2 - low / 2);
  splitter.leftShare = present === to - from ? 0 : shareAtMost(splitter, values, threshold);
  return true;
}

/** A point in [low, high): the greatest value always goes right. */
export function between(low: number, high: number, share: number): number {
  const point = low * (1 - share) + high * share;
  return point < high && point >= low ? point : low;
}

function shareAtMost({ sample, from, to }: Splitter, values: Float64Array, threshold: number): number {
  let left = 0;
  let all = 0;
  for (let at = from; at < to; at++) {
    const value = values[sample[at]!]!;
    if (Number.isNaN(value)) continue;
    all++;
    if (value <= threshold) left++;
  }
  return left / all;
}

function chooseCategory(splitter: Splitter, column: CategoricalColumn, rng: Rng): boolean {
  const { sample, from, to, stamps, present } = splitter;
  const stamp = splitter.stamp++;
  let kinds = 0;
  let known = 0;
  for (let at = from; at < to; at++) {
    const code = column.codes[sample[at]!]!;
    if (code < 0) continue;
    known++;
    if (stamps[code] === stamp) continue;
    stamps[code] = stamp;
    present[kinds++] = code;
  }
  if (kinds < 2) return false;
  const chosen = present[rng.nextInt(kinds)]!;
  let left = 0;
  for (let at = from; at < to; at++) left += column.codes[sample[at]!] === chosen ? 1 : 0;
  splitter.split = CATEGORY_EQUALS;
  splitter.threshold = chosen;
  splitter.width = 1 / kinds;
  splitter.leftShare = left / known;
  return true;
}

/** The cut that lowers the pooled standard deviation most (SCiForest's criterion), halfway between two values. */
function pooledThreshold({ sample, from, to, scratch }: Splitter, values: Float64Array): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const value = values[sample[at]!]!;
    if (!Number.isNaN(value)) scratch[count++] = value;
  }
  const sorted = scratch.subarray(0, count).sort();
  const middle = sorted[count >> 1]!;
  let total = 0;
  let totalSquares = 0;
  for (const value of sorted) {
    const shifted = value - middle;
    total += shifted;
    totalSquares += shifted * shifted;
  }
  let sum = 0;
  let squares = 0;
  let best = Number.POSITIVE_INFINITY;
  let threshold = sorted[0]!;
  for (let left = 1; left < count; left++) {
    const value = sorted[left - 1]!;
    const shifted = value - middle;
    sum += shifted;
    squares += shifted * shifted;
    const next = sorted[left]!;
    if (!(value < next)) continue;
    const right = count - left;
    const spread =
      deviationSum(left, sum, squares) + deviationSum(right, total - sum, totalSquares - squares);
    if (spread < best) {
      best = spread;
      threshold = between(value, next, 0.5);
    }
  }
  return threshold;
}

/** n times the standard deviation of n values with this sum and sum of squares. */
const deviationSum = (n: number, sum: number, squares: number): number =>
  Math.sqrt(Math.max(n * squares - sum * sum, 0));
