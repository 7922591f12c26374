/** A straight line through equally spaced values: least squares. */
export interface Trend {
  /** At the first value, and at the last. */
  readonly first: number;
  readonly last: number;
  /** What it gains from one value to the next. */
  readonly slope: number;
  /** Share of the variation that the line explains, 0 to 1; null: the values never change. */
  readonly fit: number | null;
}

/** Null: two values are the least that have a trend. */
export function findTrend(values: readonly number[]): Trend | null {
  const count = values.length;
  if (count < 2) return null;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let both = 0;
  let own = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    both += (index - middle) * (value - mean);
    own += (index - middle) ** 2;
    total += (value - mean) ** 2;
  }
  const slope = both / own;
  return {
    first: mean - slope * middle,
    last: mean + slope * middle,
    slope,
    fit: total === 0 ? null : (slope * both) / total,
  };
}

/** Of each value the mean of it and those before it, `width` at the most; null where there are not so many yet. */
export function toMovingAverage(values: readonly number[], width: number): readonly (number | null)[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += value - (index >= width ? values[index - width]! : 0);
    return index < width - 1 ? null : sum / width;
  });
}
