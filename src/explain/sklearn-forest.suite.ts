import { type Forest, LEAF, NUMERIC } from "../learn/index.ts";

/** One tree as scikit-learn keeps it: node arrays in its own order, -1 for no child. */
export interface SklearnTree {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly cover: readonly number[];
  readonly samples: readonly number[];
  readonly value: readonly number[];
}

/** What a leaf says, from its depth and its row count. */
export type LeafValue = (tree: SklearnTree, node: number, depth: number) => number;

/** The trees in our layout: preorder, inner values as cover-weighted means of the leaves. */
export function importSklearnForest(
  trees: readonly SklearnTree[],
  columns: number,
  leafValue: LeafValue,
): Forest {
  const roots = [0];
  const split: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const right: number[] = [];
  const cover: number[] = [];
  const value: number[] = [];
  const add = (tree: SklearnTree, node: number, depth: number): number => {
    const at = split.length;
    const isLeaf = tree.left[node]! < 0;
    split.push(isLeaf ? LEAF : NUMERIC);
    feature.push(isLeaf ? -1 : tree.feature[node]!);
    threshold.push(isLeaf ? 0 : tree.threshold[node]!);
    right.push(0);
    cover.push(tree.cover[node]!);
    value.push(isLeaf ? leafValue(tree, node, depth) : 0);
    if (isLeaf) return at;
    const low = add(tree, tree.left[node]!, depth + 1);
    const high = add(tree, tree.right[node]!, depth + 1);
    right[at] = high;
    value[at] = (value[low]! * cover[low]! + value[high]! * cover[high]!) / (cover[low]! + cover[high]!);
    return at;
  };
  for (const tree of trees) {
    add(tree, 0, 0);
    roots.push(split.length);
  }
  return {
    roots: Int32Array.from(roots),
    split: Uint8Array.from(split),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    right: Int32Array.from(right),
    cover: Float64Array.from(cover),
    missing: new Uint8Array(split.length),
    value: Float64Array.from(value),
    outputs: 1,
    categoryBits: new Uint32Array(0),
    categoryCounts: new Int32Array(columns),
    planes: null,
  };
}
