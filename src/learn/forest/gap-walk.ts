import type { Column } from "../matrix.ts";
import { BOTH, branchOfCode, branchOfNumber, type Forest, LEAF, NUMERIC } from "./forest.ts";

/** Adds one tree's values for the row whose cells were placed last. */
export type AddTree = (tree: number, sums: Float64Array) => void;

/** The walk of one row with gaps; `load` takes the cells out of the one-row columns. */
export interface GapWalk {
  readonly load: () => void;
  readonly addTree: AddTree;
}

/**
 * The plain walk for one row after another: the same steps and sums in the same order, with cells side by side and the
 * branches' shares worked out beforehand: up to twice as fast. Not for oblique splits.
 */
export function createGapWalk(forest: Forest, columns: readonly Column[]): GapWalk {
  const { split, right, cover, value, outputs, roots, feature, threshold } = forest;
  const cells = new Float64Array(columns.length);
  const leftShares = Float64Array.from(split, (kind, node) =>
    kind === LEAF ? 1 : cover[node + 1]! / cover[node]!,
  );
  // Each waiting branch hangs from a node of its own on the way down.
  const waitingMax = deepestOf(forest) + 1;
  const waitingNodes = new Int32Array(waitingMax);
  const waitingShares = new Float64Array(waitingMax);

  /** The leaf that the row comes to from `node`, or the first node below that sends it both ways. */
  const descend = (node: number): number => {
    let at = node;
    for (let kind = split[at]!; kind !== LEAF; kind = split[at]!) {
      const cell = cells[feature[at]!]!;
      if (kind === NUMERIC) {
        if (cell <= threshold[at]!) {
          at++;
          continue;
        }
        if (cell > threshold[at]!) {
          at = right[at]!;
          continue;
        }
      }
      const branch = kind === NUMERIC ? branchOfNumber(forest, at, cell) : branchOfCode(forest, at, cell);
      if (branch === BOTH) return at;
      at = branch === 1 ? at + 1 : right[at]!;
    }
    return at;
  };

  const addTree: AddTree = (tree, sums) => {
    let waiting = 1;
    waitingNodes[0] = roots[tree]!;
    waitingShares[0] = 1;
    while (waiting > 0) {
      waiting--;
      let node = descend(waitingNodes[waiting]!);
      let share = waitingShares[waiting]!;
      while (split[node] !== LEAF) {
        const leftShare = leftShares[node]!;
        waitingNodes[waiting] = right[node]!;
        waitingShares[waiting] = share * (1 - leftShare);
        waiting++;
        share *= leftShare;
        node = descend(node + 1);
      }
      for (let k = 0; k < outputs; k++) sums[k]! += share * value[node * outputs + k]!;
    }
  };

  const load = (): void => {
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]!;
      cells[at] = column.kind === "numeric" ? column.values[0]! : column.codes[0]!;
    }
  };
  return { load, addTree };
}

/** Depth of the deepest leaf of all trees. */
function deepestOf({ split, right }: Forest): number {
  const depths = new Int32Array(split.length);
  let deepest = 0;
  for (let node = 0; node < split.length; node++) {
    const depth = depths[node]!;
    if (split[node] === LEAF) {
      deepest = Math.max(deepest, depth);
      continue;
    }
    depths[node + 1] = depth + 1;
    depths[right[node]!] = depth + 1;
  }
  return deepest;
}
