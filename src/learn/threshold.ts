import { checkParameter } from "./parameter.ts";

/** How many rows may be called strange. Exactly one of three ways to say it. */
export type ThresholdChoice =
  /** At most this many of the given scores lie at or above the threshold: "k alerts a day" over one day's scores. */
  | { readonly kind: "budget"; readonly rows: number }
  /** This share of the scores lies below, 0 to 1. */
  | { readonly kind: "quantile"; readonly quantile: number }
  /** The share of the scores that is strange, 0 to 0.5: scikit-learn's `contamination`. */
  | { readonly kind: "contamination"; readonly share: number };

/**
 * The score from which on a row is strange (score >= threshold). With a budget, ties that would overrun it stay below.
 * Quantiles interpolate linearly as numpy does. No scores: infinity, so nothing is strange.
 */
export function thresholdAt(scores: Float64Array, choice: ThresholdChoice): number {
  const sorted = Float64Array.from(scores).sort();
  if (sorted.length === 0) return Number.POSITIVE_INFINITY;
  if (choice.kind === "budget") return budgetThreshold(sorted, choice.rows);
  if (choice.kind === "quantile") {
    checkParameter("quantile", choice.quantile, { min: 0, max: 1 });
    return quantileOfSorted(sorted, choice.quantile);
  }
  checkParameter("contamination", choice.share, { min: 0, max: 0.5 });
  return quantileOfSorted(sorted, 1 - choice.share);
}

/** The q-quantile of ascending values, between the two nearest of them linearly; NaN of none. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

function budgetThreshold(sorted: Float64Array, rows: number): number {
  checkParameter("budget", rows, { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true });
  if (rows >= sorted.length) return sorted[0]!;
  const firstRefused = sorted[sorted.length - 1 - rows]!;
  for (let at = sorted.length - rows; at < sorted.length; at++) {
    if (sorted[at]! > firstRefused) return sorted[at]!;
  }
  // Everything within the budget ties with the first score outside it: nothing can be taken without overrunning.
  return Number.POSITIVE_INFINITY;
}
