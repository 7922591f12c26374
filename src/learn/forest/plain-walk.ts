import type { Column, Matrix } from "../matrix.ts";
import { BOTH, branchOfCode, branchOfNumber, type Forest, LEAF, NUMERIC, OBLIQUE } from "./forest.ts";

/** How many branches of one tree can wait at once: one per divided level; doubled when a tree needs more. */
const WAITING_START = 64;

/**
 * The walk as the papers write it: row by row, tree by tree, a divided row down both branches. It takes every kind of
 * split and is the reference that the coded walk must equal to the last bit.
 */
export interface TreeWalk {
  /** Adds one tree's values for a row of the aligned matrix to the row's `outputs` sums. */
  addTree(tree: number, row: number, sums: Float64Array): void;
}

export function createTreeWalk(forest: Forest, matrix: Matrix): TreeWalk {
  const { split, right, cover, value, outputs, roots } = forest;
  const asker: Asker = { forest, columns: matrix.columns };
  let waitingNodes = new Int32Array(WAITING_START);
  let waitingShares = new Float64Array(WAITING_START);

  const addLeaf = (leaf: number, row: number, sums: Float64Array): void => {
    for (let k = 0; k < outputs; k++) sums[row * outputs + k]! += value[leaf * outputs + k]!;
  };

  /** Adds the leaves below `start`, each weighted by its share of the row. */
  const addDivided = (start: number, row: number, sums: Float64Array): void => {
    let waiting = 1;
    waitingNodes[0] = start;
    waitingShares[0] = 1;
    while (waiting > 0) {
      waiting--;
      let node = descend(asker, waitingNodes[waiting]!, row);
      let share = waitingShares[waiting]!;
      while (split[node] !== LEAF) {
        if (waiting === waitingNodes.length) {
          waitingNodes = doubled(waitingNodes, new Int32Array(2 * waiting));
          waitingShares = doubled(waitingShares, new Float64Array(2 * waiting));
        }
        const leftShare = cover[node + 1]! / cover[node]!;
        waitingNodes[waiting] = right[node]!;
        waitingShares[waiting] = share * (1 - leftShare);
        waiting++;
        share *= leftShare;
        node = descend(asker, node + 1, row);
      }
      for (let k = 0; k < outputs; k++) sums[row * outputs + k]! += share * value[node * outputs + k]!;
    }
  };

  const addTree = (tree: number, row: number, sums: Float64Array): void => {
    const end = descend(asker, roots[tree]!, row);
    if (split[end] === LEAF) addLeaf(end, row, sums);
    else addDivided(end, row, sums);
  };
  return { addTree };
}

/** A forest with the aligned columns that it asks. */
export interface Asker {
  readonly forest: Forest;
  readonly columns: readonly Column[];
}

/** The leaf that the row comes to from `node`, or the first node below that sends it both ways. */
function descend(asker: Asker, node: number, row: number): number {
  const { split, feature, threshold, right } = asker.forest;
  let at = node;
  for (;;) {
    const kind = split[at]!;
    if (kind === LEAF) return at;
    if (kind === NUMERIC) {
      const column = asker.columns[feature[at]!]!;
      const value = column.kind === "numeric" ? column.values[row]! : Number.NaN;
      if (value <= threshold[at]!) {
        at++;
        continue;
      }
      if (value > threshold[at]!) {
        at = right[at]!;
        continue;
      }
    }
    const branch = branchAt(asker, at, row);
    if (branch === BOTH) return at;
    at = branch === 1 ? at + 1 : right[at]!;
  }
}

/** 1 left, 0 right, 2 both, for any kind of split. */
export function branchAt({ forest, columns }: Asker, node: number, row: number): 0 | 1 | 2 {
  const feature = forest.feature[node]!;
  if (forest.split[node] === OBLIQUE) {
    return projectRow({ forest, columns }, feature, row) <= forest.threshold[node]! ? 1 : 0;
  }
  const column = columns[feature]!;
  return column.kind === "numeric"
    ? branchOfNumber(forest, node, column.values[row]!)
    : branchOfCode(forest, node, column.codes[row]!);
}

/** Where the row lies along the plane's normal. Missing values and unseen categories take the plane's median. */
function projectRow({ forest, columns }: Asker, plane: number, row: number): number {
  const planes = forest.planes!;
  let sum = 0;
  for (let term = planes.start[plane]!; term < planes.start[plane + 1]!; term++) {
    const column = columns[planes.features[term]!]!;
    let value = planes.medians[term]!;
    if (column.kind === "numeric") {
      const number = column.values[row]!;
      if (!Number.isNaN(number)) value = number;
    } else {
      const code = column.codes[row]!;
      if (code >= 0) value = code === planes.categories[term]! ? 1 : 0;
    }
    sum += planes.weights[term]! * value;
  }
  return sum;
}

function doubled<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
