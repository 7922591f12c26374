import { toError } from "../../domain/index.ts";
import { alignMatrix, type Feature, type Forest, type Matrix } from "../../learn/index.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
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
}

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
  const values = new Float64Array(aligned.rows * width);
  const outputs = new Float64Array(aligned.rows);
  const step = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_VALUES_MAX / Math.max(1, width))));
  for (let from = 0; from < aligned.rows; from += step) {
    const to = Math.min(from + step, aligned.rows);
    copyRows(aligned, { from, to }, blockRows);
    blockPhi.fill(0, 0, (to - from) * width);
    walkBlock(forest, plans, { rows: to - from, width, output, outputs: outputs.subarray(from, to) });
    for (let i = 0, at = from * width; i < (to - from) * width; i++)
      values[at + i] = blockPhi[i]! / plans.length;
  }
  const base = baseOf(forest, output);
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

interface Block {
  readonly rows: number;
  readonly width: number;
  readonly output: number;
  readonly outputs: Float64Array;
}

function walkBlock(
  forest: Forest,
  plans: readonly TreePlan[],
  { rows, width, output, outputs }: Block,
): void {
  for (const plan of plans) {
    loadTree(forest, plan, output);
    for (let i = 0; i < rows; i++) walkLoadedTree(i * width);
    for (let i = 0; i < rows; i++) {
      outputs[i]! += treeOutput(forest, plan.first, { cells: blockRows, at: i * width, output });
    }
  }
  for (let i = 0; i < rows; i++) outputs[i]! /= plans.length;
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
