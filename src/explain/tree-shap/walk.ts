import { BOTH, branchOfCode, branchOfNumber, type Forest, LEAF, NUMERIC } from "../../learn/index.ts";
import { gaussLegendre } from "./gauss-legendre.ts";

/**
 * Quadrature-TreeSHAP (arXiv 2605.04497) in its homogenised form. For one leaf of value v and its path's features,
 * with z_i the product of cover ratios on i's edges and o_i = 1 where the row takes all of them (else 0), the Shapley
 * value is v (o_i - z_i) times the integral over p from 0 to 1 of the product over the other features of
 * z_j + (o_j - z_j) p. The integrand is a polynomial, so Gauss-Legendre nodes give it exactly, and all leaves share
 * the products along the tree: one visit per node, a handful of numbers per visit, every factor positive.
 *
 * A path feature is unseen, hot (all its edges taken so far) or cold (left). At an edge that sends the row down both
 * branches by cover (a missing value, an unseen category) both o and z scale by the same ratio: nothing is attributed
 * and the ratio o / z stays, so the feature's state stays as well.
 */
const UNSEEN = 0;
const HOT = 1;
const COLD = 2;

/**
 * Quadrature nodes are exact for twice as many distinct features on one path. Grown forests reach rounding error with
 * eight, but trees of very uneven covers do not (1e-5 was measured), so only paths of more than 64 features are
 * cut short; at 32 nodes nothing of that was seen any more.
 */
export const QUADRATURE_MAX = 32;
/** Nodes of one tree. */
export const TREE_NODES_MAX = 262_144;
/** Depth of one tree; the walk is recursive. */
export const TREE_DEPTH_MAX = 1000;
/** Numbers of the rows that are walked together; also the most columns that a row can have. */
export const BLOCK_VALUES_MAX = 262_144;

/*
 * The working memory is one set of arrays per thread, for ever the same: V8 then compiles their addresses into the
 * walk, which makes it 1.5 times as fast as arrays that are passed in (measured). A walk never waits, so nobody else
 * can come in between. Each tree is copied in before it is walked, which a few rows repay.
 */
/** -1 at leaves. */
const feature = new Int32Array(TREE_NODES_MAX);
/** NaN where the forest must be asked: no comparison with it holds. */
const threshold = new Float64Array(TREE_NODES_MAX);
const right = new Int32Array(TREE_NODES_MAX);
/** Share of the parent's cover that goes to this node. */
const share = new Float64Array(TREE_NODES_MAX);
const leafValue = new Float64Array(TREE_NODES_MAX);

/** Rows of `size` numbers, one per depth: the product so far, sums over the leaves below, 1 / factor of a feature. */
const product = new Float64Array(QUADRATURE_MAX * (TREE_DEPTH_MAX + 2));
const below = new Float64Array(QUADRATURE_MAX * (TREE_DEPTH_MAX + 2));
const inverse = new Float64Array(QUADRATURE_MAX * (TREE_DEPTH_MAX + 2));
/** Quadrature nodes p, 1 - p and 1 / (1 - p). */
const nodes = new Float64Array(QUADRATURE_MAX);
const rest = new Float64Array(QUADRATURE_MAX);
const restInverse = new Float64Array(QUADRATURE_MAX);
/** Per feature: its state, z while hot, the place of its row in `inverse` while hot. */
const state = new Uint8Array(BLOCK_VALUES_MAX);
const ratio = new Float64Array(BLOCK_VALUES_MAX);
const inverseAt = new Int32Array(BLOCK_VALUES_MAX);

/** The rows of the block, row by row: numbers and category codes of all columns. The caller fills them. */
export const blockRows = new Float64Array(BLOCK_VALUES_MAX);
/** Where their contributions are added up. The caller clears them. */
export const blockPhi = new Float64Array(BLOCK_VALUES_MAX);

let size = 0;
let rowAt = 0;
let forest: Forest | null = null;
let firstNode = 0;
const weights = new Float64Array(QUADRATURE_MAX);

/** One tree of a forest, ready to be loaded. */
export interface TreePlan {
  readonly first: number;
  readonly end: number;
  /** The most distinct features on one path. */
  readonly features: number;
  /** Quadrature nodes that make it exact, at most QUADRATURE_MAX. */
  readonly size: number;
}

