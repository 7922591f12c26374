import type { Matrix } from "../matrix.ts";
import {
  CODE_COLUMNS_MAX,
  type CodedForest,
  HEAP_DEPTH_MAX,
  type HeapShape,
  POINTER_NODES_MAX,
  type PointerShape,
} from "./coded-forest.ts";
import type { RankCoder } from "./rank-coder.ts";

/** Rows whose codes and sums stay in a near cache while all trees pass over them. A multiple of eight. */
export const BLOCK_ROWS = 512;

/*
 * The working memory is one set of arrays per thread, for ever the same, for V8 compiles addresses and lengths of such
 * arrays into the walk; arrays that are passed in cost it registers, which then lack for more rows at a time. With
 * eight rows instead of four it is 1.4 times as fast; sixteen, or codes column by column, are slower again (measured).
 * Each tree is copied in before the block's rows pass over it. A walk never waits, so nobody else can come in between.
 */
/** Row by row, `code << 16`: what questions are compared with. */
const blockCodes = new Int32Array(BLOCK_ROWS * CODE_COLUMNS_MAX);
const heapQuestions = new Int32Array(1 << HEAP_DEPTH_MAX);
/** Leaf of one tree that each row of the block came to. */
const reached = new Int32Array(BLOCK_ROWS);
const pointerNodes = new Int32Array(2 * POINTER_NODES_MAX);

/**
 * Adds the trees' values for the coded block's rows to `sums`, tree after tree, so that each sum adds up in the same
 * order as in the plain walk. `sums` has room for BLOCK_ROWS rows.
 */
export type BlockWalk = (rows: number, sums: Float64Array) => void;

export function createBlockWalk({ coders, outputs, shape }: CodedForest): BlockWalk {
  const width = coders.length;
  if (shape.kind === "heap") return (rows, sums) => walkHeaps(shape, { rows, width, outputs }, sums);
  return (rows, sums) => walkPointers(shape, { rows, width, outputs }, sums);
}

/**
 * Codes rows `from` to `to`, at most BLOCK_ROWS, for the next walk. `odd[i]` becomes 1 where row from + i holds a missing value or an unseen
 * category in a column that the forest asks for: such a row needs the plain walk.
 */
export function codeRows(
  { coders }: CodedForest,
  matrix: Matrix,
  range: {
    readonly from: number;
    readonly to: number;
    readonly odd: Uint8Array;
  },
): void {
  const { from, to, odd } = range;
  odd.fill(0, 0, to - from);
  coders.forEach((coder, at) => {
    const column = matrix.columns[coder.column]!;
    if (coder.kind === "rank" && column.kind === "numeric") {
      codeNumbers(coder, column.values, { ...range, at, width: coders.length });
    } else if (coder.kind === "membership" && column.kind === "categorical") {
      for (let row = from; row < to; row++) {
        const code = column.codes[row]!;
        if (code < 0) odd[row - from] = 1;
        else blockCodes[(row - from) * coders.length + at] = coder.codeOf[code]! << 16;
      }
    }
  });
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly odd: Uint8Array;
  readonly at: number;
  readonly width: number;
}

/** `countBelow`, written out: a call and a search for every cell are half of what coding costs. */
function codeNumbers({ cuts, grid, low, scale }: RankCoder, values: Float64Array, range: NumberRange): void {
  const { from, to, odd, at, width } = range;
  const lastCell = grid.length - 2;
  for (let row = from, place = at; row < to; row++, place += width) {
    const value = values[row]!;
    const where = (value - low) * scale;
    let cell = 0;
    if (where > 0) cell = where < lastCell ? where | 0 : lastCell;
    else if (Number.isNaN(value)) {
      odd[row - from] = 1;
      continue;
    }
    let code = grid[cell]!;
    const end = grid[cell + 1]!;
    while (code < end && cuts[code]! < value) code++;
    blockCodes[place] = code << 16;
  }
}

interface Block {
  readonly rows: number;
  readonly width: number;
  readonly outputs: number;
}

/**
 * Eight rows at a time, so that their loads overlap. No branch depends on the data: the sign bit of question minus code
 * is the step to the right child.
 */
