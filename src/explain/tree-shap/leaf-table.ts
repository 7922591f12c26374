import { BOTH, type Forest, LEAF, NUMERIC } from "../../learn/index.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { branchAt } from "./rows.ts";
import type { TreePlan } from "./walk.ts";

/**
 * For many rows and a shallow tree: what a leaf contributes depends only on which of its path's features the row
 * satisfies, so all 2^features answers are computed once, and each row looks one up per leaf. Tree by tree, so that
 * only one tree's tables exist at a time; in full precision.
 */

/** Distinct features on a path; a leaf's table has 2^features lines. */
export const TABLE_FEATURES_MAX = 9;
/** Numbers of one tree's tables, and its nodes. */
export const TABLE_VALUES_MAX = 1 << 20;
export const TABLE_NODES_MAX = 1 << 14;
/** Columns of a row; wider rows are walked. */
export const TABLE_COLUMNS_MAX = 4096;

/* One set of arrays for ever, for the same reason as in the walk. */
const table = new Float64Array(TABLE_VALUES_MAX);
/** Per leaf: its node, where its table starts, and where its list of features starts in `leafFeatures`. */
const leafNodes = new Int32Array(TABLE_NODES_MAX);
const tableAt = new Int32Array(TABLE_NODES_MAX);
const featuresAt = new Int32Array(TABLE_NODES_MAX);
const featureCount = new Int32Array(TABLE_NODES_MAX);
const leafFeatures = new Int32Array(TABLE_NODES_MAX * TABLE_FEATURES_MAX);
/** Per node: column (-1: leaf), threshold, right child, and the bit of its feature on the path. */
const column = new Int32Array(TABLE_NODES_MAX);
const threshold = new Float64Array(TABLE_NODES_MAX);
const right = new Int32Array(TABLE_NODES_MAX);
const bit = new Int32Array(TABLE_NODES_MAX);
/** Of the leaf whose table is being built, per feature and per pattern of failed features. */
const POINTS_MAX = Math.ceil(TABLE_FEATURES_MAX / 2);
const factors = new Float64Array(2 * TABLE_FEATURES_MAX * POINTS_MAX);
const coefficients = new Float64Array(2 * TABLE_FEATURES_MAX * POINTS_MAX);
const products = new Float64Array(POINTS_MAX << TABLE_FEATURES_MAX);
/** The row's cells and what the tree adds to them, by column. */
const rowCells = new Float64Array(TABLE_COLUMNS_MAX);
const rowPhi = new Float64Array(TABLE_COLUMNS_MAX);
/** Bits of the features whose edges the row did not all take; written anew for each row. */
const failed = new Int32Array(TABLE_NODES_MAX);

let nodes = 0;
let leaves = 0;

/** The rows to explain: their cells and where their contributions are added, both row by row. */
export interface TableRows {
  readonly cells: Float64Array;
  readonly values: Float64Array;
  readonly width: number;
}

/** The tree whose tables were built last. */
export interface LoadedTree {
  readonly forest: Forest;
  readonly first: number;
}

/** Builds the tree's tables; false when it is too large for them, and must be walked. */
export function loadTables(forest: Forest, plan: TreePlan, output: number): boolean {
  nodes = plan.end - plan.first;
  leaves = 0;
  if (plan.features > TABLE_FEATURES_MAX || nodes > TABLE_NODES_MAX) return false;
  const build: Build = {
    forest,
    first: plan.first,
    output,
    quadrature: gaussLegendre(plan.size),
    used: 0,
    listed: 0,
  };
  return addNode(build, plan.first, []);
}

interface Build {
  readonly forest: Forest;
  readonly first: number;
  readonly output: number;
  readonly quadrature: ReturnType<typeof gaussLegendre>;
  used: number;
  listed: number;
}

interface PathFeature {
  readonly column: number;
  /** Product of the cover ratios of its edges. */
  readonly z: number;
}

function addNode(build: Build, node: number, path: readonly PathFeature[]): boolean {
  const { forest, first } = build;
  const at = node - first;
  if (forest.split[node] === LEAF) return addLeaf(build, node, path);
  const feature = forest.feature[node]!;
  const known = path.findIndex((other) => other.column === feature);
  const place = known < 0 ? path.length : known;
  const z = known < 0 ? 1 : path[known]!.z;
  column[at] = feature;
  threshold[at] = forest.split[node] === NUMERIC ? forest.threshold[node]! : Number.NaN;
  right[at] = forest.right[node]! - first;
  bit[at] = 1 << place;
  const below = (child: number): readonly PathFeature[] => {
    const next = { column: feature, z: (z * forest.cover[child]!) / forest.cover[node]! };
    return known < 0 ? [...path, next] : path.with(known, next);
  };
  return (
    addNode(build, node + 1, below(node + 1)) &&
    addNode(build, forest.right[node]!, below(forest.right[node]!))
  );
}

