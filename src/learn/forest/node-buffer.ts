import { buffersOf } from "../parallel/job.ts";
import { CATEGORY_EQUALS, CATEGORY_SET, type Forest, LEAF, type Planes } from "./forest.ts";

/** Nodes in the making: the arrays of a `Forest` with room to spare. Grown once per tree, then written without checks. */
export interface NodeBuffer {
  count: number;
  split: Uint8Array;
  feature: Int32Array;
  threshold: Float64Array;
  right: Int32Array;
  cover: Float64Array;
  missing: Uint8Array;
  value: Float64Array;
  readonly outputs: number;
  readonly categoryWords: number[];
  readonly planes: PlaneBuffer;
}

interface PlaneBuffer {
  readonly start: number[];
  readonly features: number[];
  readonly categories: number[];
  readonly weights: number[];
  readonly medians: number[];
}

/** A run of whole trees, as one thread made them; indices count from the part's own start. */
export interface ForestPart {
  /** Nodes of each tree. */
  readonly sizes: Int32Array;
  readonly forest: Forest;
}

export function createNodeBuffer(capacity: number, outputs: number): NodeBuffer {
  return {
    count: 0,
    split: new Uint8Array(capacity),
    feature: new Int32Array(capacity),
    threshold: new Float64Array(capacity),
    right: new Int32Array(capacity),
    cover: new Float64Array(capacity),
    missing: new Uint8Array(capacity),
    value: new Float64Array(capacity * outputs),
    outputs,
    categoryWords: [],
    planes: { start: [0], features: [], categories: [], weights: [], medians: [] },
  };
}

/** Makes room for `extra` further nodes. */
export function reserveNodes(buffer: NodeBuffer, extra: number): void {
  const wanted = buffer.count + extra;
  if (wanted <= buffer.split.length) return;
  const capacity = Math.max(wanted, buffer.split.length * 2);
  const grow = <A extends { set(from: A): void }>(from: A, to: A): A => {
    to.set(from);
    return to;
  };
  buffer.split = grow(buffer.split, new Uint8Array(capacity));
  buffer.feature = grow(buffer.feature, new Int32Array(capacity));
  buffer.threshold = grow(buffer.threshold, new Float64Array(capacity));
  buffer.right = grow(buffer.right, new Int32Array(capacity));
  buffer.cover = grow(buffer.cover, new Float64Array(capacity));
  buffer.missing = grow(buffer.missing, new Uint8Array(capacity));
  buffer.value = grow(buffer.value, new Float64Array(capacity * buffer.outputs));
}

/** Closes the buffer: trims the arrays and fills inner nodes with the cover-weighted mean of their children. */
export function toForestPart(
  buffer: NodeBuffer,
  sizes: readonly number[],
  categoryCounts: Int32Array,
): ForestPart {
  const { count, outputs } = buffer;
  const planes = buffer.planes;
  const forest: Forest = {
    roots: toRoots(sizes),
    split: buffer.split.slice(0, count),
    feature: buffer.feature.slice(0, count),
    threshold: buffer.threshold.slice(0, count),
    right: buffer.right.slice(0, count),
    cover: buffer.cover.slice(0, count),
    missing: buffer.missing.slice(0, count),
    value: buffer.value.slice(0, count * outputs),
    outputs,
    categoryBits: Uint32Array.from(buffer.categoryWords),
    categoryCounts,
    planes: planes.start.length === 1 ? null : toPlanes(planes),
  };
  fillInnerValues(forest);
  return { sizes: Int32Array.from(sizes), forest };
}

/** Memory that belongs to the part alone; the counts of categories are the table's. */
export function partBuffers({ sizes, forest }: ForestPart): readonly ArrayBuffer[] {
  const { roots, split, feature, threshold, right, cover, missing, value, categoryBits } = forest;
  return buffersOf([sizes, roots, split, feature, threshold, right, cover, missing, value, categoryBits]);
}

