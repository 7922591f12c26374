/**
 * Which ends of a feature are strange: a surprise or a number of failures when it is high, an hour of the day or a
 * pause when it is unlike the others either way.
 */
export type FeatureSide = "high" | "both";

/** Bits of surprise of one feature: knots from the middle outwards on each side. */
export interface RarityColumn {
  readonly high: RarityKnots;
  /** Of `both` alone; values and bits of the negated feature. */
  readonly low: RarityKnots | null;
  /** What the feature's bits count for: features that say the same share one voice. */
  readonly weight: number;
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

export interface RarityTraining {
  readonly width: number;
  readonly sides: readonly FeatureSide[];
  readonly columnAt: (column: number) => Float64Array;
}

export function fitRarity({ width, sides, columnAt }: RarityTraining): RarityTable {
  const values = Array.from({ length: width }, (_, column) => columnAt(column));
  const columns = values.map((column, at) => fitColumn(column, sides[at] ?? "both"));
  const weights = shareVoices(columns, values);
  return { columns: columns.map((column, at) => ({ ...column, weight: weights[at]! })) };
}

function fitColumn(values: Float64Array, side: FeatureSide): RarityColumn {
  const present = values.filter((value) => Number.isFinite(value)).sort();
  const negated = present.map((value) => 0 - value).reverse();
  // Either end being strange makes strangeness twice as likely.
  const free = side === "both" ? FREE_BITS + 1 : FREE_BITS;
  return {
    high: fitKnots(present, free),
    low: side === "both" ? fitKnots(negated, free) : null,
    weight: 1,
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
    at++;
    while (at < rows && sorted[at] === value) at++;
  }
  if (values.length === 0) pushKnot(values, bits, { value: quiet, own: 0 });
  const beyond = Math.max(0, Math.log2(rows + 1) - free);
  return { values, bits, beyond, unit: max > middle ? max - middle : 1 };
}

function pushKnot(
  values: number[],
  bits: number[],
  { value, own }: { readonly value: number; readonly own: number },
): void {
  values.push(value);
  bits.push(own);
}

/** Rows on which it is measured which features speak together. */
const VOICE_ROWS_MAX = 4_000;

/** One over the sum of the squared correlations with all features: k features that say the same count as one. */
function shareVoices(columns: readonly RarityColumn[], values: readonly Float64Array[]): number[] {
  const rows = Math.min(values[0]?.length ?? 0, VOICE_ROWS_MAX);
  const bits = columns.map((column, at) =>
    standardise(Float64Array.from({ length: rows }, (_, row) => columnBits(column, values[at]![row]!))),
  );
  return bits.map((own) => {
    let sum = 0;
    for (const other of bits) {
      let dot = 0;
      for (let row = 0; row < rows; row++) dot += own[row]! * other[row]!;
      sum += dot * dot;
    }
    return sum > 1 ? 1 / sum : 1;
  });
}

/** To mean 0 and length 1; all zeros where nothing varies. */
function standardise(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let square = 0;
  for (const value of values) square += (value - mean) ** 2;
  const length = Math.sqrt(square);
  return length > 1e-9 ? values.map((value) => (value - mean) / length) : new Float64Array(values.length);
}

/** What the value adds to the sum. */
export function columnBits({ high, low, weight }: RarityColumn, value: number): number {
  if (Number.isNaN(value)) return 0;
  if (value > high.values[0]!) return weight * knotBits(high, value);
  if (low !== null && -value > low.values[0]!) return weight * knotBits(low, -value);
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
  const highs = Float64Array.from(columns, ({ high }) => high.values[0]!);
  const lows = Float64Array.from(columns, ({ low }) =>
    low === null ? Number.NEGATIVE_INFINITY : -low.values[0]!,
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
