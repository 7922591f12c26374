import type { Column, Matrix } from "../matrix.ts";
import type { OneRow } from "../row/one-row.ts";
import type { CodedForest, Coder, HeapShape, PointerShape } from "./coded-forest.ts";
import { type Forest, treeCount } from "./forest.ts";
import { createGapWalk } from "./gap-walk.ts";
import { createTreeWalk } from "./plain-walk.ts";
import { countBelow } from "./rank-coder.ts";
import { CODED_ROWS_MIN, toCoded } from "./sum-trees.ts";

/** The sums of the trees' values for the row placed last, one an output; written over by the next call. */
export type RowSum = () => Float64Array;

/**
 * Sums the trees for one row after another, without new memory. Where a table's walk takes eight rows down one tree,
 * this one takes one row down four trees, so that their loads overlap; the leaves are added in the order of the trees,
 * which gives the same bits as `sumTrees`.
 */
export function createRowSum(forest: Forest, { table }: OneRow): RowSum {
  const sums = new Float64Array(forest.outputs);
  const trees = treeCount(forest);
  const sumPlainly =
    forest.planes === null ? sumWithGaps(forest, table, sums) : sumObliquely(forest, table, sums);
  const coded = toCoded(forest, table.columns.length, CODED_ROWS_MIN);
  if (coded === null || coded === "cannot") return sumPlainly;
  const codes = new Int32Array(coded.coders.length);
  const walk =
    coded.shape.kind === "heap" ? createHeapWalk(coded.shape, codes) : createPointerWalk(coded.shape, codes);
  const { outputs } = coded;
  return () => {
    if (!codeCells(coded, table.columns, codes)) return sumPlainly();
    const { reached, values } = walk();
    sums.fill(0);
    for (let tree = 0; tree < trees; tree++) {
      const leaf = reached[tree]! * outputs;
      for (let k = 0; k < outputs; k++) sums[k]! += values[leaf + k]!;
    }
    return sums;
  };
}

function sumWithGaps(forest: Forest, { columns }: Matrix, sums: Float64Array): RowSum {
  const walk = createGapWalk(forest, columns);
  const trees = treeCount(forest);
  return () => {
    walk.load();
    sums.fill(0);
    for (let tree = 0; tree < trees; tree++) walk.addTree(tree, sums);
    return sums;
  };
}

function sumObliquely(forest: Forest, table: Matrix, sums: Float64Array): RowSum {
  const walk = createTreeWalk(forest, table);
  const trees = treeCount(forest);
  return () => {
    sums.fill(0);
    for (let tree = 0; tree < trees; tree++) walk.addTree(tree, 0, sums);
    return sums;
  };
}

/** False where a cell is missing or unseen: such a row may go down several branches and needs the plain walk. */
function codeCells({ coders }: CodedForest, columns: readonly Column[], codes: Int32Array): boolean {
  for (let at = 0; at < coders.length; at++) {
    const coder = coders[at]!;
    const code = codeCell(coder, columns[coder.column]!);
    if (code < 0) return false;
    codes[at] = code << 16;
  }
  return true;
}

function codeCell(coder: Coder, column: Column): number {
  if (coder.kind === "rank") {
    const value = column.kind === "numeric" ? column.values[0]! : Number.NaN;
    return Number.isNaN(value) ? -1 : countBelow(coder, value);
  }
  const category = column.kind === "categorical" ? column.codes[0]! : -1;
  return category < 0 ? -1 : coder.codeOf[category]!;
}

interface Reached {
  /** Of each tree the place of its leaf in `values`, in leaves. */
  readonly reached: Int32Array;
  readonly values: Float64Array;
}

/** Trees that are walked at once. */
const TOGETHER = 4;
/** What no code exceeds, so that a tree which fills up the last four stays where it is. */
const ALWAYS_LEFT = 0x7fff << 16;