/** Makes the tree the one that `walkLoadedTree` walks. `outputAt` chooses the output of its values. */
export function loadTree(from: Forest, plan: TreePlan, outputAt: number): void {
  forest = from;
  firstNode = plan.first;
  for (let node = plan.first, at = 0; node < plan.end; node++, at++) {
    feature[at] = from.split[node] === LEAF ? -1 : from.feature[node]!;
    threshold[at] = from.split[node] === NUMERIC ? from.threshold[node]! : Number.NaN;
    leafValue[at] = from.value[node * from.outputs + outputAt]!;
    if (feature[at]! < 0) continue;
    right[at] = from.right[node]! - plan.first;
    share[at + 1] = from.cover[node + 1]! / from.cover[node]!;
    share[right[at]!] = from.cover[from.right[node]!]! / from.cover[node]!;
  }
  if (plan.size !== size) setQuadrature(plan.size);
}

/** Adds the loaded tree's Shapley values for the block's row that starts at `start` to `blockPhi`. */
export function walkLoadedTree(start: number): void {
  if (feature[0]! < 0) return;
  rowAt = start;
  for (let q = 0; q < size; q++) product[q] = weights[q]!;
  visit(0, 0);
}

function setQuadrature(count: number): void {
  const rule = gaussLegendre(count);
  size = count;
  for (let q = 0; q < count; q++) {
    nodes[q] = rule.nodes[q]!;
    rest[q] = 1 - rule.nodes[q]!;
    restInverse[q] = 1 / (1 - rule.nodes[q]!);
    weights[q] = rule.weights[q]!;
  }
}

/** Leaves in `below[at..]` the sum over the leaves under the node of product times value. */
function visit(node: number, at: number): void {
  const column = feature[node]!;
  const known = state[column]!;
  for (let q = at; q < at + size; q++) below[q] = 0;
  const value = blockRows[rowAt + column]!;
  const test = threshold[node]!;
  let goesLeft = value <= test;
  // Neither holds for a missing number, nor at a split on categories.
  if (known === COLD || !(goesLeft || value > test)) {
    const branch = known === COLD ? BOTH : branchOf(node, value);
    if (branch === BOTH) {
      scaleEdge(node + 1, at);
      scaleEdge(right[node]!, at);
      return;
    }
    goesLeft = branch === 1;
  }
  const taken = goesLeft ? node + 1 : right[node]!;
  const other = goesLeft ? right[node]! : node + 1;
  if (known === UNSEEN) {
    takeFirst(column, taken, at);
    leaveFirst(column, other, at);
    state[column] = UNSEEN;
    return;
  }
  const z = ratio[column]!;
  const g = inverseAt[column]!;
  takeNext(column, taken, at);
  ratio[column] = z;
  inverseAt[column] = g;
  leaveNext(column, other, at);
  state[column] = HOT;
}

function branchOf(node: number, value: number): 0 | 1 | 2 {
  const from = forest!;
  const at = firstNode + node;
  return from.split[at] === NUMERIC ? branchOfNumber(from, at, value) : branchOfCode(from, at, value);
}

/** Nothing is attributed: the feature is cold already, or the row goes down both branches. */
function scaleEdge(child: number, at: number): void {
  const r = share[child]!;
  if (feature[child]! < 0) {
    const v = r * leafValue[child]!;
    for (let q = at; q < at + size; q++) below[q]! += v * product[q]!;
    return;
  }
  const to = at + size;
  for (let q = 0; q < size; q++) product[to + q] = r * product[at + q]!;
  visit(child, to);
  for (let q = 0; q < size; q++) below[at + q]! += below[to + q]!;
}

