import type { SampleColumns } from "./feature-sample.ts";

/**
 * Which end of a feature is strange: a surprise or a number of failures when it is high, an hour of the day when it is
 * unlike the others either way; `neither` only sets other features in proportion and has no rarity of its own.
 */
export type FeatureOrientation = "higher" | "lower" | "both" | "neither";

/** Bits of surprise of one feature: knots from the middle outwards; null: that end is never strange. */
export interface RarityColumn {
  readonly higher: RarityKnots | null;
  /** Values and bits of the negated feature. */
  readonly lower: RarityKnots | null;
}

export interface RarityKnots {
  /** Ascending; the first is the end of what is quiet. */
  readonly values: readonly number[];
  readonly bits: readonly number[];
  /** Bits of a value beyond all that was ever seen, and the unit of how far beyond. */
  readonly beyond: number;
  readonly unit: number;
}

/**
 * The sum over the features of how rare each value is, in bits: minus the logarithm of the share of past rows at least
 * as far out (the tails of ECOD, Li et al. 2022, with one side fixed for each feature), above what any row has. A gap
 * adds nothing. What each feature adds is the explanation.
 *
 * Features that say the same count each for itself: that one deed is strange in many ways at once is what attacks have
 * in common. To give correlated features one voice together found a third as many of them (measured on generated
 * CloudTrail logs).
 */
export interface RarityTable {
  readonly columns: readonly RarityColumn[];
}

/** Bits that every feature has for free: only the outer quarter of a feature's values says anything. */
const FREE_BITS = 2;
/** Bits between knots. */
const STEP_BITS = 0.5;
/** Most bits for being far beyond everything seen. */
const BEYOND_BITS_MAX = 8;

/** Features without an orientation are strange at both ends. */
export function fitRarity(
  { sorted }: SampleColumns,
  orientations: readonly FeatureOrientation[],
): RarityTable {
  return { columns: sorted.map((column, at) => fitColumn(column, orientations[at] ?? "both")) };
}

function fitColumn(sorted: Float64Array, orientation: FeatureOrientation): RarityColumn {
  const isBoth = orientation === "both";
  // Either end being strange makes strangeness twice as likely.
  const free = isBoth ? FREE_BITS + 1 : FREE_BITS;
  return {
    higher: isBoth || orientation === "higher" ? fitKnots(sorted, free) : null,
    lower:
      isBoth || orientation === "lower" ? fitKnots(sorted.map((value) => 0 - value).reverse(), free) : null,
  };
}

/** Knots of the upper end of ascending values. */
function fitKnots(sorted: Float64Array, free: number): RarityKnots {
  const rows = sorted.length;
  const max = sorted.at(-1) ?? 0;
  const middle = sorted[rows >>> 1] ?? 0;
  const values: number[] = [];
  const bits: number[] = [];
  // Where nothing was ever known, nothing is told apart.
  let quiet = Number.MAX_VALUE;
  for (let at = 0; at < rows; ) {
    const value = sorted[at]!;
    const own = Math.log2((rows + 1) / (rows - at + 1)) - free;
    if (own <= 0) quiet = value;
    else if (bits.length === 0 || own >= bits.at(-1)! + STEP_BITS || value === max) {
      if (bits.length === 0) pushKnot(values, bits, { value: quiet, own: 0 });
      pushKnot(values, bits, { value, own });
    }
    at = endOfEqual(sorted, at);
  }
  if (values.length === 0) pushKnot(values, bits, { value: quiet, own: 0 });
  const beyond = Math.max(0, Math.log2(rows + 1) - free);
  return { values, bits, beyond, unit: max > middle ? max - middle : 1 };
}

/** Where the values that equal the one at `from` end. */
function endOfEqual(sorted: Float64Array, from: number): number {
  const value = sorted[from];
  let at = from + 1;
  while (at < sorted.length && sorted[at] === value) at++;
  return at;
}

function pushKnot(
  values: number[],
  bits: number[],
  { value, own }: { readonly value: number; readonly own: number },
): void {
  values.push(value);
  bits.push(own);
}

/** What the value adds to the sum. */
export function columnBits({ higher, lower }: RarityColumn, value: number): number {
  if (Number.isNaN(value)) return 0;
  if (higher !== null && value > higher.values[0]!) return knotBits(higher, value);
  if (lower !== null && -value > lower.values[0]!) return knotBits(lower, -value);
  return 0;
}

/** Half of the usual values end at the first knot and half of the rest at the next: a walk outwards is short. */
function knotBits({ values, bits, beyond, unit }: RarityKnots, value: number): number {
  const last = values.length - 1;
  if (value > values[last]!) return beyond + farBits((value - values[last]!) / unit);
  let at = 1;
  while (values[at]! < value) at++;
  const to = values[at]!;
  const from = values[at - 1]!;
  const low = bits[at - 1]!;
  return low + ((value - from) / (to - from)) * (bits[at]! - low);
}

const farBits = (units: number): number => Math.min(Math.log2(1 + units), BEYOND_BITS_MAX);

/** The sum over all features of a row. The ends of what is quiet lie side by side, for most features end there. */
export function createRarityScorer({ columns }: RarityTable): (features: Float64Array) => number {
  const width = columns.length;
  const highs = Float64Array.from(columns, ({ higher }) =>
    higher === null ? Number.POSITIVE_INFINITY : higher.values[0]!,
  );
  const lows = Float64Array.from(columns, ({ lower }) =>
    lower === null ? Number.NEGATIVE_INFINITY : -lower.values[0]!,
  );
  return (features) => {
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const value = features[at]!;
      if (value > highs[at]! || value < lows[at]!) sum += columnBits(columns[at]!, value);
    }
    return sum;
  };
}
