import type { Matrix } from "../matrix.ts";
import { type CodedForest, codeForest } from "./coded-forest.ts";
import { BLOCK_ROWS, codeRows, createBlockWalk } from "./coded-walk.ts";
import { type Forest, treeCount } from "./forest.ts";
import { createTreeWalk } from "./plain-walk.ts";

/** From so many rows on it pays to code a forest that has not been coded before. */
export const CODED_ROWS_MIN = 512;

/** A fitted forest is coded once and forgotten with it. */
const CODED = new WeakMap<Forest, CodedForest | "cannot">();

/**
 * The sum of the trees' values for each row of the aligned matrix: `outputs` numbers a row. The coded and the plain walk
 * give equal bits, so neither the number of rows nor their company changes a row's sum.
 */
export function sumTrees(forest: Forest, matrix: Matrix): Float64Array {
  const sums = new Float64Array(matrix.rows * forest.outputs);
  const plain = createTreeWalk(forest, matrix);
  const trees = treeCount(forest);
  const addRow = (row: number): void => {
    for (let tree = 0; tree < trees; tree++) plain.addTree(tree, row, sums);
  };
  const coded = toCoded(forest, matrix.columns.length, matrix.rows);
  if (coded === null || coded === "cannot") {
    for (let row = 0; row < matrix.rows; row++) addRow(row);
    return sums;
  }
  const walk = createBlockWalk(coded);
  const { outputs } = forest;
  const odd = new Uint8Array(BLOCK_ROWS);
  const blockSums = new Float64Array(BLOCK_ROWS * outputs);
  for (let from = 0; from < matrix.rows; from += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, matrix.rows - from);
    codeRows(coded, matrix, { from, to: from + rows, odd });
    blockSums.fill(0);
    walk(rows, blockSums);
    for (let i = 0; i < rows; i++) {
      const at = (from + i) * outputs;
      if (odd[i] === 1) addRow(from + i);
      else for (let k = 0; k < outputs; k++) sums[at + k] = blockSums[i * outputs + k]!;
    }
  }
  return sums;
}

/** The forest's coded form, made at most once; null where the rows are too few to make it. */
export function toCoded(forest: Forest, columns: number, rows: number): CodedForest | "cannot" | null {
  let coded = CODED.get(forest);
  if (coded === undefined) {
    if (rows < CODED_ROWS_MIN) return null;
    coded = codeForest(forest, columns) ?? "cannot";
    CODED.set(forest, coded);
  }
  return coded;
}

/** Takes a coded form that another thread made of this forest. */
export function adoptCoded(forest: Forest, coded: CodedForest | "cannot"): void {
  CODED.set(forest, coded);
}