function createHeapWalk({ questions, values, depth }: HeapShape, codes: Int32Array): () => Reached {
  const size = 1 << depth;
  const trees = Math.ceil(questions.length / TOGETHER) * TOGETHER;
  const asked = new Int32Array(trees * size).fill(ALWAYS_LEFT);
  questions.forEach((tree, at) => {
    asked.set(tree, at * size);
  });
  const found: Reached = { reached: new Int32Array(trees), values: joinValues(values) };
  const { reached } = found;
  return () => {
    for (let tree = 0; tree < trees; tree += TOGETHER) {
      const b0 = tree * size;
      const b1 = b0 + size;
      const b2 = b1 + size;
      const b3 = b2 + size;
      let i0 = 1;
      let i1 = 1;
      let i2 = 1;
      let i3 = 1;
      for (let level = 0; level < depth; level++) {
        const q0 = asked[b0 + i0]!;
        const q1 = asked[b1 + i1]!;
        const q2 = asked[b2 + i2]!;
        const q3 = asked[b3 + i3]!;
        i0 = (i0 << 1) + ((q0 - codes[q0 & 0xffff]!) >>> 31);
        i1 = (i1 << 1) + ((q1 - codes[q1 & 0xffff]!) >>> 31);
        i2 = (i2 << 1) + ((q2 - codes[q2 & 0xffff]!) >>> 31);
        i3 = (i3 << 1) + ((q3 - codes[q3 & 0xffff]!) >>> 31);
      }
      reached[tree] = b0 + i0 - size;
      reached[tree + 1] = b1 + i1 - size;
      reached[tree + 2] = b2 + i2 - size;
      reached[tree + 3] = b3 + i3 - size;
    }
    return found;
  };
}

function createPointerWalk({ nodes, values, depths }: PointerShape, codes: Int32Array): () => Reached {
  const trees = Math.ceil(nodes.length / TOGETHER) * TOGETHER;
  const { words, roots } = joinNodes(nodes, trees);
  const found: Reached = { reached: new Int32Array(trees), values: joinValues(values) };
  const { reached } = found;
  const deepest = Int32Array.from({ length: trees / TOGETHER }, (_, group) =>
    depths
      .subarray(group * TOGETHER, (group + 1) * TOGETHER)
      .reduce((most, depth) => Math.max(most, depth), 0),
  );
  return () => {
    for (let tree = 0; tree < trees; tree += TOGETHER) {
      const depth = deepest[tree / TOGETHER]!;
      let i0 = roots[tree]!;
      let i1 = roots[tree + 1]!;
      let i2 = roots[tree + 2]!;
      let i3 = roots[tree + 3]!;
      for (let level = 0; level < depth; level++) {
        const q0 = words[2 * i0]!;
        const q1 = words[2 * i1]!;
        const q2 = words[2 * i2]!;
        const q3 = words[2 * i3]!;
        i0 = words[2 * i0 + 1]! + ((q0 - codes[q0 & 0xffff]!) >>> 31);
        i1 = words[2 * i1 + 1]! + ((q1 - codes[q1 & 0xffff]!) >>> 31);
        i2 = words[2 * i2 + 1]! + ((q2 - codes[q2 & 0xffff]!) >>> 31);
        i3 = words[2 * i3 + 1]! + ((q3 - codes[q3 & 0xffff]!) >>> 31);
      }
      reached[tree] = i0;
      reached[tree + 1] = i1;
      reached[tree + 2] = i2;
      reached[tree + 3] = i3;
    }
    return found;
  };
}

/** The trees behind each other with pointers from the first one's root; the last node is a leaf for trees that fill up. */
function joinNodes(
  nodes: readonly Int32Array[],
  trees: number,
): { readonly words: Int32Array; readonly roots: Int32Array } {
  const total = nodes.reduce((sum, tree) => sum + tree.length / 2, 0);
  const words = new Int32Array(2 * total + 2);
  const roots = new Int32Array(trees).fill(total);
  words.set([ALWAYS_LEFT, total], 2 * total);
  let root = 0;
  nodes.forEach((tree, at) => {
    roots[at] = root;
    for (let node = 0; node < tree.length / 2; node++) {
      words[2 * (root + node)] = tree[2 * node]!;
      words[2 * (root + node) + 1] = root + tree[2 * node + 1]!;
    }
    root += tree.length / 2;
  });
  return { words, roots };
}

function joinValues(values: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(values.reduce((sum, tree) => sum + tree.length, 0));
  let at = 0;
  for (const tree of values) {
    joined.set(tree, at);
    at += tree.length;
  }
  return joined;
}
