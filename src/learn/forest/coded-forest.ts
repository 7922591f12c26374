import { CATEGORY_EQUALS, CATEGORY_SET, type Forest, LEAF, NUMERIC, OBLIQUE, treeCount } from "./forest.ts";
import { asksCategory } from "./node-buffer.ts";
import { countBelow, createRankCoder, type RankCoder } from "./rank-coder.ts";

/** A code column's cuts must leave the bound 32767 free, which no code exceeds: it is what leaves ask. */
export const CUTS_MAX = 32_766;
/** Nodes of one tree with pointers; the walk copies each tree into memory of this size. */
export const POINTER_NODES_MAX = 262_144;
/** Above so many columns of codes a row no longer fits the nearest cache and the plain walk is as good. */
export const CODE_COLUMNS_MAX = 2_048;
/** Trees up to this depth are laid out as complete heaps, where a child needs no pointer. */
export const HEAP_DEPTH_MAX = 9;

/** How one column of codes is made from a column of the table. */
export type Coder =
  | RankCoder
  /** 0 for categories of the set, 1 for others. */
  | { readonly kind: "membership"; readonly column: number; readonly codeOf: Uint8Array };

/** What leaves ask: every code is at most the bound 32767. */
const LEAF_QUESTION = 0x7fff << 16;

/**
 * A forest whose questions are "is this row's code at most that", in 31 bits each: bound in the upper half, code column
 * in the lower, so that `question < code << 16` compares the codes without taking the question apart. Rows without
 * missing values and unseen categories go the same way as in the plain forest.
 */
export interface CodedForest {
  readonly coders: readonly Coder[];
  readonly outputs: number;
  readonly shape: HeapShape | PointerShape;
}

/** Complete trees of one depth; node 1 is the root, 2i and 2i + 1 are the children of i. */
export interface HeapShape {
  readonly kind: "heap";
  readonly depth: number;
  /** Of each tree 2^depth questions, the first unused. */
  readonly questions: readonly Int32Array[];
  /** Of each tree 2^depth leaves, `outputs` values each. */
  readonly values: readonly Float64Array[];
}

/**
 * Children stand side by side, left first. A leaf is its own left child and asks what no code exceeds. Pointers count
 * from the tree's root.
 */
export interface PointerShape {
  readonly kind: "pointer";
  /** Of each tree, the greatest depth of its leaves. */
  readonly depths: Int32Array;
  /** Of each tree two words a node: question, left child. */
  readonly nodes: readonly Int32Array[];
  /** Of each tree `outputs` values a node. */
  readonly values: readonly Float64Array[];
}

/** Null where a forest cannot be coded: oblique splits, or too many cuts, code columns or nodes. */
export function codeForest(forest: Forest, columns: number): CodedForest | null {
  if (forest.planes !== null) return null;
  const cutsOf = gatherCuts(forest, columns);
  const coders: Coder[] = [];
  const rankColumn = new Int32Array(columns).fill(-1);
  for (const [column, cuts] of cutsOf) {
    if (cuts.length > CUTS_MAX) return null;
    rankColumn[column] = coders.length;
    coders.push(createRankCoder(column, cuts));
  }
  const memberships = gatherMemberships(forest, coders);
  if (memberships === null) return null;
  const questionOf = (node: number): number => {
    const split = forest.split[node]!;
    if (split === LEAF) return LEAF_QUESTION;
    if (split === OBLIQUE) throw new Error("Oblique forests have planes");
    if (asksCategory(split)) return memberships.get(membershipKey(forest, node))!;
    const codeColumn = rankColumn[forest.feature[node]!]!;
    const coder = coders[codeColumn]!;
    const rank = coder.kind === "rank" ? countBelow(coder, forest.threshold[node]!) : 0;
    return (rank << 16) | codeColumn;
  };
  const depths = treeDepths(forest);
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
  if (deepest <= HEAP_DEPTH_MAX) {
    return { coders, outputs: forest.outputs, shape: toHeap(forest, deepest, questionOf) };
  }
  if (largestTree(forest) > POINTER_NODES_MAX) return null;
  return { coders, outputs: forest.outputs, shape: toPointers(forest, depths, questionOf) };
}

function gatherCuts(forest: Forest, columns: number): [number, Float64Array][] {
  const counts = new Int32Array(columns);
  const { split, feature, threshold } = forest;
  for (let node = 0; node < split.length; node++) if (split[node] === NUMERIC) counts[feature[node]!]!++;
  const cuts = Array.from(counts, (count) => new Float64Array(count));
  counts.fill(0);
  for (let node = 0; node < split.length; node++) {
    if (split[node] !== NUMERIC) continue;
    const column = feature[node]!;
    cuts[column]![counts[column]!++] = threshold[node]!;
  }
  return cuts.flatMap((all, column): [number, Float64Array][] =>
    all.length === 0 ? [] : [[column, distinctSorted(all)]],
  );
}

