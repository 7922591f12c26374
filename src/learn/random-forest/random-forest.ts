import { toError } from "../../domain/index.ts";
import type { ClassifierFitOptions, Estimator } from "../estimator.ts";
import { treeCount } from "../forest/forest.ts";
import { joinForests } from "../forest/node-buffer.ts";
import { readArray, readForest } from "../forest/read-forest.ts";
import { createRowSum } from "../forest/row-sum.ts";
import { toTreeRanges } from "../forest/tree-range.ts";
import { checkClasses, checkLabels } from "../labels.ts";
import { checkMatrix, checkNotEmpty, type Matrix } from "../matrix.ts";
import { brokenModel, createHeader, isRecord, parseModel } from "../model-json.ts";
import { runTasks } from "../parallel/pool.ts";
import { checkFitOptions, checkParameter } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import type { OneRow } from "../row/one-row.ts";
import { checkRowWeights } from "../row-weights.ts";
import { BAG_ROWS_MAX } from "./bag-words.ts";
import { binColumns } from "./bin-columns.ts";
import { RANDOM_FOREST_JOB, type RandomForestPart, type RandomForestSetup } from "./grow.ts";
import { classProbabilities, type FittedRandomForest, type OutOfBagScore } from "./model.ts";
import { scoreOutOfBag } from "./out-of-bag.ts";
import {
  RANDOM_FOREST_DEFAULTS,
  type RandomForestParams,
  resolveRandomForest,
  toTriedColumns,
} from "./params.ts";

/** A tree takes long enough; with more, the last thread at work keeps the others waiting. */
const TREES_A_TASK = 1;

/**
 * Random Forest classifier (Breiman 2001) on histograms of at most 255 bins a column. Missing values have a bin of
 * their own and learn their side at each split; where a node saw none, they go both ways. Categories are split by
 * subsets for two classes and one against the rest for more; beyond 254 categories the rare ones are told apart no
 * more. Score: the mean share of the positive class in the row's leaves. Row weights are taken relative to their mean.
 */
export const randomForest: Estimator<RandomForestParams, FittedRandomForest, ClassifierFitOptions> = {
  kind: "random-forest",
  defaults: RANDOM_FOREST_DEFAULTS,
  resolve: resolveRandomForest,
  fit: fitRandomForest,
  score: scoreRandomForest,
  parse: parseRandomForest,
};

async function fitRandomForest(
  given: Partial<RandomForestParams>,
  table: Matrix,
  options: ClassifierFitOptions,
): Promise<FittedRandomForest> {
  const params = resolveRandomForest(given);
  checkFitOptions(options);
  checkParameter("rows", table.rows, { min: 0, max: BAG_ROWS_MAX });
  checkMatrix(table);
  checkNotEmpty(table, "fit a random forest");
  checkLabels(options.labels, table.rows);
  checkClasses(options.labels, "random-forest");
  if (options.rowWeights !== undefined) checkRowWeights(options.rowWeights, table.rows);
  const { classes } = options.labels;
  const positive = toPositive(params, classes);
  const setup = await toSetup(params, table, options);
  const tasks = toTreeRanges(params.trees, TREES_A_TASK);
  const growing = runTasks(RANDOM_FOREST_JOB, { setup, tasks }, options);
  // The header's hash is made here while other threads grow the trees.
  const header = createHeader("random-forest", table, options.seed);
  const parts = await growing;
  const fitted: FittedRandomForest = {
    ...header,
    params,
    classes: [...classes],
    positive,
    forest: joinForests(parts),
    importances: meanImportances(parts, table.columns.length),
    outOfBag: null,
  };
  return params.outOfBag ? { ...fitted, outOfBag: scoreOutOfBag(fitted, table, options.labels) } : fitted;
}

function toPositive(params: RandomForestParams, classes: readonly string[]): number {
  const positive = params.positive === null ? classes.length - 1 : classes.indexOf(params.positive);
  if (positive >= 0) return positive;
  throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER", {
    parameter: "positive",
    value: String(params.positive),
    legal: `one of ${classes.join(", ")}`,
  });
}

