import { brokenModel, isRecord } from "../model-json.ts";
import { CATEGORY_EQUALS, CATEGORY_SET, type Forest, LEAF, NUMERIC, OBLIQUE, type Planes } from "./forest.ts";
import { asksCategory } from "./node-buffer.ts";

/**
 * The forest of a model file, checked so far that no walk leaves its arrays or runs in a circle: a file that somebody
 * tampered with gives LEARN_MODEL_BROKEN, not a hang.
 */
export function readForest(value: unknown, columns: number): Forest {
  if (!isRecord(value)) throw brokenModel("it has no forest");
  const { outputs, planes } = value;
  if (typeof outputs !== "number" || !Number.isInteger(outputs) || outputs < 1) {
    throw brokenModel("its forest does not say how many outputs it has");
  }
  const forest: Forest = {
    roots: readArray(value, "roots", Int32Array),
    split: readArray(value, "split", Uint8Array),
    feature: readArray(value, "feature", Int32Array),
    threshold: readArray(value, "threshold", Float64Array),
    right: readArray(value, "right", Int32Array),
    cover: readArray(value, "cover", Float64Array),
    missing: readArray(value, "missing", Uint8Array),
    value: readArray(value, "value", Float64Array),
    outputs,
    categoryBits: readArray(value, "categoryBits", Uint32Array),
    categoryCounts: readArray(value, "categoryCounts", Int32Array),
    planes: isRecord(planes) ? readPlanes(planes) : null,
  };
  checkLengths(forest, columns);
  for (let tree = 0; tree + 1 < forest.roots.length; tree++) checkTree(forest, tree);
  return forest;
}

/** A typed array of a model file's record; throws LEARN_MODEL_BROKEN where it is something else. */
export function readArray<A>(
  record: Readonly<Record<string, unknown>>,
  name: string,
  Kind: new (length: number) => A,
): A {
  const array = record[name];
  if (!(array instanceof Kind)) throw brokenModel(`section ${name} is missing`);
  return array;
}

function readPlanes(value: Record<string, unknown>): Planes {
  const planes = {
    start: readArray(value, "start", Int32Array),
    features: readArray(value, "features", Int32Array),
    categories: readArray(value, "categories", Int32Array),
    weights: readArray(value, "weights", Float64Array),
    medians: readArray(value, "medians", Float64Array),
  };
  const terms = planes.features.length;
  const rising = planes.start.every((from, plane) => plane === 0 || from >= planes.start[plane - 1]!);
  const whole =
    planes.start[0] === 0 &&
    planes.start.at(-1) === terms &&
    [planes.categories, planes.weights, planes.medians].every((array) => array.length === terms);
  if (!rising || !whole) throw brokenModel("its oblique splits are not whole");
  return planes;
}

function checkLengths(forest: Forest, columns: number): void {
  const nodes = forest.split.length;
  const { feature, threshold, right, cover, missing } = forest;
  const whole =
    [feature, threshold, right, cover, missing].every((array) => array.length === nodes) &&
    forest.value.length === nodes * forest.outputs &&
    forest.categoryCounts.length === columns &&
    forest.roots.length >= 2 &&
    forest.roots[0] === 0 &&
    forest.roots.at(-1) === nodes;
  if (!whole) throw brokenModel("its forest is not whole");
  if (forest.planes?.features.some((column) => column < 0 || column >= columns) === true) {
    throw brokenModel("an oblique split asks a column that is not there");
  }
}

/** Preorder: the left child follows, the right child stands further on in the same tree. */
function checkTree(forest: Forest, tree: number): void {
  const end = forest.roots[tree + 1]!;
  if (end <= forest.roots[tree]!) throw brokenModel("a tree has no nodes");
  for (let node = forest.roots[tree]!; node < end; node++) {
    if (!(forest.cover[node]! > 0)) throw brokenModel("a node covers no rows");
    if (forest.split[node] === LEAF) continue;
    const right = forest.right[node]!;
    if (right < node + 2 || right >= end) throw brokenModel("a split leads out of its tree");
    if (!isLegalSplit(forest, node)) throw brokenModel("a split asks what is not there");
  }
}

function isLegalSplit(forest: Forest, node: number): boolean {
  const split = forest.split[node]!;
  const feature = forest.feature[node]!;
  const test = forest.threshold[node]!;
  if (split === OBLIQUE) {
    return forest.planes !== null && feature >= 0 && feature < forest.planes.start.length - 1;
  }
  if (feature < 0 || feature >= forest.categoryCounts.length) return false;
  const categories = forest.categoryCounts[feature]!;
  if (split === NUMERIC) return categories === 0 && !Number.isNaN(test);
  if (!asksCategory(split) || !Number.isInteger(test) || test < 0) return false;
  if (split === CATEGORY_EQUALS) return test < categories;
  return split === CATEGORY_SET && test + ((categories + 31) >>> 5) <= forest.categoryBits.length;
}
