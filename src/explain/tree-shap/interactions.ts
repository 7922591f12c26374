import { alignMatrix, BOTH, type Forest, LEAF, type Matrix } from "../../learn/index.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { planTrees } from "./plan.ts";
import { branchAt, copyRows } from "./rows.ts";
import {
  type ContributionOptions,
  type Contributions,
  checkOutput,
  contributionsOf,
  type ForestModel,
} from "./tree-shap.ts";
import type { TreePlan } from "./walk.ts";

/** Contributions split into pairs, as shap defines it. */
export interface Interactions extends Contributions {
  /**
   * One features x features matrix a row, row-major and symmetric: off the diagonal half of the pair's Shapley
   * interaction index, on it what is left of the feature's contribution. Each matrix row sums to that contribution.
   */
  readonly pairs: Float64Array;
}

/** A feature on the path from the root: z, and whether the row left one of its edges. */
interface OnPath {
  readonly column: number;
  readonly z: number;
  readonly cold: boolean;
}

interface PairWalk {
  readonly forest: Forest;
  readonly output: number;
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  readonly cells: Float64Array;
  readonly pairs: Float64Array;
  readonly width: number;
}

/**
 * SHAP interaction values by the same quadrature: the index of a pair is the leaf's value times both features'
 * (o - z) times the integral over the factors of all others. Costs some features-per-path times more than
 * contributions alone, and features squared numbers a row; meant for one row or a few.
 */
export function interactionsOf(
  model: ForestModel,
  table: Matrix,
  options: ContributionOptions = {},
): Interactions {
  const { forest } = model;
  const output = checkOutput(forest, options.output ?? 0);
  const single = contributionsOf(model, table, options);
  const aligned = alignMatrix(table, model.features);
  const width = aligned.columns.length;
  const pairs = new Float64Array(aligned.rows * width * width);
  const cells = new Float64Array(width);
  const plans = planTrees(forest, width);
  for (let row = 0; row < aligned.rows; row++) {
    copyRows(aligned, { from: row, to: row + 1 }, cells);
    const own = pairs.subarray(row * width * width, (row + 1) * width * width);
    for (const plan of plans) addTreePairs(plan, { forest, output, cells, pairs: own, width });
    finishPairs(own, single.values.subarray(row * width, (row + 1) * width), plans.length);
  }
  return { ...single, pairs };
}

function addTreePairs(plan: TreePlan, rest: Omit<PairWalk, "nodes" | "weights">): void {
  const { nodes, weights } = gaussLegendre(plan.size);
  visitPairs({ ...rest, nodes, weights }, plan.first, { path: [], product: weights });
}

interface Branch {
  readonly path: readonly OnPath[];
  readonly product: Float64Array;
}

/** The sums over the leaves below of product times value, one for each quadrature node. */
function visitPairs(walk: PairWalk, node: number, branch: Branch): Float64Array {
  const { forest } = walk;
  if (forest.split[node] === LEAF) {
    const value = forest.value[node * forest.outputs + walk.output]!;
    return branch.product.map((c) => c * value);
  }
  const column = forest.feature[node]!;
  const taken = branchAt(forest, node, walk.cells[column]!);
  const left = edge(
    walk,
    { parent: node, child: node + 1, hot: taken === BOTH ? null : taken === 1 },
    branch,
  );
  const right = forest.right[node]!;
  return edge(walk, { parent: node, child: right, hot: taken === BOTH ? null : taken === 0 }, branch).map(
    (h, q) => h + left[q]!,
  );
}

interface Edge {
  readonly parent: number;
  readonly child: number;
  /** Null: the row goes both ways, and nothing about the feature changes but the weight. */
  readonly hot: boolean | null;
}

function edge(walk: PairWalk, { parent, child, hot }: Edge, branch: Branch): Float64Array {
  const { forest, nodes } = walk;
  const column = forest.feature[parent]!;
  const share = forest.cover[child]! / forest.cover[parent]!;
  const before = branch.path.find((other) => other.column === column) ?? { column, z: 1, cold: false };
  if (hot === null || before.cold) {
    return visitPairs(walk, child, { ...branch, product: branch.product.map((c) => c * share) });
  }
  const after: OnPath = { column, z: before.z * share, cold: !hot };
  const others = branch.path.filter((other) => other.column !== column);
  const product = branch.product.map(
    (c, q) => (c * factorAt(after, nodes[q]!)) / factorAt(before, nodes[q]!),
  );
  const below = visitPairs(walk, child, { path: [...others, after], product });
  // What the edge changes about this feature multiplies what is now known of each other one on the path.
  const change = below.map(
    (h, q) => h * (attributionAt(after, nodes[q]!) - attributionAt(before, nodes[q]!)),
  );
  for (const other of others) {
    let sum = 0;
    for (let q = 0; q < change.length; q++) sum += change[q]! * attributionAt(other, nodes[q]!);
    walk.pairs[column * walk.width + other.column]! += sum / 2;
  }
  return below;
}

/** z + (o - z) p, and (o - z) over it. */
const factorAt = ({ z, cold }: OnPath, p: number): number => (cold ? z * (1 - p) : z + (1 - z) * p);
const attributionAt = ({ z, cold }: OnPath, p: number): number =>
  cold ? -1 / (1 - p) : (1 - z) / (z + (1 - z) * p);

/** Mean over trees, both halves of each pair, and the diagonal. */
function finishPairs(pairs: Float64Array, single: Float64Array, trees: number): void {
  const width = single.length;
  for (let a = 0; a < width; a++) {
    for (let b = a + 1; b < width; b++) {
      const sum = (pairs[a * width + b]! + pairs[b * width + a]!) / trees;
      pairs[a * width + b] = sum;
      pairs[b * width + a] = sum;
    }
  }
  for (let a = 0; a < width; a++) {
    let rest = single[a]!;
    for (let b = 0; b < width; b++) if (b !== a) rest -= pairs[a * width + b]!;
    pairs[a * width + a] = rest;
  }
}
