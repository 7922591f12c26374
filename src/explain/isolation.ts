import type { Feature, Forest, Matrix } from "../learn/index.ts";
import { type Contributions, contributionsOf } from "./tree-shap/tree-shap.ts";

/** What is needed of a fitted isolation forest. */
export interface IsolationModel {
  readonly forest: Forest;
  readonly features: readonly Feature[];
  /** c(sample size): the path length at which the score is one half. */
  readonly normalPath: number;
  readonly params: { readonly scoring: string };
}

/**
 * Contributions in bits; more is stranger. For path lengths the explained number is log2(score), so that
 * `score = 2^(base + sum of values)`; for densities it is the logarithm of the odds, `log2(score / (1 - score))`.
 */
export interface IsolationExplanation extends Contributions {
  readonly unit: "log2-score" | "log2-odds";
}

/**
 * Why an isolation forest calls rows strange. The forest's own output is the mean path length, in which more is more
 * normal; each contribution is that output's Shapley value turned round and divided by c(sample size). Additive
 * exactly, as bits of a score are.
 */
export function explainIsolation(model: IsolationModel, table: Matrix): IsolationExplanation {
  const odds = model.params.scoring === "density";
  // A sample of one row has paths of length 0 only: nothing contributes anything.
  const scale = odds ? -1 / Math.LN2 : model.normalPath === 0 ? 0 : -1 / model.normalPath;
  const paths = contributionsOf(model, table);
  return { ...scaled(paths, scale), unit: odds ? "log2-odds" : "log2-score" };
}

/** The same contributions in another unit, or with the other sign. */
export function scaled(explained: Contributions, scale: number): Contributions {
  const times = (value: number): number => value * scale;
  return {
    ...explained,
    base: explained.base * scale,
    outputs: explained.outputs.map(times),
    values: explained.values.map(times),
    residuals: explained.residuals.map(times),
  };
}
