import { METRIC, METRICS } from "./dimension.ts";

/** Bins of a histogram of counts: 0, then half a doubling each from 1 on; the last one takes all above 2^15. */
const COUNT_BINS = 32;
/** Bins of a histogram of bytes: 0, then half a doubling each from 256 bytes on; the last one takes all above 2^38. */
const BYTE_BINS = 62;
const BYTE_UNIT = 256;
const BYTE_STEP = 0.5;

export const isBytes = (metric: number): boolean => metric === METRIC.bytesOut || metric === METRIC.bytesIn;
export const binsOf = (metric: number): number => (isBytes(metric) ? BYTE_BINS : COUNT_BINS);

/** Where the bins of each metric begin in a profile's array of them; the last number is its length. */
export const SKETCH_OFFSETS: readonly number[] = toOffsets();

function toOffsets(): readonly number[] {
  const offsets = [0];
  for (let metric = 0; metric < METRICS.length; metric++) offsets.push(offsets[metric]! + binsOf(metric));
  return offsets;
}

export const SKETCH_PLACES = SKETCH_OFFSETS[METRICS.length]!;

export function toBin(metric: number, value: number): number {
  if (!(value > 0)) return 0;
  if (isBytes(metric)) {
    return Math.min(1 + Math.floor(Math.log2(1 + value / BYTE_UNIT) / BYTE_STEP), BYTE_BINS - 1);
  }
  return Math.min(1 + Math.floor(2 * Math.log2(value)), COUNT_BINS - 1);
}

/** Where a bin begins. */
export function binStart(metric: number, bin: number): number {
  if (bin <= 0) return 0;
  if (isBytes(metric)) return BYTE_UNIT * (2 ** ((bin - 1) * BYTE_STEP) - 1);
  return 2 ** ((bin - 1) / 2);
}

/**
 * Quantile of the sums of one metric, from histograms of all metrics one after the other; evenly spread inside a bin,
 * NaN without any sum.
 */
export function quantileOfSketch(sketches: ArrayLike<number>, metric: number, share: number): number {
  const from = SKETCH_OFFSETS[metric]!;
  const bins = binsOf(metric);
  let total = 0;
  for (let bin = 0; bin < bins; bin++) total += sketches[from + bin]!;
  if (!(total > 0)) return Number.NaN;
  let below = 0;
  let last = 0;
  for (let bin = 0; bin < bins; bin++) {
    const weight = sketches[from + bin]!;
    if (!(weight > 0)) continue;
    last = bin;
    if (below + weight >= share * total) return placeInBin(metric, bin, (share * total - below) / weight);
    below += weight;
  }
  return placeInBin(metric, last, 1);
}

function placeInBin(metric: number, bin: number, part: number): number {
  if (bin === 0) return 0;
  const start = binStart(metric, bin);
  return start + Math.max(0, part) * (binStart(metric, bin + 1) - start);
}
