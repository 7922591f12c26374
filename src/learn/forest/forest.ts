/** What the node asks. */
export const LEAF = 0;
/** value <= threshold goes left. */
export const NUMERIC = 1;
/** code == threshold goes left. */
export const CATEGORY_EQUALS = 2;
/** Codes in the bit set that starts at word `threshold` of `categoryBits` go left. */
export const CATEGORY_SET = 3;
/** The projection on plane `feature` <= threshold goes left; the plane stands in `planes`. */
export const OBLIQUE = 4;

/** Where a missing value goes: down both branches, each weighted by its share of the cover. */
export const MISSING_DIVIDES = 0;
export const MISSING_LEFT = 1;
export const MISSING_RIGHT = 2;

/** Linear combinations of columns for oblique splits: plane p owns terms start[p] to start[p + 1]. */
export interface Planes {
  readonly start: Int32Array;
  readonly features: Int32Array;
  /** -1: the column's number. From 0: 1 where the column holds this category, else 0. */
  readonly categories: Int32Array;
  readonly weights: Float64Array;
  /** Stands in for a missing value, so that a row is never lost on a plane. */
  readonly medians: Float64Array;
}

/**
 * The nodes of all trees in flat arrays, each tree in preorder: the left child of node i is i + 1, the right child is
 * `right[i]` (an index into the same arrays, always above i). Tree t owns nodes roots[t] to roots[t + 1]; an inner
 * node's value is the cover-weighted mean of its children, so value[root] is the tree's base value.
 * An unseen category (`UNSEEN_CODE`) goes down both branches of a categorical node, weighted by cover, whatever
 * `missing` says; a missing value (NaN, -1) obeys `missing`.
 */
export interface Forest {
  /** trees + 1 offsets. */
  readonly roots: Int32Array;
  /** LEAF, NUMERIC, CATEGORY_EQUALS, CATEGORY_SET or OBLIQUE. */
  readonly split: Uint8Array;
  /** Column, or plane of an oblique split; -1 at leaves. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  /** Right child; 0 at leaves. */
  readonly right: Int32Array;
  /** Training weight that came through the node, above 0. cover[i] = cover[i + 1] + cover[right[i]]. */
  readonly cover: Float64Array;
  readonly missing: Uint8Array;
  /** `outputs` values a node, node-major: value[node * outputs + k]. */
  readonly value: Float64Array;
  readonly outputs: number;
  /** Words of the bit sets; category c is bit c % 32 of word threshold + floor(c / 32). */
  readonly categoryBits: Uint32Array;
  /** Categories of each column, 0 for a numeric one: the length of its bit sets in bits. */
  readonly categoryCounts: Int32Array;
  /** Null unless some split is oblique. Such forests have no exact per-feature explanation. */
  readonly planes: Planes | null;
}

export const treeCount = (forest: Forest): number => forest.roots.length - 1;

export const BOTH = 2;

/** 1: the numeric value goes left, 0: right, 2: both branches by cover. `node` must be a NUMERIC split. */
export function branchOfNumber(forest: Forest, node: number, value: number): 0 | 1 | 2 {
  if (value <= forest.threshold[node]!) return 1;
  return Number.isNaN(value) ? branchOfMissing(forest, node) : 0;
}

/** The same for a category's code at a CATEGORY_EQUALS or CATEGORY_SET split. */
export function branchOfCode(forest: Forest, node: number, code: number): 0 | 1 | 2 {
  if (code < 0) return code === -1 ? branchOfMissing(forest, node) : BOTH;
  const test = forest.threshold[node]!;
  if (forest.split[node] === CATEGORY_EQUALS) return code === test ? 1 : 0;
  return ((forest.categoryBits[test + (code >>> 5)]! >>> (code & 31)) & 1) === 1 ? 1 : 0;
}

function branchOfMissing(forest: Forest, node: number): 0 | 1 | 2 {
  const rule = forest.missing[node]!;
  return rule === MISSING_DIVIDES ? BOTH : rule === MISSING_LEFT ? 1 : 0;
}
