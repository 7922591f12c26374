import { toError } from "../../domain/index.ts";
import type { Labels } from "../estimator.ts";
import { treeCount } from "../forest/forest.ts";
import { createTreeWalk } from "../forest/plain-walk.ts";
import { alignMatrix, type Matrix } from "../matrix.ts";
import { hashMatrix } from "../model-json.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { drawBag } from "./bag.ts";
import { type FittedRandomForest, likeliestClass, type OutOfBagScore } from "./model.ts";

/**
 * Of each training row one probability per class, by the trees that did not see it; NaN for a row that every tree saw.
 * An answer as honest as that of a held-out set, for free. Throws LEARN_NOT_TRAINING_TABLE for another table, and
 * LEARN_PARAMETER for a forest without bootstrap.
 */
export function outOfBagProbabilities(fitted: FittedRandomForest, table: Matrix): Float64Array {
  const { forest } = fitted;
  const classes = fitted.classes.length;
  const aligned = toTrainingTable(fitted, table);
  const walk = createTreeWalk(forest, aligned);
  const sums = new Float64Array(table.rows * forest.outputs);
  const trees = new Int32Array(table.rows);
  forEachOutOfBag(fitted, table.rows, (tree, row) => {
    walk.addTree(tree, row, sums);
    trees[row]!++;
  });
  const probabilities = new Float64Array(table.rows * classes).fill(Number.NaN);
  for (let row = 0; row < table.rows; row++) {
    if (trees[row] === 0) continue;
    for (let k = 0; k < classes; k++) {
      const sum = classes > 2 ? sums[row * classes + k]! : sums[row]!;
      const share = sum / trees[row]!;
      probabilities[row * classes + k] = classes === 2 && k === 0 ? 1 - share : share;
    }
  }
  return probabilities;
}

/** Share of right answers over the rows that some tree did not see; NaN when there is none. */
export function scoreOutOfBag(fitted: FittedRandomForest, table: Matrix, labels: Labels): OutOfBagScore {
  const classes = fitted.classes.length;
  const probabilities = outOfBagProbabilities(fitted, table);
  let rows = 0;
  let right = 0;
  for (let row = 0; row < table.rows; row++) {
    if (Number.isNaN(probabilities[row * classes]!)) continue;
    rows++;
    right += likeliestClass(probabilities, row, classes) === labels.codes[row] ? 1 : 0;
  }
  return { accuracy: right / rows, rows };
}

/** Calls back for every pair of a tree and a row that it did not see, tree after tree. */
function forEachOutOfBag(
  fitted: FittedRandomForest,
  rows: number,
  visit: (tree: number, row: number) => void,
): void {
  const { params, seed, forest } = fitted;
  const counts = new Uint16Array(rows);
  for (let tree = 0; tree < treeCount(forest); tree++) {
    drawBag(counts, params, { seed, tree });
    for (let row = 0; row < rows; row++) if (counts[row] === 0) visit(tree, row);
  }
}

/** The table as the forest wants it, if it is the one that it was fitted on. */
export function toTrainingTable(fitted: FittedRandomForest, table: Matrix): Matrix {
  if (!fitted.params.bootstrap) {
    throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER", {
      parameter: "bootstrap",
      value: "false",
      legal: "true for out-of-bag answers",
    });
  }
  if (hashMatrix(table) !== fitted.dataHash) throw toError(LEARN_PROBLEMS, "LEARN_NOT_TRAINING_TABLE");
  return alignMatrix(table, fitted.features);
}