function distinctSorted(values: Float64Array): Float64Array {
  values.sort();
  let kept = 1;
  for (let at = 1; at < values.length; at++) {
    if (values[at] !== values[at - 1]) values[kept++] = values[at]!;
  }
  return values.slice(0, kept);
}

/** Adds a coder for each different category question; gives the code column by key, null when there are too many. */
function gatherMemberships(forest: Forest, coders: Coder[]): Map<string, number> | null {
  const codeColumns = new Map<string, number>();
  for (let node = 0; node < forest.split.length; node++) {
    if (!asksCategory(forest.split[node]!)) continue;
    const key = membershipKey(forest, node);
    if (codeColumns.has(key)) continue;
    if (coders.length >= CODE_COLUMNS_MAX) return null;
    codeColumns.set(key, coders.length);
    coders.push(createMembershipCoder(forest, node));
  }
  return coders.length > CODE_COLUMNS_MAX ? null : codeColumns;
}

function membershipKey(forest: Forest, node: number): string {
  const column = forest.feature[node]!;
  const test = forest.threshold[node]!;
  if (forest.split[node] === CATEGORY_EQUALS) return `${column}=${test}`;
  const words = (forest.categoryCounts[column]! + 31) >>> 5;
  return `${column}:${forest.categoryBits.subarray(test, test + words).join(",")}`;
}

function createMembershipCoder(forest: Forest, node: number): Coder {
  const column = forest.feature[node]!;
  const test = forest.threshold[node]!;
  const isSet = forest.split[node] === CATEGORY_SET;
  const codeOf = Uint8Array.from({ length: forest.categoryCounts[column]! }, (_, category) => {
    const inSet = isSet
      ? (forest.categoryBits[test + (category >>> 5)]! >>> (category & 31)) & 1
      : Number(category === test);
    return 1 - inSet;
  });
  return { kind: "membership", column, codeOf };
}

function treeDepths(forest: Forest): Int32Array {
  const depthOf = new Int32Array(forest.split.length);
  const depths = new Int32Array(treeCount(forest));
  for (let tree = 0; tree < depths.length; tree++) {
    for (let node = forest.roots[tree]!; node < forest.roots[tree + 1]!; node++) {
      const depth = depthOf[node]!;
      if (depth > depths[tree]!) depths[tree] = depth;
      if (forest.split[node] === LEAF) continue;
      depthOf[node + 1] = depth + 1;
      depthOf[forest.right[node]!] = depth + 1;
    }
  }
  return depths;
}

function largestTree({ roots }: Forest): number {
  let most = 0;
  for (let tree = 1; tree < roots.length; tree++) most = Math.max(most, roots[tree]! - roots[tree - 1]!);
  return most;
}

function toHeap(forest: Forest, depth: number, questionOf: (node: number) => number): HeapShape {
  const { outputs, roots } = forest;
  const width = 2 ** depth;
  const questions: Int32Array[] = [];
  const values: Float64Array[] = [];
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const asked = new Int32Array(width).fill(LEAF_QUESTION);
    const leaves = new Float64Array(width * outputs);
    const place = (node: number, slot: number): void => {
      if (forest.split[node] !== LEAF) {
        asked[slot] = questionOf(node);
        place(node + 1, 2 * slot);
        place(forest.right[node]!, 2 * slot + 1);
        return;
      }
      // A leaf above the last level stands at the left end of the subtree that it replaces: its questions all go left.
      let last = slot;
      while (last < width) last *= 2;
      for (let k = 0; k < outputs; k++)
        leaves[(last - width) * outputs + k] = forest.value[node * outputs + k]!;
    };
    place(roots[tree]!, 1);
    questions.push(asked);
    values.push(leaves);
  }
  return { kind: "heap", depth, questions, values };
}

function toPointers(forest: Forest, depths: Int32Array, questionOf: (node: number) => number): PointerShape {
  const { outputs, roots } = forest;
  const nodes: Int32Array[] = [];
  const values: Float64Array[] = [];
  for (let tree = 0; tree < depths.length; tree++) {
    const root = roots[tree]!;
    const count = roots[tree + 1]! - root;
    const words = new Int32Array(2 * count);
    const leaves = new Float64Array(count * outputs);
    const placed = new Int32Array(count);
    let free = 1;
    for (let node = 0; node < count; node++) {
      const at = placed[node]!;
      words[2 * at] = questionOf(root + node);
      words[2 * at + 1] = at;
      if (forest.split[root + node] === LEAF) {
        for (let k = 0; k < outputs; k++)
          leaves[at * outputs + k] = forest.value[(root + node) * outputs + k]!;
        continue;
      }
      words[2 * at + 1] = free;
      placed[node + 1] = free;
      placed[forest.right[root + node]! - root] = free + 1;
      free += 2;
    }
    nodes.push(words);
    values.push(leaves);
  }
  return { kind: "pointer", depths, nodes, values };
}
