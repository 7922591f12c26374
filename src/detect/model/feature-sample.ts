import { mix } from "../../domain/index.ts";

/** Feature rows of past events. */
export interface FeatureSample {
  readonly rows: number;
  /** Row by row, as many numbers as there are features; NaN: not known. */
  readonly features: Float64Array;
  /** Codes of the events' ids: they order the rows and split them, so that the order of arrival does not matter. */
  readonly hashes: Uint32Array;
  /** Place in `ACTOR_KINDS`. */
  readonly kinds: Uint8Array;
}

/** The share of rows that calibrate and never train. */
const CALIBRATION_SHARE = 0.25;
const CALIBRATION_SEED = 0x63616c69;

/** Ordinals of the sample's rows, by what they are for; each in the order of their hashes. */
export interface SampleSplit {
  readonly train: Uint32Array;
  readonly calibrate: Uint32Array;
}

/** Splits by hash alone: the same event is on the same side in every sample. */
export function splitSample(sample: FeatureSample, calibrationMax: number): SampleSplit {
  const order = orderRows(sample);
  const bound = CALIBRATION_SHARE * 2 ** 32;
  const isHeldOut = (row: number): boolean => mix(CALIBRATION_SEED, sample.hashes[row]!) < bound;
  return {
    train: order.filter((row) => !isHeldOut(row)),
    calibrate: order.filter(isHeldOut).subarray(0, calibrationMax),
  };
}

/** By hash; rows that share one by kind and content, so that equal samples in any order are one. */
function orderRows({ rows, features, hashes, kinds }: FeatureSample): Uint32Array {
  const width = rows === 0 ? 0 : features.length / rows;
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  return order.sort((a, b) => {
    if (hashes[a] !== hashes[b]) return hashes[a]! - hashes[b]!;
    if (kinds[a] !== kinds[b]) return kinds[a]! - kinds[b]!;
    for (let c = 0; c < width; c++) {
      const left = features[a * width + c]!;
      const right = features[b * width + c]!;
      if (Object.is(left, right)) continue;
      // Gaps stand last.
      if (Number.isNaN(left) || Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
      if (left !== right) return left - right;
    }
    return 0;
  });
}

/** Some rows of a sample, feature by feature, so that what looks at whole features sorts each but once. */
export interface SampleColumns {
  readonly rows: number;
  /** Ascending; gaps and infinite numbers left out. */
  readonly sorted: readonly Float64Array[];
}

export function toColumns(sample: FeatureSample, rows: Uint32Array): SampleColumns {
  const width = sample.rows === 0 ? 0 : sample.features.length / sample.rows;
  const sorted = Array.from({ length: width }, (_, column) => sortKnown(columnOf(sample, rows, column)));
  return { rows: rows.length, sorted };
}

/** The columns of all rows that either has: what is sorted in parts need not be sorted again. */
export const joinColumns = (one: SampleColumns, other: SampleColumns): SampleColumns => ({
  rows: one.rows + other.rows,
  sorted: one.sorted.map((values, column) => mergeSorted(values, other.sorted[column]!)),
});

function mergeSorted(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let at = 0; at < merged.length; at++) {
    const isLeft = j === b.length || (i < a.length && a[i]! <= b[j]!);
    merged[at] = isLeft ? a[i++]! : b[j++]!;
  }
  return merged;
}

/** The rows' values of one feature, gaps included. */
export function columnOf(
  { rows: all, features }: FeatureSample,
  rows: Uint32Array,
  column: number,
): Float64Array {
  const width = features.length / all;
  const values = new Float64Array(rows.length);
  for (let at = 0; at < values.length; at++) values[at] = features[rows[at]! * width + column]!;
  return values;
}

function sortKnown(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (Number.isFinite(values[at]!)) known[count++] = values[at]!;
  return known.subarray(0, count).sort();
}
