import type { Bin, LimeReference } from "./reference.ts";

/** Pieces of a bin's inverse distribution, straight lines between exact points. */
export const INVERSE_STEPS = 256;
export const INVERSE_POINTS = INVERSE_STEPS + 1;

/** A reference is explained against many times; its tables are made once and forgotten with it. */
const INVERSES = new WeakMap<LimeReference, readonly Float64Array[]>();

/**
 * Of each numeric column, INVERSE_POINTS numbers a bin: the quantiles, from 0 to 1, of a normal distribution with the
 * bin's mean and deviation, cut off at its ends. Drawing is then one look-up, where trying until a normal number falls
 * inside takes several logarithms. A last bin stands for missing values and holds NaN. Nothing for categories.
 */
export function inversesOf(reference: LimeReference): readonly Float64Array[] {
  let inverses = INVERSES.get(reference);
  if (inverses === undefined) {
    inverses = reference.columns.map((column) => {
      if (column.kind === "categorical") return new Float64Array(0);
      const points = new Float64Array((column.bins.length + 1) * INVERSE_POINTS).fill(Number.NaN);
      column.bins.forEach((bin, at) => {
        fillInverse(bin, points.subarray(at * INVERSE_POINTS, (at + 1) * INVERSE_POINTS));
      });
      return points;
    });
    INVERSES.set(reference, inverses);
  }
  return inverses;
}

/** So many slices of a bin carry the numeric integral of its density: error below a thousandth of the bin's width. */
const SLICES = 1024;

/** Adds up the density slice by slice and reads off where each share of the sum is reached. */
function fillInverse({ mean, deviation, min, max }: Bin, points: Float64Array): void {
  const width = (max - min) / SLICES;
  if (deviation === 0 || !(width > 0 && width < Number.POSITIVE_INFINITY)) {
    points.fill(mean);
    return;
  }
  const reached = new Float64Array(SLICES + 1);
  for (let slice = 0; slice < SLICES; slice++) {
    const z = (min + (slice + 0.5) * width - mean) / deviation;
    reached[slice + 1] = reached[slice]! + Math.exp(-0.5 * z * z);
  }
  const total = reached[SLICES]!;
  for (let point = 0, slice = 0; point < points.length; point++) {
    const wanted = (total * point) / INVERSE_STEPS;
    while (slice < SLICES - 1 && reached[slice + 1]! < wanted) slice++;
    const inside = (wanted - reached[slice]!) / (reached[slice + 1]! - reached[slice]!);
    // A bin much wider than its deviation has slices without any weight.
    const share = inside >= 0 && inside <= 1 ? inside : 0.5;
    points[point] = Math.min(Math.max(min + (slice + share) * width, min), max);
  }
}
