/** Makes the median absolute deviation of normal numbers their standard deviation. */
const MAD_SCALE = 1.4826;

/** Middle and spread of the logarithms (ln(1 + x)) of amounts: neither is moved by a few wild ones. */
export interface LogScale {
  readonly median: number;
  /** At least the floor it was asked with. */
  readonly spread: number;
}

export function toLogScale(amounts: readonly number[], spreadMin: number): LogScale {
  const logs = amounts.map(Math.log1p);
  const median = medianOf(logs);
  const spread = MAD_SCALE * medianOf(logs.map((value) => Math.abs(value - median)));
  return { median, spread: Math.max(spreadMin, spread) };
}

/** Robust deviations of an amount from the middle. */
export const toDeviation = (amount: number, { median, spread }: LogScale): number =>
  (Math.log1p(amount) - median) / spread;

/** The amount that lies so many robust deviations from the middle. */
export const toAmount = (deviation: number, { median, spread }: LogScale): number =>
  Math.expm1(median + deviation * spread);

/** NaN: of nothing. */
export function medianOf(numbers: readonly number[]): number {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