async function toSetup(
  params: RandomForestParams,
  table: Matrix,
  options: ClassifierFitOptions,
): Promise<RandomForestSetup> {
  const labels = new Uint16Array(new SharedArrayBuffer(2 * table.rows));
  labels.set(options.labels.codes);
  return {
    table: await binColumns(table, params.bins, options),
    labels,
    classes: options.labels.classes.length,
    rowWeights: options.rowWeights === undefined ? null : toRelativeWeights(options.rowWeights),
    categoryCounts: Int32Array.from(table.columns, (column) =>
      column.kind === "categorical" ? column.categories.length : 0,
    ),
    bag: { bootstrap: params.bootstrap, sampleShare: params.sampleShare },
    classWeight: params.classWeight,
    maxDepth: params.maxDepth === "none" ? Number.POSITIVE_INFINITY : params.maxDepth,
    minLeaf: params.minLeaf,
    minSplit: params.minSplit,
    tried: toTriedColumns(params.mtry, table.columns.length),
    random: params.cuts === "random",
    seed: options.seed,
  };
}

/** Weights of mean 1, so that `minLeaf` counts rows whatever the weights' unit. */
function toRelativeWeights(weights: Float64Array): Float64Array {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const relative = new Float64Array(new SharedArrayBuffer(8 * weights.length));
  for (let row = 0; row < weights.length; row++) relative[row] = weights[row]! / mean;
  return relative;
}

function meanImportances(parts: readonly RandomForestPart[], columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (const { importances } of parts) {
    for (let at = 0; at < importances.length; at++) sums[at % columns]! += importances[at]!;
  }
  const total = sums.reduce((sum, importance) => sum + importance, 0);
  return total > 0 ? sums.map((sum) => sum / total) : sums;
}

function scoreRandomForest(fitted: FittedRandomForest, table: Matrix): Float64Array {
  const classes = fitted.classes.length;
  const probabilities = classProbabilities(fitted, table);
  const scores = new Float64Array(table.rows);
  for (let row = 0; row < scores.length; row++) {
    scores[row] = toScore(probabilities[row * classes + fitted.positive]!);
  }
  return scores;
}

/** Sums of shares can pass 1 by a rounding error. */
const toScore = (probability: number): number => Math.min(Math.max(probability, 0), 1);

/** Scores the row placed last. */
export function createForestRowScorer(fitted: FittedRandomForest, row: OneRow): () => number {
  const sum = createRowSum(fitted.forest, row);
  const trees = treeCount(fitted.forest);
  const { positive, classes } = fitted;
  if (classes.length > 2) return () => toScore(sum()[positive]! / trees);
  return positive === 1 ? () => toScore(sum()[0]! / trees) : () => toScore(1 - sum()[0]! / trees);
}

function parseRandomForest(text: string): FittedRandomForest {
  const { header, body } = parseModel(text, "random-forest");
  const { params, classes, positive, outOfBag } = body;
  if (!isRecord(params)) throw brokenModel("its parameters are missing");
  if (!Array.isArray(classes) || !classes.every((name) => typeof name === "string") || classes.length < 2) {
    throw brokenModel("its classes are not whole");
  }
  if (typeof positive !== "number" || classes[positive] === undefined) {
    throw brokenModel("it does not say which class is the positive one");
  }
  const forest = readForest(body["forest"], header.features.length);
  if (forest.outputs !== (classes.length === 2 ? 1 : classes.length)) {
    throw brokenModel("its leaves do not fit its classes");
  }
  const importances = readArray(body, "importances", Float64Array);
  const resolved = resolveRandomForest(params);
  return {
    ...header,
    params: resolved,
    classes,
    positive,
    forest,
    importances,
    outOfBag: readOutOfBag(outOfBag),
  };
}

function readOutOfBag(value: unknown): OutOfBagScore | null {
  if (value === null) return null;
  if (!isRecord(value)) throw brokenModel("its out-of-bag score is not whole");
  const { accuracy, rows } = value;
  if (typeof accuracy !== "number" || typeof rows !== "number") {
    throw brokenModel("its out-of-bag score is not whole");
  }
  return { accuracy, rows };
}