/** One forest of the parts' trees, in order. */
export function joinForests(parts: readonly ForestPart[]): Forest {
  const forests = parts.map((part) => part.forest);
  const [first] = forests;
  if (first === undefined) throw new Error("A forest needs a part");
  if (forests.length === 1) return first;
  const sizes = parts.flatMap((part) => [...part.sizes]);
  const joined: Forest = {
    roots: toRoots(sizes),
    split: joinArrays(Uint8Array, forests, (forest) => forest.split),
    feature: joinArrays(Int32Array, forests, (forest) => forest.feature),
    threshold: joinArrays(Float64Array, forests, (forest) => forest.threshold),
    right: joinArrays(Int32Array, forests, (forest) => forest.right),
    cover: joinArrays(Float64Array, forests, (forest) => forest.cover),
    missing: joinArrays(Uint8Array, forests, (forest) => forest.missing),
    value: joinArrays(Float64Array, forests, (forest) => forest.value),
    outputs: first.outputs,
    categoryBits: joinArrays(Uint32Array, forests, (forest) => forest.categoryBits),
    categoryCounts: first.categoryCounts,
    planes: joinPlanes(forests),
  };
  shiftIndices(joined, forests);
  return joined;
}

function shiftIndices(joined: Forest, forests: readonly Forest[]): void {
  let node = 0;
  let words = 0;
  let planes = 0;
  for (const forest of forests) {
    const start = node;
    const end = node + forest.split.length;
    for (; node < end; node++) {
      const split = joined.split[node]!;
      if (split === LEAF) continue;
      joined.right[node]! += start;
      if (split === CATEGORY_SET) joined.threshold[node]! += words;
      if (split > CATEGORY_SET) joined.feature[node]! += planes;
    }
    words += forest.categoryBits.length;
    planes += forest.planes === null ? 0 : forest.planes.start.length - 1;
  }
}

function joinPlanes(forests: readonly Forest[]): Planes | null {
  const planes = forests.flatMap((forest) => (forest.planes === null ? [] : [forest.planes]));
  if (planes.length === 0) return null;
  const start = [0];
  for (const part of planes) {
    const shift = start.at(-1) ?? 0;
    for (let p = 1; p < part.start.length; p++) start.push(shift + part.start[p]!);
  }
  return {
    start: Int32Array.from(start),
    features: joinArrays(Int32Array, planes, (part) => part.features),
    categories: joinArrays(Int32Array, planes, (part) => part.categories),
    weights: joinArrays(Float64Array, planes, (part) => part.weights),
    medians: joinArrays(Float64Array, planes, (part) => part.medians),
  };
}

interface ArrayMaker<A> {
  new (length: number): A;
}

function joinArrays<Part, A extends { readonly length: number; set(from: A, at: number): void }>(
  Maker: ArrayMaker<A>,
  parts: readonly Part[],
  arrayOf: (part: Part) => A,
): A {
  const arrays = parts.map(arrayOf);
  const joined = new Maker(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

function toRoots(sizes: readonly number[]): Int32Array {
  const roots = new Int32Array(sizes.length + 1);
  sizes.forEach((size, tree) => {
    roots[tree + 1] = roots[tree]! + size;
  });
  return roots;
}

const toPlanes = (planes: PlaneBuffer): Planes => ({
  start: Int32Array.from(planes.start),
  features: Int32Array.from(planes.features),
  categories: Int32Array.from(planes.categories),
  weights: Float64Array.from(planes.weights),
  medians: Float64Array.from(planes.medians),
});

/** Children stand behind their parent, so one pass from the end sees them first. */
function fillInnerValues({ split, right, cover, value, outputs }: Forest): void {
  for (let node = split.length - 1; node >= 0; node--) {
    if (split[node] === LEAF) continue;
    const left = node + 1;
    const other = right[node]!;
    const share = cover[left]! / cover[node]!;
    for (let k = 0; k < outputs; k++) {
      value[node * outputs + k] =
        share * value[left * outputs + k]! + (1 - share) * value[other * outputs + k]!;
    }
  }
}

/** Whether a node asks a category of a column. */
export const asksCategory = (split: number): boolean => split === CATEGORY_EQUALS || split === CATEGORY_SET;
