import {
  BOTH,
  branchOfCode,
  branchOfNumber,
  type Forest,
  LEAF,
  type Matrix,
  NUMERIC,
} from "../../learn/index.ts";

/** Half-open. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Copies rows `from` to `to` of an aligned table into `out`, row by row: numbers and category codes. */
export function copyRows(table: Matrix, { from, to }: RowRange, out: Float64Array): void {
  const width = table.columns.length;
  for (let c = 0; c < width; c++) {
    const column = table.columns[c]!;
    const cells = column.kind === "numeric" ? column.values : column.codes;
    for (let row = from, at = c; row < to; row++, at += width) out[at] = cells[row]!;
  }
}

/**
 * One tree's value for the row that starts at `rowAt`: the leaf that it reaches, or the cover-weighted mean of the
 * leaves where a missing value or an unseen category sends it both ways. Knows nothing of Shapley values, so that
 * sums of contributions can be checked against it.
 */
export function treeOutput(forest: Forest, root: number, row: TreeRow): number {
  let node = root;
  for (;;) {
    if (forest.split[node] === LEAF) return forest.value[node * forest.outputs + row.output]!;
    const branch = branchAt(forest, node, row.cells[row.at + forest.feature[node]!]!);
    if (branch === BOTH) {
      const right = forest.right[node]!;
      const left = treeOutput(forest, node + 1, row) * (forest.cover[node + 1]! / forest.cover[node]!);
      return left + treeOutput(forest, right, row) * (forest.cover[right]! / forest.cover[node]!);
    }
    node = branch === 1 ? node + 1 : forest.right[node]!;
  }
}

export interface TreeRow {
  readonly cells: Float64Array;
  readonly at: number;
  readonly output: number;
}

/** 1 left, 0 right, 2 both, at a split on one column. */
export const branchAt = (forest: Forest, node: number, cell: number): 0 | 1 | 2 =>
  forest.split[node] === NUMERIC ? branchOfNumber(forest, node, cell) : branchOfCode(forest, node, cell);
