import type { FittedModel } from "../estimator.ts";

export interface TailDetectorParams {
  /** Points that are kept of each numeric column's distribution; more keep finer tails. */
  readonly points: number;
}

/** What is known of one column: enough for both tails, or for the share of each category. */
export type TailColumn =
  | {
      readonly kind: "numeric";
      /** Ascending. */
      readonly points: Float64Array;
      /** Share of the present rows at or below each point, and at or above it. */
      readonly atMost: Float64Array;
      readonly atLeast: Float64Array;
      /** Share that a value beyond all points is given. */
      readonly beyond: number;
      /** Sign of the skewness: the side of the longer tail; 0 where neither is longer. */
      readonly skew: number;
    }
  | { readonly kind: "categorical"; readonly shares: Float64Array; readonly unseen: number };

export interface FittedTailDetector extends FittedModel<"tail-detector"> {
  readonly params: TailDetectorParams;
  readonly columns: readonly TailColumn[];
}
