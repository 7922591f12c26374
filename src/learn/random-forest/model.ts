import type { FittedModel } from "../estimator.ts";
import { type Forest, treeCount } from "../forest/forest.ts";
import { sumTrees } from "../forest/sum-trees.ts";
import { alignMatrix, type Matrix } from "../matrix.ts";
import type { RandomForestParams } from "./params.ts";

/**
 * A random forest that has learned. With two classes a leaf's value is the share of the second class, with more there
 * is one share a class.
 */
export interface FittedRandomForest extends FittedModel<"random-forest"> {
  readonly params: RandomForestParams;
  readonly classes: readonly string[];
  /** Position of the class whose probability is the score. */
  readonly positive: number;
  readonly forest: Forest;
  /** Of each feature, the share of all decrease of impurity that its splits brought; they add up to 1, or to 0. */
  readonly importances: Float64Array;
  readonly outOfBag: OutOfBagScore | null;
}

export interface OutOfBagScore {
  /** Share of right answers among the rows that some tree did not see. */
  readonly accuracy: number;
  readonly rows: number;
}

/** Of each row one probability per class, in the order of `fitted.classes`; row-major. They add up to 1. */
export function classProbabilities(fitted: FittedRandomForest, table: Matrix): Float64Array {
  const sums = sumTrees(fitted.forest, alignMatrix(table, fitted.features));
  return toProbabilities(sums, treeCount(fitted.forest), fitted.classes.length);
}

/** Sums of leaf values over so many trees as one probability per class. */
export function toProbabilities(sums: Float64Array, trees: number, classes: number): Float64Array {
  if (classes > 2) return sums.map((sum) => sum / trees);
  const probabilities = new Float64Array(2 * sums.length);
  for (let row = 0; row < sums.length; row++) {
    const one = sums[row]! / trees;
    probabilities[2 * row] = 1 - one;
    probabilities[2 * row + 1] = one;
  }
  return probabilities;
}

/** The class of the row's greatest probability, the first of equals. */
export function likeliestClass(probabilities: Float64Array, row: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) {
    if (probabilities[row * classes + k]! > probabilities[row * classes + best]!) best = k;
  }
  return best;
}
