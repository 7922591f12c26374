import { checkParameter } from "../parameter.ts";
import { quantileOfSorted } from "../threshold.ts";
import { checkPair, type Truth } from "./ranking.ts";

/** Keeps the logarithm of a certain error finite: what scikit-learn takes for doubles. */
const CERTAIN = Number.EPSILON;

/** Mean squared distance of the probability from what happened: 0 is perfect, 0.25 is saying one half. */
export function brierScore(truth: Truth, probabilities: Float64Array): number {
  checkPair(truth, probabilities);
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) sum += (probabilities[row]! - truth[row]!) ** 2;
  return sum / probabilities.length;
}

/** Mean surprise in nats; certain errors are taken as all but certain. */
export function logLoss(truth: Truth, probabilities: Float64Array): number {
  checkPair(truth, probabilities);
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const right = truth[row] === 1 ? probabilities[row]! : 1 - probabilities[row]!;
    sum -= Math.log(Math.min(Math.max(right, CERTAIN), 1 - CERTAIN));
  }
  return sum / probabilities.length;
}

export interface CalibrationBin {
  /** Mean probability that was said. */
  readonly said: number;
  /** Share of rows for which it came true. */
  readonly happened: number;
  readonly rows: number;
}

export const CALIBRATION_BINS_MAX = 1_000;

/**
 * What was said against what happened, in bins of equal width (`uniform`) or of about equally many rows (`quantile`).
 * Empty bins are left out.
 */
export function calibrationCurve(
  truth: Truth,
  probabilities: Float64Array,
  options: { readonly bins?: number; readonly strategy?: "uniform" | "quantile" } = {},
): CalibrationBin[] {
  checkPair(truth, probabilities);
  const bins = options.bins ?? 10;
  checkParameter("bins", bins, { min: 1, max: CALIBRATION_BINS_MAX, integer: true });
  const sorted = Float64Array.from(probabilities).sort();
  const edges = Array.from({ length: bins - 1 }, (_, at) =>
    options.strategy === "quantile" ? quantileOfSorted(sorted, (at + 1) / bins) : (at + 1) / bins,
  );
  const sums = Array.from({ length: bins }, () => ({ said: 0, happened: 0, rows: 0 }));
  for (let row = 0; row < probabilities.length; row++) {
    const said = probabilities[row]!;
    const bin = sums[edges.filter((edge) => edge < said).length]!;
    bin.said += said;
    bin.happened += truth[row]!;
    bin.rows++;
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ said, happened, rows }) => ({ said: said / rows, happened: happened / rows, rows }));
}

/** Mean distance of said from happened over the bins, weighted by their rows: 0 is perfect. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.said - bin.happened), 0) / rows;
}
