import { countBelow, createRankCoder } from "../forest/rank-coder.ts";
import type { CategoricalColumn, Column, NumericColumn } from "../matrix.ts";

/** Code of a missing value, and of a category that the training table does not hold. */
export const MISSING_BIN = 255;
/** Categories that get a bin of their own: the most frequent ones. The rest stand together in the bin after them. */
export const CATEGORY_BINS_MAX = 254;
/** Rows from which cuts are taken; more do not move a quantile by anything that matters. */
export const CUT_ROWS_MAX = 32_768;

export type ColumnBins =
  /** Bin k holds values in (cuts[k - 1], cuts[k]]; there is one bin more than there are cuts. */
  | { readonly kind: "numeric"; readonly cuts: Float64Array }
  | {
      readonly kind: "categorical";
      readonly binOf: Uint8Array;
      readonly bins: number;
      readonly pooled: boolean;
    };

/** The training table in one byte a value, column after column: code of row r in column c at c * rows + r. */
export interface BinnedTable {
  readonly rows: number;
  readonly codes: Uint8Array;
  readonly columns: readonly ColumnBins[];
}

/** Bins a column; `into` gets its codes. */
export const binColumn = (column: Column, binsMax: number, into: Uint8Array): ColumnBins =>
  column.kind === "numeric" ? binNumbers(column, binsMax, into) : binCategories(column, into);

function binNumbers({ values }: NumericColumn, binsMax: number, into: Uint8Array): ColumnBins {
  const cuts = toCuts(values, binsMax);
  const coder = createRankCoder(0, cuts);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    into[row] = Number.isNaN(value) ? MISSING_BIN : countBelow(coder, value);
  }
  return { kind: "numeric", cuts };
}

/** Halfway between neighbours where few values are distinct, else between quantiles. */
function toCuts(values: Float64Array, binsMax: number): Float64Array {
  const sorted = sampleSorted(values);
  const distinct: number[] = [];
  for (const value of sorted) {
    if (distinct.length > binsMax) break;
    if (value !== distinct.at(-1)) distinct.push(value);
  }
  const cuts: number[] = [];
  if (distinct.length <= binsMax) {
    for (let at = 1; at < distinct.length; at++) cuts.push(halfway(distinct[at - 1]!, distinct[at]!));
    return Float64Array.from(cuts);
  }
  for (let k = 1; k < binsMax; k++) {
    const at = Math.floor((k * sorted.length) / binsMax);
    const low = sorted[at - 1]!;
    const high = firstAbove(sorted, at, low);
    const cut = halfway(low, high);
    if (high > low && cut !== cuts.at(-1)) cuts.push(cut);
  }
  return Float64Array.from(cuts);
}

/** The present values in order; of a long column those of evenly spaced rows. */
function sampleSorted(values: Float64Array): Float64Array {
  const step = Math.max(1, values.length / CUT_ROWS_MAX);
  const taken = new Float64Array(Math.min(values.length, CUT_ROWS_MAX));
  let count = 0;
  for (let at = 0; at < taken.length; at++) {
    const value = values[Math.floor(at * step)]!;
    if (!Number.isNaN(value)) taken[count++] = value;
  }
  return taken.subarray(0, count).sort();
}

/** The next value above `low` from this place on; `low` itself at the end. */
function firstAbove(sorted: Float64Array, at: number, low: number): number {
  let from = at;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! > low) to = middle;
    else from = middle + 1;
  }
  return sorted[from] ?? low;
}

/** A point in [low, high) without overflow, so that `low` lies at or below it and `high` above. */
function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

function binCategories({ codes, categories }: CategoricalColumn, into: Uint8Array): ColumnBins {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const pooled = categories.length > CATEGORY_BINS_MAX;
  const binOf = new Uint8Array(categories.length);
  if (pooled) {
    binOf.fill(CATEGORY_BINS_MAX);
    const ranked = Array.from(counts, (_, code) => code).sort((a, b) => counts[b]! - counts[a]! || a - b);
    ranked.slice(0, CATEGORY_BINS_MAX).forEach((code, bin) => {
      binOf[code] = bin;
    });
  } else for (let code = 0; code < binOf.length; code++) binOf[code] = code;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    into[row] = code < 0 ? MISSING_BIN : binOf[code]!;
  }
  return { kind: "categorical", binOf, bins: Math.min(categories.length, CATEGORY_BINS_MAX + 1), pooled };
}
