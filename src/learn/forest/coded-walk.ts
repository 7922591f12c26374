import type { Matrix } from "../matrix.ts";
import type { CodedForest, HeapShape, PointerShape } from "./coded-forest.ts";
import { countBelow, type RankCoder } from "./rank-coder.ts";

/** Rows whose codes and sums stay in the nearest cache while all trees pass over them. A multiple of four. */
export const BLOCK_ROWS = 256;

/**
 * Adds the trees' values for a block of rows to `sums`, tree after tree, so that each sum adds up in the same order as
 * in the plain walk. `codes` holds `width` codes a row; rows are padded to a multiple of four.
 */
export type BlockWalk = (codes: Uint16Array, rows: number, sums: Float64Array) => void;

export function createBlockWalk({ coders, outputs, shape }: CodedForest): BlockWalk {
  const width = coders.length;
  if (shape.kind === "heap") {
    return (codes, rows, sums) => walkHeaps(shape, { codes, rows, width, outputs }, sums);
  }
  return (codes, rows, sums) => walkPointers(shape, { codes, rows, width, outputs }, sums);
}

/**
 * Writes the codes of rows `from` to `to`. `odd[i]` becomes 1 where row from + i holds a missing value or an unseen
 * category in a column that the forest asks for: such a row needs the plain walk.
 */
export function codeRows(
  { coders }: CodedForest,
  matrix: Matrix,
  range: {
    readonly from: number;
    readonly to: number;
    readonly codes: Uint16Array;
    readonly odd: Uint8Array;
  },
): void {
  const { from, to, codes, odd } = range;
  odd.fill(0, 0, to - from);
  coders.forEach((coder, at) => {
    const column = matrix.columns[coder.column]!;
    if (coder.kind === "rank" && column.kind === "numeric") {
      codeNumbers(coder, column.values, { ...range, at, width: coders.length });
    } else if (coder.kind === "membership" && column.kind === "categorical") {
      for (let row = from; row < to; row++) {
        const code = column.codes[row]!;
        if (code < 0) odd[row - from] = 1;
        else codes[(row - from) * coders.length + at] = coder.codeOf[code]!;
      }
    }
  });
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly codes: Uint16Array;
  readonly odd: Uint8Array;
  readonly at: number;
  readonly width: number;
}

function codeNumbers(coder: RankCoder, values: Float64Array, range: NumberRange): void {
  const { from, to, codes, odd, at, width } = range;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) odd[row - from] = 1;
    else codes[(row - from) * width + at] = countBelow(coder, value);
  }
}

interface Block {
  readonly codes: Uint16Array;
  readonly rows: number;
  readonly width: number;
  readonly outputs: number;
}

/**
 * Four rows at a time, so that their loads overlap. No branch depends on the data: the sign bit of bound minus code is
 * the step to the right child.
 */
function walkHeaps(shape: HeapShape, { codes, rows, width, outputs }: Block, sums: Float64Array): void {
  const { questions, values, depth, trees } = shape;
  const size = 1 << depth;
  const adder: Adder = { values, sums, outputs };
  for (let tree = 0; tree < trees; tree++) {
    const base = tree * size;
    for (let row = 0; row < rows; row += 4) {
      const r0 = row * width;
      const r1 = r0 + width;
      const r2 = r1 + width;
      const r3 = r2 + width;
      let i0 = 1;
      let i1 = 1;
      let i2 = 1;
      let i3 = 1;
      for (let level = 0; level < depth; level++) {
        const q0 = questions[base + i0]!;
        const q1 = questions[base + i1]!;
        const q2 = questions[base + i2]!;
        const q3 = questions[base + i3]!;
        i0 = (i0 << 1) + (((q0 & 0xffff) - codes[r0 + (q0 >>> 16)]!) >>> 31);
        i1 = (i1 << 1) + (((q1 & 0xffff) - codes[r1 + (q1 >>> 16)]!) >>> 31);
        i2 = (i2 << 1) + (((q2 & 0xffff) - codes[r2 + (q2 >>> 16)]!) >>> 31);
        i3 = (i3 << 1) + (((q3 & 0xffff) - codes[r3 + (q3 >>> 16)]!) >>> 31);
      }
      const leaf = base - size;
      if (outputs === 1) {
        sums[row]! += values[leaf + i0]!;
        sums[row + 1]! += values[leaf + i1]!;
        sums[row + 2]! += values[leaf + i2]!;
        sums[row + 3]! += values[leaf + i3]!;
      } else {
        addLeaf(adder, leaf + i0, row);
        addLeaf(adder, leaf + i1, row + 1);
        addLeaf(adder, leaf + i2, row + 2);
        addLeaf(adder, leaf + i3, row + 3);
      }
    }
  }
}

function walkPointers(shape: PointerShape, { codes, rows, width, outputs }: Block, sums: Float64Array): void {
  const { nodes, values, roots, depths } = shape;
  const adder: Adder = { values, sums, outputs };
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const depth = depths[tree]!;
    for (let row = 0; row < rows; row += 4) {
      const r0 = row * width;
      const r1 = r0 + width;
      const r2 = r1 + width;
      const r3 = r2 + width;
      let i0 = root;
      let i1 = root;
      let i2 = root;
      let i3 = root;
      for (let level = 0; level < depth; level++) {
        const q0 = nodes[2 * i0]!;
        const q1 = nodes[2 * i1]!;
        const q2 = nodes[2 * i2]!;
        const q3 = nodes[2 * i3]!;
        i0 = nodes[2 * i0 + 1]! + (((q0 & 0xffff) - codes[r0 + (q0 >>> 16)]!) >>> 31);
        i1 = nodes[2 * i1 + 1]! + (((q1 & 0xffff) - codes[r1 + (q1 >>> 16)]!) >>> 31);
        i2 = nodes[2 * i2 + 1]! + (((q2 & 0xffff) - codes[r2 + (q2 >>> 16)]!) >>> 31);
        i3 = nodes[2 * i3 + 1]! + (((q3 & 0xffff) - codes[r3 + (q3 >>> 16)]!) >>> 31);
      }
      if (outputs === 1) {
        sums[row]! += values[i0]!;
        sums[row + 1]! += values[i1]!;
        sums[row + 2]! += values[i2]!;
        sums[row + 3]! += values[i3]!;
      } else {
        addLeaf(adder, i0, row);
        addLeaf(adder, i1, row + 1);
        addLeaf(adder, i2, row + 2);
        addLeaf(adder, i3, row + 3);
      }
    }
  }
}

/** Sums of several outputs a row. */
interface Adder {
  readonly values: Float64Array;
  readonly sums: Float64Array;
  readonly outputs: number;
}

function addLeaf({ values, sums, outputs }: Adder, leaf: number, row: number): void {
  for (let k = 0; k < outputs; k++) sums[row * outputs + k]! += values[leaf * outputs + k]!;
}
