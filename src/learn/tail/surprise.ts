import type { Column } from "../matrix.ts";
import type { FittedTailDetector, TailColumn } from "./model.ts";

/** What a column's values surprise by, in nats, worked out once for every place that a value can take. */
type ColumnSurprise =
  | {
      readonly kind: "numeric";
      readonly points: Float64Array;
      /** left[k]: of a value with k points at or below it. right[k]: of one with k points below it. */
      readonly left: Float64Array;
      readonly right: Float64Array;
      readonly skew: number;
    }
  | { readonly kind: "categorical"; readonly surprises: Float64Array; readonly unseen: number };

/** A model is asked many times; its logarithms are taken once and forgotten with it. */
const SURPRISES = new WeakMap<FittedTailDetector, readonly ColumnSurprise[]>();

function surprisesOf(fitted: FittedTailDetector): readonly ColumnSurprise[] {
  let surprises = SURPRISES.get(fitted);
  if (surprises === undefined) {
    surprises = fitted.columns.map(toSurprise);
    SURPRISES.set(fitted, surprises);
  }
  return surprises;
}

function toSurprise(column: TailColumn): ColumnSurprise {
  const surpriseOf = (share: number): number => -Math.log(share);
  if (column.kind === "categorical") {
    return {
      kind: "categorical",
      surprises: column.shares.map(surpriseOf),
      unseen: surpriseOf(column.unseen),
    };
  }
  const { points, atMost, atLeast, beyond, skew } = column;
  const left = Float64Array.from([beyond, ...atMost], surpriseOf);
  const right = Float64Array.from([...atLeast, beyond], surpriseOf);
  return { kind: "numeric", points, left, right, skew };
}

/** Reads rows of one aligned table. */
export interface TailReader {
  /** The surprise of each column on the side that counts for the row; written over by the next call. */
  widest(row: number): Float64Array;
  /** The sum of those. */
  surprise(row: number): number;
}

export function createTailReader(fitted: FittedTailDetector, columns: readonly Column[]): TailReader {
  const surprises = surprisesOf(fitted);
  const width = surprises.length;
  const left = new Float64Array(width);
  const right = new Float64Array(width);
  const skewed = new Float64Array(width);
  const look = (at: number, row: number): void => {
    const known = surprises[at]!;
    const column = columns[at]!;
    left[at] = 0;
    right[at] = 0;
    skewed[at] = 0;
    if (known.kind === "categorical") {
      const code = column.kind === "categorical" ? column.codes[row]! : -1;
      if (code === -1) return;
      const surprise = code < 0 ? known.unseen : known.surprises[code]!;
      left[at] = surprise;
      right[at] = surprise;
      skewed[at] = surprise;
      return;
    }
    const value = column.kind === "numeric" ? column.values[row]! : Number.NaN;
    const { points, skew } = known;
    if (Number.isNaN(value) || points.length === 0) return;
    const below = countAtMost(points, value);
    const exact = below > 0 && points[below - 1] === value;
    const l = known.left[below]!;
    const r = known.right[exact ? below - 1 : below]!;
    left[at] = l;
    right[at] = r;
    skewed[at] = skew < 0 ? l : skew > 0 ? r : Math.max(l, r);
  };
  const widest = (row: number): Float64Array => {
    for (let at = 0; at < width; at++) look(at, row);
    const [l, r, s] = [total(left), total(right), total(skewed)];
    if (s >= l && s >= r) return skewed;
    return l >= r ? left : right;
  };
  return { widest, surprise: (row) => total(widest(row)) };
}

function total(side: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < side.length; at++) sum += side[at]!;
  return sum;
}

/** How many of the ascending points are at or below the value. */
function countAtMost(points: Float64Array, value: number): number {
  let from = 0;
  let to = points.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (points[middle]! <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}
