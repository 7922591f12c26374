import { toError } from "../../domain/index.ts";
import { alignMatrix, type Feature, type Forest, type Matrix } from "../../learn/index.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
import { addFromTables, loadTables, TABLE_COLUMNS_MAX, TABLE_FEATURES_MAX } from "./leaf-table.ts";
import { planTrees } from "./plan.ts";
import { copyRows, treeOutput } from "./rows.ts";
import { BLOCK_VALUES_MAX, blockPhi, blockRows, loadTree, type TreePlan, walkLoadedTree } from "./walk.ts";

/** What each feature adds to each row's output: `base + sum of values = output`, up to `residuals`. */
export interface Contributions {
  readonly features: readonly string[];
  readonly rows: number;
  /** The output when nothing is known of a row: the cover-weighted mean over the trees' leaves. */
  readonly base: number;
  /** The forest's output for each row, computed without any Shapley value. */
  readonly outputs: Float64Array;
  /** Row by row, one number a feature. */
  readonly values: Float64Array;
  /** output - base - sum of values: what the arithmetic lost. */
  readonly residuals: Float64Array;
}

/** A forest and the columns it was fitted on. */
export interface ForestModel {
  readonly forest: Forest;
  readonly features: readonly Feature[];
}

export interface ContributionOptions {
  /** Which of the forest's outputs; 0 unless said. */
  readonly output?: number;
  /**
   * `walk`: each row walks each tree. `leaf-tables`: answers are tabled per leaf first, and rows look them up; trees
   * and rows that do not fit are walked. Both are exact and differ by rounding only (3e-15 was seen). Unless said, trees
   * of few features on a path are tabled from TABLE_ROWS_MIN rows on, which is then faster by up to two thirds.
   */
  readonly method?: "walk" | "leaf-tables";
}

/**
 * Unless the method is said: rows that repay the tables (an isolation forest of depth 8 breaks even at 270, measured),
 * and distinct features on a path whose tables they repay.
 */
export const TABLE_ROWS_MIN = 320;
export const TABLE_FEATURES_QUICK_MAX = 8;

/** Rows that one tree is walked for before the next: the tree stays in the nearest cache. */
const BLOCK_ROWS = 64;

/**
 * Exact path-dependent Shapley values of a forest's mean output over its trees, by Quadrature-TreeSHAP. What a tree
 * expects of a feature that is left out is the cover-weighted mean of both branches, as in Lundberg's TreeSHAP.
 * A missing value that goes down both branches contributes nothing. Throws EXPLAIN_OBLIQUE, EXPLAIN_TREE_LARGE,
 * EXPLAIN_OUTPUT.
 */
export function contributionsOf(
  model: ForestModel,
  table: Matrix,
  options: ContributionOptions = {},
): Contributions {
  const { forest } = model;
  const output = checkOutput(forest, options.output ?? 0);
  const aligned = alignMatrix(table, model.features);
  const width = aligned.columns.length;
  const plans = planTrees(forest, width);
  const cells = new Float64Array(aligned.rows * width);
  copyRows(aligned, { from: 0, to: aligned.rows }, cells);
  const work: Work = {
    forest,
    plans,
    output,
    cells,
    width,
    rows: aligned.rows,
    values: new Float64Array(cells.length),
  };
  const featuresMax = tabledFeaturesMax(options.method, aligned);
  addWalked({ ...work, plans: plans.filter((plan) => plan.features > featuresMax) });
  addTabled({ ...work, plans: plans.filter((plan) => plan.features <= featuresMax) });
  const values = work.values.map((sum) => sum / plans.length);
  const base = baseOf(forest, output);
  const outputs = outputsOf(work);
  const features = model.features.map(({ name }) => name);
  return {
    features,
    rows: aligned.rows,
    base,
    outputs,
    values,
    residuals: residualsOf(base, outputs, values),
  };
}

interface Work {
  readonly forest: Forest;
  readonly plans: readonly TreePlan[];
  readonly output: number;
  /** Row by row. */
  readonly cells: Float64Array;
  readonly width: number;
  readonly rows: number;
  /** Sums over the trees, row by row. */
  readonly values: Float64Array;
}

/** Trees with at most so many features on a path are tabled; -1: none. */
function tabledFeaturesMax(method: ContributionOptions["method"], table: Matrix): number {
  if (table.columns.length > TABLE_COLUMNS_MAX || method === "walk") return -1;
  if (method === "leaf-tables") return TABLE_FEATURES_MAX;
  return table.rows < TABLE_ROWS_MIN ? -1 : TABLE_FEATURES_QUICK_MAX;
}

function addWalked({ forest, plans, output, cells, width, rows, values }: Work): void {
  const step = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_VALUES_MAX / Math.max(1, width))));
  for (let from = 0; from < rows; from += step) {
    const start = from * width;
    const end = Math.min(from + step, rows) * width;
    blockRows.set(cells.subarray(start, end));
    blockPhi.fill(0, 0, end - start);
    for (const plan of plans) {
      loadTree(forest, plan, output);
      for (let at = 0; at < end - start; at += width) walkLoadedTree(at);
    }
    values.set(blockPhi.subarray(0, end - start), start);
  }
}

function addTabled(work: Work): void {
  const { forest, plans, output, width, rows } = work;
  for (const plan of plans) {
    const tabled = loadTables(forest, plan, output);
    const tree = { forest, first: plan.first };
    let loaded = false;
    for (let start = 0; start < rows * width; start += width) {
      if (tabled && addFromTables(tree, work, start)) continue;
      if (!loaded) loadTree(forest, plan, output);
      loaded = true;
      walkOne(work, start);
    }
  }
}

function walkOne({ cells, values, width }: Work, start: number): void {
  blockRows.set(cells.subarray(start, start + width));
  blockPhi.fill(0, 0, width);
  walkLoadedTree(0);
  for (let c = 0; c < width; c++) values[start + c]! += blockPhi[c]!;
}

/** The forest's outputs, without any Shapley value: what the contributions must add up to. */
function outputsOf({ forest, plans, output, cells, width, rows }: Work): Float64Array {
  const outputs = new Float64Array(rows);
  for (const { first } of plans) {
    for (let row = 0; row < rows; row++)
      outputs[row]! += treeOutput(forest, first, { cells, at: row * width, output });
  }
  return outputs.map((sum) => sum / plans.length);
}

/** The mean of the trees' root values. */
export function baseOf(forest: Forest, output: number): number {
  const trees = forest.roots.length - 1;
  let sum = 0;
  for (let tree = 0; tree < trees; tree++)
    sum += forest.value[forest.roots[tree]! * forest.outputs + output]!;
  return sum / trees;
}

export function checkOutput(forest: Forest, output: number): number {
  if (Number.isInteger(output) && output >= 0 && output < forest.outputs) return output;
  throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_OUTPUT", { output, outputs: forest.outputs });
}

/** What is missing from `base + sum of values` to each output. */
export function residualsOf(base: number, outputs: Float64Array, values: Float64Array): Float64Array {
  const width = outputs.length === 0 ? 0 : values.length / outputs.length;
  return outputs.map((output, row) => {
    let sum = base;
    for (let at = row * width; at < (row + 1) * width; at++) sum += values[at]!;
    return output - sum;
  });
}