/** The feature's first edge, taken: its factor is F = r + (1 - r) p; at a leaf F and its inverse cancel. */
function takeFirst(column: number, child: number, at: number): void {
  const r = share[child]!;
  const cold = 1 - r;
  let sum = 0;
  if (feature[child]! < 0) {
    const v = leafValue[child]!;
    for (let q = 0; q < size; q++) {
      const c = v * product[at + q]!;
      below[at + q]! += c * (r + cold * nodes[q]!);
      sum += c;
    }
    blockPhi[rowAt + column]! += cold * sum;
    return;
  }
  const to = at + size;
  for (let q = 0; q < size; q++) {
    const factor = r + cold * nodes[q]!;
    product[to + q] = factor * product[at + q]!;
    inverse[to + q] = 1 / factor;
  }
  state[column] = HOT;
  ratio[column] = r;
  inverseAt[column] = to;
  visit(child, to);
  for (let q = 0; q < size; q++) {
    const h = below[to + q]!;
    below[at + q]! += h;
    sum += h * inverse[to + q]!;
  }
  blockPhi[rowAt + column]! += cold * sum;
}

/** The feature's first edge, left: its factor is r (1 - p), the attribution -1 / (1 - p). */
function leaveFirst(column: number, child: number, at: number): void {
  const r = share[child]!;
  let sum = 0;
  if (feature[child]! < 0) {
    const v = r * leafValue[child]!;
    for (let q = 0; q < size; q++) {
      const c = v * product[at + q]!;
      below[at + q]! += c * rest[q]!;
      sum += c;
    }
    blockPhi[rowAt + column]! -= sum;
    return;
  }
  const to = at + size;
  for (let q = 0; q < size; q++) product[to + q] = r * rest[q]! * product[at + q]!;
  state[column] = COLD;
  visit(child, to);
  for (let q = 0; q < size; q++) {
    const h = below[to + q]!;
    below[at + q]! += h;
    sum += h * restInverse[q]!;
  }
  blockPhi[rowAt + column]! -= sum;
}

/** A hot feature's next edge, taken: the old factor is divided out, the new one multiplied in. */
function takeNext(column: number, child: number, at: number): void {
  const g = inverseAt[column]!;
  const coldBefore = 1 - ratio[column]!;
  const z = ratio[column]! * share[child]!;
  const cold = 1 - z;
  let sum = 0;
  if (feature[child]! < 0) {
    const v = leafValue[child]!;
    for (let q = 0; q < size; q++) {
      const before = inverse[g + q]!;
      const c = v * product[at + q]! * before;
      const factor = z + cold * nodes[q]!;
      below[at + q]! += c * factor;
      sum += c * (cold - coldBefore * factor * before);
    }
    blockPhi[rowAt + column]! += sum;
    return;
  }
  const to = at + size;
  for (let q = 0; q < size; q++) {
    const factor = z + cold * nodes[q]!;
    product[to + q] = factor * product[at + q]! * inverse[g + q]!;
    inverse[to + q] = 1 / factor;
  }
  ratio[column] = z;
  inverseAt[column] = to;
  visit(child, to);
  for (let q = 0; q < size; q++) {
    const h = below[to + q]!;
    below[at + q]! += h;
    sum += h * (cold * inverse[to + q]! - coldBefore * inverse[g + q]!);
  }
  blockPhi[rowAt + column]! += sum;
}

/** A hot feature's next edge, left: from here on it is cold. */
function leaveNext(column: number, child: number, at: number): void {
  const g = inverseAt[column]!;
  const coldBefore = 1 - ratio[column]!;
  const z = ratio[column]! * share[child]!;
  let sum = 0;
  if (feature[child]! < 0) {
    const v = z * leafValue[child]!;
    for (let q = 0; q < size; q++) {
      const before = inverse[g + q]!;
      const c = v * product[at + q]! * before;
      below[at + q]! += c * rest[q]!;
      sum += c * (1 + rest[q]! * coldBefore * before);
    }
    blockPhi[rowAt + column]! -= sum;
    return;
  }
  const to = at + size;
  for (let q = 0; q < size; q++) product[to + q] = z * rest[q]! * product[at + q]! * inverse[g + q]!;
  state[column] = COLD;
  visit(child, to);
  for (let q = 0; q < size; q++) {
    const h = below[to + q]!;
    below[at + q]! += h;
    sum += h * (restInverse[q]! + coldBefore * inverse[g + q]!);
  }
  blockPhi[rowAt + column]! -= sum;
}
