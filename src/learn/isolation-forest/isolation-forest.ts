import type { Estimator, FitOptions, FittedModel } from "../estimator.ts";
import type { Forest } from "../forest/forest.ts";
import { treeCount } from "../forest/forest.ts";
import { joinForests } from "../forest/node-buffer.ts";
import { readForest } from "../forest/read-forest.ts";
import { createRowSum } from "../forest/row-sum.ts";
import { sumTrees } from "../forest/sum-trees.ts";
import { toTreeRanges } from "../forest/tree-range.ts";
import { alignMatrix, checkMatrix, checkNotEmpty, type Matrix, toSharedMatrix } from "../matrix.ts";
import { brokenModel, createHeader, isRecord, parseModel } from "../model-json.ts";
import { runTasks } from "../parallel/pool.ts";
import { checkFitOptions } from "../parameter.ts";
import type { OneRow } from "../row/one-row.ts";
import { checkRowWeights, toSharedArray } from "../row-weights.ts";
import { thresholdAt } from "../threshold.ts";
import { ISOLATION_JOB, type IsolationSetup } from "./grow.ts";
import { ISOLATION_DEFAULTS, type IsolationForestParams, resolveIsolation, toGrowth } from "./params.ts";
import { pathLengths } from "./path-length.ts";

/**
 * An Isolation Forest that has learned. A leaf's value is what `params.scoring` says: the depth at which a row is
 * isolated (plus the expected rest), the adjusted depth, or the logarithm of a density; less of it is stranger.
 */
export interface FittedIsolationForest extends FittedModel<"isolation-forest"> {
  readonly params: IsolationForestParams;
  readonly sampleSize: number;
  /** c(sampleSize): the path length at which the score is one half. 0 when the sample is one row. */
  readonly normalPath: number;
  readonly forest: Forest;
  /** From this score on the contamination's share of the training rows is strange; null without contamination. */
  readonly threshold: number | null;
}

const TREES_A_TASK = 10;

/**
 * Isolation Forest (Liu, Ting, Zhou 2008) with random single-column splits, or oblique ones (Hariri et al. 2019), one
 * category against the rest for categorical columns, and missing values divided over both branches. Score: 2 to the
 * power of minus mean path length over c(sampleSize); 0.5 is what evenly spread rows get.
 * A training table of one row scores 0.5 everywhere (with `compat: "sklearn"`, 1).
 */
export const isolationForest: Estimator<IsolationForestParams, FittedIsolationForest> = {
  kind: "isolation-forest",
  defaults: ISOLATION_DEFAULTS,
  resolve: resolveIsolation,
  fit: fitIsolationForest,
  score: scoreIsolationForest,
  parse: parseIsolationForest,
};

/** The score that a mean of leaf values means: explanations that add up to the mean translate with it. */
export function toIsolationScore(
  model: Pick<FittedIsolationForest, "params" | "normalPath">,
  mean: number,
): number {
  // The logistic function of a mean log density: 0.5 where the leaf is as dense as the whole.
  if (model.params.scoring === "density") return 1 / (1 + Math.exp(mean));
  if (model.normalPath === 0) return model.params.compat === "sklearn" ? 1 : 0.5;
  return 2 ** (-mean / model.normalPath);
}

async function fitIsolationForest(
  given: Partial<IsolationForestParams>,
  table: Matrix,
  options: FitOptions,
): Promise<FittedIsolationForest> {
  const params = resolveIsolation(given);
  checkFitOptions(options);
  checkMatrix(table);
  checkNotEmpty(table, "fit an isolation forest");
  if (options.rowWeights !== undefined) checkRowWeights(options.rowWeights, table.rows);
  const growth = toGrowth(params, table.rows);
  const setup = toSetup(params, table, options);
  const tasks = toTreeRanges(params.trees, TREES_A_TASK);
  const growing = runTasks(ISOLATION_JOB, { setup, tasks }, options);
  // The header's hash is made here while other threads grow the trees.
  const header = createHeader("isolation-forest", table, options.seed);
  const forest = joinForests(await growing);
  const fitted: FittedIsolationForest = {
    ...header,
    params,
    sampleSize: growth.sampleSize,
    normalPath: pathLengths(growth.sampleSize, params.compat)[growth.sampleSize]!,
    forest,
    threshold: null,
  };
  if (params.contamination === null) return fitted;
  const scores = scoreIsolationForest(fitted, table);
  return {
    ...fitted,
    threshold: thresholdAt(scores, { kind: "contamination", share: params.contamination }),
  };
}

function toSetup(params: IsolationForestParams, table: Matrix, options: FitOptions): IsolationSetup {
  const inThreads = (options.threads ?? 1) > 1;
  const weights = options.rowWeights ?? null;
  return {
    columns: inThreads ? toSharedMatrix(table).columns : table.columns,
    rows: table.rows,
    weights: weights !== null && inThreads ? toSharedArray(weights) : weights,
    ...toGrowth(params, table.rows),
    ndim: Math.min(params.ndim, table.columns.length),
    scoring: params.scoring,
    poolGain: params.poolGain,
    compat: params.compat,
    seed: options.seed,
  };
}

function scoreIsolationForest(fitted: FittedIsolationForest, table: Matrix): Float64Array {
  const sums = sumTrees(fitted.forest, alignMatrix(table, fitted.features));
  const trees = treeCount(fitted.forest);
  for (let row = 0; row < sums.length; row++) sums[row] = toIsolationScore(fitted, sums[row]! / trees);
  return sums;
}

/** Scores the row placed last. */
export function createIsolationRowScorer(fitted: FittedIsolationForest, row: OneRow): () => number {
  const sum = createRowSum(fitted.forest, row);
  const trees = treeCount(fitted.forest);
  return () => toIsolationScore(fitted, sum()[0]! / trees);
}

function parseIsolationForest(text: string): FittedIsolationForest {
  const { header, body } = parseModel(text, "isolation-forest");
  const { params, sampleSize, normalPath, threshold } = body;
  if (typeof sampleSize !== "number" || typeof normalPath !== "number" || !isRecord(params)) {
    throw brokenModel("its body is not whole");
  }
  if (threshold !== null && typeof threshold !== "number") throw brokenModel("its threshold is no number");
  const forest = readForest(body["forest"], header.features.length);
  if (forest.outputs !== 1) throw brokenModel("an isolation forest has one output");
  return { ...header, params: resolveIsolation(params), sampleSize, normalPath, forest, threshold };
}