function walkHeaps(shape: HeapShape, block: Block, sums: Float64Array): void {
  const { rows, width } = block;
  const { questions, depth } = shape;
  const size = 1 << depth;
  for (let tree = 0; tree < questions.length; tree++) {
    heapQuestions.set(questions[tree]!);
    for (let row = 0; row < rows; row += 8) {
      const r0 = row * width;
      const r1 = r0 + width;
      const r2 = r1 + width;
      const r3 = r2 + width;
      const r4 = r3 + width;
      const r5 = r4 + width;
      const r6 = r5 + width;
      const r7 = r6 + width;
      let i0 = 1;
      let i1 = 1;
      let i2 = 1;
      let i3 = 1;
      let i4 = 1;
      let i5 = 1;
      let i6 = 1;
      let i7 = 1;
      for (let level = 0; level < depth; level++) {
        const q0 = heapQuestions[i0]!;
        const q1 = heapQuestions[i1]!;
        const q2 = heapQuestions[i2]!;
        const q3 = heapQuestions[i3]!;
        i0 = (i0 << 1) + ((q0 - blockCodes[r0 + (q0 & 0xffff)]!) >>> 31);
        i1 = (i1 << 1) + ((q1 - blockCodes[r1 + (q1 & 0xffff)]!) >>> 31);
        i2 = (i2 << 1) + ((q2 - blockCodes[r2 + (q2 & 0xffff)]!) >>> 31);
        i3 = (i3 << 1) + ((q3 - blockCodes[r3 + (q3 & 0xffff)]!) >>> 31);
        const q4 = heapQuestions[i4]!;
        const q5 = heapQuestions[i5]!;
        const q6 = heapQuestions[i6]!;
        const q7 = heapQuestions[i7]!;
        i4 = (i4 << 1) + ((q4 - blockCodes[r4 + (q4 & 0xffff)]!) >>> 31);
        i5 = (i5 << 1) + ((q5 - blockCodes[r5 + (q5 & 0xffff)]!) >>> 31);
        i6 = (i6 << 1) + ((q6 - blockCodes[r6 + (q6 & 0xffff)]!) >>> 31);
        i7 = (i7 << 1) + ((q7 - blockCodes[r7 + (q7 & 0xffff)]!) >>> 31);
      }
      reached[row] = i0 - size;
      reached[row + 1] = i1 - size;
      reached[row + 2] = i2 - size;
      reached[row + 3] = i3 - size;
      reached[row + 4] = i4 - size;
      reached[row + 5] = i5 - size;
      reached[row + 6] = i6 - size;
      reached[row + 7] = i7 - size;
    }
    addLeaves(shape.values[tree]!, block, sums);
  }
}

function walkPointers(shape: PointerShape, block: Block, sums: Float64Array): void {
  const { rows, width } = block;
  const { nodes, depths } = shape;
  for (let tree = 0; tree < depths.length; tree++) {
    const depth = depths[tree]!;
    pointerNodes.set(nodes[tree]!);
    for (let row = 0; row < rows; row += 8) {
      const r0 = row * width;
      const r1 = r0 + width;
      const r2 = r1 + width;
      const r3 = r2 + width;
      const r4 = r3 + width;
      const r5 = r4 + width;
      const r6 = r5 + width;
      const r7 = r6 + width;
      let i0 = 0;
      let i1 = 0;
      let i2 = 0;
      let i3 = 0;
      let i4 = 0;
      let i5 = 0;
      let i6 = 0;
      let i7 = 0;
      for (let level = 0; level < depth; level++) {
        const q0 = pointerNodes[2 * i0]!;
        const q1 = pointerNodes[2 * i1]!;
        const q2 = pointerNodes[2 * i2]!;
        const q3 = pointerNodes[2 * i3]!;
        i0 = pointerNodes[2 * i0 + 1]! + ((q0 - blockCodes[r0 + (q0 & 0xffff)]!) >>> 31);
        i1 = pointerNodes[2 * i1 + 1]! + ((q1 - blockCodes[r1 + (q1 & 0xffff)]!) >>> 31);
        i2 = pointerNodes[2 * i2 + 1]! + ((q2 - blockCodes[r2 + (q2 & 0xffff)]!) >>> 31);
        i3 = pointerNodes[2 * i3 + 1]! + ((q3 - blockCodes[r3 + (q3 & 0xffff)]!) >>> 31);
        const q4 = pointerNodes[2 * i4]!;
        const q5 = pointerNodes[2 * i5]!;
        const q6 = pointerNodes[2 * i6]!;
        const q7 = pointerNodes[2 * i7]!;
        i4 = pointerNodes[2 * i4 + 1]! + ((q4 - blockCodes[r4 + (q4 & 0xffff)]!) >>> 31);
        i5 = pointerNodes[2 * i5 + 1]! + ((q5 - blockCodes[r5 + (q5 & 0xffff)]!) >>> 31);
        i6 = pointerNodes[2 * i6 + 1]! + ((q6 - blockCodes[r6 + (q6 & 0xffff)]!) >>> 31);
        i7 = pointerNodes[2 * i7 + 1]! + ((q7 - blockCodes[r7 + (q7 & 0xffff)]!) >>> 31);
      }
      reached[row] = i0;
      reached[row + 1] = i1;
      reached[row + 2] = i2;
      reached[row + 3] = i3;
      reached[row + 4] = i4;
      reached[row + 5] = i5;
      reached[row + 6] = i6;
      reached[row + 7] = i7;
    }
    addLeaves(shape.values[tree]!, block, sums);
  }
}

/** Adds the values of the leaves that the block's rows reached. */
function addLeaves(values: Float64Array, { rows, outputs }: Block, sums: Float64Array): void {
  if (outputs === 1) {
    for (let row = 0; row < rows; row++) sums[row]! += values[reached[row]!]!;
    return;
  }
  for (let row = 0; row < rows; row++) {
    const leaf = reached[row]! * outputs;
    for (let k = 0; k < outputs; k++) sums[row * outputs + k]! += values[leaf + k]!;
  }
}
