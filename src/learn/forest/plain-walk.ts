import type { Column, Matrix } from "../matrix.ts";
import { BOTH, branchOfCode, branchOfNumber, type Forest, LEAF, OBLIQUE, treeCount } from "./forest.ts";

/** How many branches of one tree can wait at once: one per level, and preorder trees of 2^16 rows stay below it. */
const WAITING_START = 64;

/**
 * The walk as the papers write it: row by row, tree by tree, a divided row down both branches. It takes every kind of
 * split and is the reference that the coded walk must equal to the last bit.
 */
export interface PlainWalk {
  /** Adds the trees' values for one row of the aligned matrix to `sums` from `at`: `outputs` numbers. */
  addRow(row: number, sums: Float64Array, at: number): void;
}

export function createPlainWalk(forest: Forest, matrix: Matrix): PlainWalk {
  const { split, right, cover, value, outputs, roots } = forest;
  const columns = matrix.columns;
  const trees = treeCount(forest);
  let waitingNodes = new Int32Array(WAITING_START);
  let waitingShares = new Float64Array(WAITING_START);

  const addDivided = (start: number, row: number, sums: Float64Array, at: number): void => {
    let waiting = 1;
    waitingNodes[0] = start;
    waitingShares[0] = 1;
    while (waiting > 0) {
      waiting--;
      let node = waitingNodes[waiting]!;
      let share = waitingShares[waiting]!;
      while (split[node] !== LEAF) {
        const branch = branchAt(forest, node, columns, row);
        if (branch !== BOTH) {
          node = branch === 1 ? node + 1 : right[node]!;
          continue;
        }
        if (waiting === waitingNodes.length) {
          waitingNodes = doubled(waitingNodes, new Int32Array(2 * waiting));
          waitingShares = doubled(waitingShares, new Float64Array(2 * waiting));
        }
        const leftShare = cover[node + 1]! / cover[node]!;
        waitingNodes[waiting] = right[node]!;
        waitingShares[waiting] = share * (1 - leftShare);
        waiting++;
        share *= leftShare;
        node++;
      }
      for (let k = 0; k < outputs; k++) sums[at + k]! += share * value[node * outputs + k]!;
    }
  };

  const addRow = (row: number, sums: Float64Array, at: number): void => {
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree]!;
      let branch = 0;
      while (split[node] !== LEAF) {
        branch = branchAt(forest, node, columns, row);
        if (branch === BOTH) break;
        node = branch === 1 ? node + 1 : right[node]!;
      }
      if (branch === BOTH) addDivided(node, row, sums, at);
      else for (let k = 0; k < outputs; k++) sums[at + k]! += value[node * outputs + k]!;
    }
  };
  return { addRow };
}

/** 1 left, 0 right, 2 both, for any kind of split. */
export function branchAt(forest: Forest, node: number, columns: readonly Column[], row: number): 0 | 1 | 2 {
  if (forest.split[node] === OBLIQUE) {
    return projectRow(forest, forest.feature[node]!, columns, row) <= forest.threshold[node]! ? 1 : 0;
  }
  const column = columns[forest.feature[node]!]!;
  return column.kind === "numeric"
    ? branchOfNumber(forest, node, column.values[row]!)
    : branchOfCode(forest, node, column.codes[row]!);
}

/** Where the row lies along the plane's normal. Missing values and unseen categories take the plane's median. */
export function projectRow(forest: Forest, plane: number, columns: readonly Column[], row: number): number {
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
