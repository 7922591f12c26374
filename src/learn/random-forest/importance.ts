import { createRng, mix } from "../../domain/index.ts";
import type { Labels } from "../estimator.ts";
import { treeCount } from "../forest/forest.ts";
import { createTreeWalk } from "../forest/plain-walk.ts";
import { checkLabels } from "../labels.ts";
import { type Column, type Matrix, selectRows } from "../matrix.ts";
import { drawBag } from "./bag.ts";
import { type FittedRandomForest, likeliestClass, toProbabilities } from "./model.ts";
import { toTrainingTable } from "./out-of-bag.ts";

export interface PermutationImportance {
  readonly feature: string;
  /** Mean over the trees of the share of right answers lost on its out-of-bag rows when the column is shuffled. */
  readonly lost: number;
  /** Standard error of that mean over the trees. */
  readonly error: number;
}

/**
 * Breiman's permutation importance: each tree answers the rows that it did not see, once as they are and once per
 * column with that column's values shuffled among them. In the order of the features; useless columns come near 0.
 */
export function permutationImportances(
  fitted: FittedRandomForest,
  table: Matrix,
  options: { readonly labels: Labels; readonly seed: number },
): PermutationImportance[] {
  const aligned = toTrainingTable(fitted, table);
  checkLabels(options.labels, table.rows);
  const trees = treeCount(fitted.forest);
  const width = aligned.columns.length;
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let tree = 0; tree < trees; tree++) {
    const rows = unseenRows(fitted, table.rows, tree);
    if (rows.length === 0) continue;
    const unseen = selectRows(aligned, rows);
    const labels = rows.map((row) => options.labels.codes[row]!);
    const rightBefore = countRight(fitted, unseen, { tree, labels });
    for (const column of askedColumns(fitted, tree)) {
      const shuffled = shuffleColumn(unseen, column, mix(mix(options.seed, tree), column));
      const lost = (rightBefore - countRight(fitted, shuffled, { tree, labels })) / rows.length;
      sums[column]! += lost;
      squares[column]! += lost * lost;
    }
  }
  return aligned.columns.map((column, at) => {
    const lost = sums[at]! / trees;
    const variance = Math.max(squares[at]! / trees - lost * lost, 0);
    return { feature: column.name, lost, error: Math.sqrt(variance / trees) };
  });
}

function unseenRows({ params, seed }: FittedRandomForest, rows: number, tree: number): Int32Array {
  const counts = new Uint16Array(rows);
  drawBag(counts, params, { seed, tree });
  return Int32Array.from(counts.keys()).filter((row) => counts[row] === 0);
}

/** Columns that some split of the tree asks, in order; to shuffle another changes no answer. */
function askedColumns({ forest }: FittedRandomForest, tree: number): number[] {
  const asked = new Set(forest.feature.subarray(forest.roots[tree], forest.roots[tree + 1]));
  return [...asked].filter((column) => column >= 0).sort((a, b) => a - b);
}

function countRight(
  { forest, classes }: FittedRandomForest,
  table: Matrix,
  { tree, labels }: { readonly tree: number; readonly labels: Int32Array },
): number {
  const walk = createTreeWalk(forest, table);
  const sums = new Float64Array(table.rows * forest.outputs);
  for (let row = 0; row < table.rows; row++) walk.addTree(tree, row, sums);
  const probabilities = toProbabilities(sums, 1, classes.length);
  let right = 0;
  for (let row = 0; row < table.rows; row++) {
    right += likeliestClass(probabilities, row, classes.length) === labels[row] ? 1 : 0;
  }
  return right;
}

/** The table with one column's values shuffled. */
function shuffleColumn(table: Matrix, at: number, seed: number): Matrix {
  const column = table.columns[at]!;
  const shuffled: Column =
    column.kind === "numeric"
      ? { ...column, values: shuffle(column.values.slice(), seed) }
      : { ...column, codes: shuffle(column.codes.slice(), seed) };
  return { rows: table.rows, columns: table.columns.with(at, shuffled) };
}

function shuffle<A extends Float64Array | Int32Array>(values: A, seed: number): A {
  const rng = createRng(seed);
  for (let i = values.length - 1; i > 0; i--) {
    const j = rng.nextInt(i + 1);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
  return values;
}
