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

/* One set of arrays for ever, for the same reason as in the walk. */
const table = new Float64Array(TABLE_VALUES_MAX);
/** Per leaf: where its table starts, and where its list of features starts in `leafFeatures`. */
const tableAt = new Int32Array(TABLE_NODES_MAX);
const featuresAt = new Int32Array(TABLE_NODES_MAX);
const featureCount = new Int32Array(TABLE_NODES_MAX);
const leafFeatures = new Int32Array(TABLE_NODES_MAX * TABLE_FEATURES_MAX);
/** Per node: column (-1: leaf), threshold, right child, and the bit of its feature on the path. */
const column = new Int32Array(TABLE_NODES_MAX);
const threshold = new Float64Array(TABLE_NODES_MAX);
const right = new Int32Array(TABLE_NODES_MAX);
const bit = new Int32Array(TABLE_NODES_MAX);
/** Bits of the features whose edges the row did not all take; written anew for each row. */
const failed = new Int32Array(TABLE_NODES_MAX);

let nodes = 0;

/** The rows to explain: their cells and where their contributions are added, both row by row. */
export interface TableRows {
  readonly cells: Float64Array;
  readonly values: Float64Array;
}

/** The tree whose tables were built last. */
export interface LoadedTree {
  readonly forest: Forest;
  readonly first: number;
}

/** Builds the tree's tables; false when it is too large for them, and must be walked. */
export function loadTables(forest: Forest, plan: TreePlan, output: number): boolean {
  nodes = plan.end - plan.first;
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
  tableAt[at] = build.used;
  featuresAt[at] = build.listed;
  featureCount[at] = count;
  for (const feature of path) leafFeatures[build.listed++] = feature.column;
  const value = forest.value[node * forest.outputs + output]!;
  for (let mask = 0; mask < lines; mask++, build.used += count)
    fillLine(path, { mask, value, quadrature, at: build.used });
  return true;
}

interface Line {
  /** Bits of the features that the row does not satisfy. */
  readonly mask: number;
  readonly value: number;
  readonly quadrature: ReturnType<typeof gaussLegendre>;
  readonly at: number;
}

/** v (o_i - z_i) times the integral of the other features' factors: their product over this one's factor. */
function fillLine(path: readonly PathFeature[], { mask, value, quadrature, at }: Line): void {
  const { nodes: points, weights } = quadrature;
  table.fill(0, at, at + path.length);
  for (let q = 0; q < points.length; q++) {
    const p = points[q]!;
    let product = value * weights[q]!;
    for (let i = 0; i < path.length; i++) product *= factorOf(path[i]!.z, (mask >>> i) & 1, p);
    for (let i = 0; i < path.length; i++) {
      const fails = (mask >>> i) & 1;
      const { z } = path[i]!;
      table[at + i]! += (product * (1 - fails - z)) / factorOf(z, fails, p);
    }
  }
}

const factorOf = (z: number, fails: number, p: number): number => z + (1 - fails - z) * p;

/**
 * Adds the loaded tree's contributions for the row that starts at `start`; false, with nothing added, when the row
 * goes down two branches somewhere and must be walked.
 */
export function addFromTables(
  { forest, first }: LoadedTree,
  { cells, values }: TableRows,
  start: number,
): boolean {
  failed[0] = 0;
  for (let node = 0; node < nodes; node++) {
    const feature = column[node]!;
    if (feature < 0) continue;
    const cell = cells[start + feature]!;
    const test = threshold[node]!;
    let goesLeft = cell <= test;
    if (!(goesLeft || cell > test)) {
      const branch = branchAt(forest, first + node, cell);
      if (branch === BOTH) return false;
      goesLeft = branch === 1;
    }
    const before = failed[node]!;
    failed[node + 1] = goesLeft ? before : before | bit[node]!;
    failed[right[node]!] = goesLeft ? before | bit[node]! : before;
  }
  for (let node = 0; node < nodes; node++) {
    if (column[node]! >= 0) continue;
    const count = featureCount[node]!;
    const from = tableAt[node]! + failed[node]! * count;
    const names = featuresAt[node]!;
    for (let i = 0; i < count; i++) values[start + leafFeatures[names + i]!]! += table[from + i]!;
  }
  return true;
}