function addLeaf(build: Build, node: number, path: readonly PathFeature[]): boolean {
  const { forest, first, output, quadrature } = build;
  const at = node - first;
  const count = path.length;
  const lines = 1 << count;
  if (build.used + lines * count > TABLE_VALUES_MAX) return false;
  column[at] = -1;
  leafNodes[leaves] = at;
  tableAt[leaves] = build.used;
  featuresAt[leaves] = build.listed;
  featureCount[leaves] = count;
  leaves++;
  for (const feature of path) leafFeatures[build.listed++] = feature.column;
  fillFactors(path, quadrature.nodes);
  fillProducts(forest.value[node * forest.outputs + output]!, count, quadrature.weights);
  const points = quadrature.nodes.length;
  for (let mask = 0; mask < lines; mask++) {
    const line = mask * points;
    for (let i = 0; i < count; i++) {
      const from = (2 * i + ((mask >>> i) & 1)) * points;
      let sum = 0;
      for (let q = 0; q < points; q++) sum += products[line + q]! * coefficients[from + q]!;
      table[build.used++] = sum;
    }
  }
  return true;
}

/**
 * A leaf's answer is v (o_i - z_i) times the integral of the other features' factors: their product over this one's
 * factor. Here each feature's factor and its (o_i - z_i) / factor, satisfied and failed, at each quadrature node.
 */
function fillFactors(path: readonly PathFeature[], points: ArrayLike<number>): void {
  let at = 0;
  for (const { z } of path) {
    for (let fails = 0; fails < 2; fails++) {
      const reach = 1 - fails - z;
      for (let q = 0; q < points.length; q++, at++) {
        const factor = z + reach * points[q]!;
        factors[at] = factor;
        coefficients[at] = reach / factor;
      }
    }
  }
}

/** The product of all factors for each pattern of failed features, one feature after another. */
function fillProducts(value: number, count: number, weights: ArrayLike<number>): void {
  const points = weights.length;
  for (let q = 0; q < points; q++) products[q] = value * weights[q]!;
  for (let i = 0; i < count; i++) {
    const half = points << i;
    for (let at = 0; at < half; at += points) {
      for (let q = 0; q < points; q++) {
        const before = products[at + q]!;
        products[half + at + q] = before * factors[(2 * i + 1) * points + q]!;
        products[at + q] = before * factors[2 * i * points + q]!;
      }
    }
  }
}

/**
 * Adds the loaded tree's contributions for the row that starts at `start`; false, with nothing added, when the row
 * goes down two branches somewhere and must be walked.
 */
export function addFromTables(
  { forest, first }: LoadedTree,
  { cells, values, width }: TableRows,
  start: number,
): boolean {
  for (let c = 0; c < width; c++) rowCells[c] = cells[start + c]!;
  failed[0] = 0;
  for (let node = 0; node < nodes; node++) {
    const feature = column[node]!;
    if (feature < 0) continue;
    const cell = rowCells[feature]!;
    const test = threshold[node]!;
    let goesLeft = cell <= test;
    if (!(goesLeft || cell > test)) {
      const branch = branchAt(forest, first + node, cell);
      if (branch === BOTH) return false;
      goesLeft = branch === 1;
    }
    const before = failed[node]!;
    const mine = bit[node]!;
    const left = goesLeft ? 0 : mine;
    failed[node + 1] = before | left;
    failed[right[node]!] = before | (mine - left);
  }
  for (let c = 0; c < width; c++) rowPhi[c] = values[start + c]!;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const node = leafNodes[leaf]!;
    const count = featureCount[leaf]!;
    const from = tableAt[leaf]! + failed[node]! * count;
    const names = featuresAt[leaf]!;
    for (let i = 0; i < count; i++) rowPhi[leafFeatures[names + i]!]! += table[from + i]!;
  }
  for (let c = 0; c < width; c++) values[start + c] = rowPhi[c]!;
  return true;
}
