import type { CodedForest, Coder } from "./coded-forest.ts";
import type { Forest, Planes } from "./forest.ts";
import { adoptCoded, CODED_ROWS_MIN, toCoded } from "./sum-trees.ts";

/** Of so many forests the shared copies are kept, those used last; of a forest that nobody holds any more none is. */
export const SHARED_FORESTS_MAX = 8;

/** A forest in SharedArrayBuffers, with its coded form where it has one: sending it to a thread copies nothing large. */
export interface SharedForest {
  readonly forest: Forest;
  /** Null where the table is too short for coding; the thread then decides by itself, as it does without threads. */
  readonly coded: PackedForest | "cannot" | null;
}

/** A coded forest whose trees stand behind each other, so that it is a few arrays instead of two a tree. */
interface PackedForest {
  readonly coders: readonly Coder[];
  readonly outputs: number;
  readonly shape:
    | { readonly kind: "heap"; readonly depth: number }
    | { readonly kind: "pointer"; readonly depths: Int32Array };
  /** Questions, or nodes with pointers. */
  readonly asked: Packed<Int32Array>;
  readonly values: Packed<Float64Array>;
}

interface Packed<A> {
  readonly all: A;
  readonly lengths: readonly number[];
}

const COPIES = new WeakMap<Forest, SharedForest>();
/** Last used last. Weak, for a list that keeps forests alive would be a leak. */
let recent: readonly WeakRef<Forest>[] = [];

/** The forest as threads get it for a table of so many columns and rows: made once and kept, see SHARED_FORESTS_MAX. */
export function shareForest(forest: Forest, columns: number, rows: number): SharedForest {
  const known = COPIES.get(forest);
  const serves = known !== undefined && (known.coded !== null || rows < CODED_ROWS_MIN);
  const shared = serves ? known : copyForest(forest, toCoded(forest, columns, rows));
  COPIES.set(forest, shared);
  remember(forest);
  return shared;
}

/** Lets go of all shared copies. */
export function forgetSharedForests(): void {
  for (const old of recent) drop(old);
  recent = [];
}

/** The thread's side: from now on the forest is summed by its coded form, without coding it again. */
export function adoptShared({ forest, coded }: SharedForest): void {
  if (coded === null) return;
  adoptCoded(forest, coded === "cannot" ? coded : unpack(coded));
}

function remember(forest: Forest): void {
  const others = recent.filter((known) => known.deref() !== undefined && known.deref() !== forest);
  const kept = others.slice(-(SHARED_FORESTS_MAX - 1));
  for (const old of others.slice(0, others.length - kept.length)) drop(old);
  recent = [...kept, new WeakRef(forest)];
}

function drop(old: WeakRef<Forest>): void {
  const forest = old.deref();
  if (forest !== undefined) COPIES.delete(forest);
}

function copyForest(forest: Forest, coded: CodedForest | "cannot" | null): SharedForest {
  return {
    forest: {
      roots: share(Int32Array, forest.roots),
      split: share(Uint8Array, forest.split),
      feature: share(Int32Array, forest.feature),
      threshold: share(Float64Array, forest.threshold),
      right: share(Int32Array, forest.right),
      cover: share(Float64Array, forest.cover),
      missing: share(Uint8Array, forest.missing),
      value: share(Float64Array, forest.value),
      outputs: forest.outputs,
      categoryBits: share(Uint32Array, forest.categoryBits),
      categoryCounts: share(Int32Array, forest.categoryCounts),
      planes: forest.planes === null ? null : sharePlanes(forest.planes),
    },
    coded: coded === null || coded === "cannot" ? coded : packCoded(coded),
  };
}

const sharePlanes = (planes: Planes): Planes => ({
  start: share(Int32Array, planes.start),
  features: share(Int32Array, planes.features),
  categories: share(Int32Array, planes.categories),
  weights: share(Float64Array, planes.weights),
  medians: share(Float64Array, planes.medians),
});

function packCoded({ coders, outputs, shape }: CodedForest): PackedForest {
  const values = pack(Float64Array, shape.values);
  const shared = coders.map(shareCoder);
  return shape.kind === "heap"
    ? {
        coders: shared,
        outputs,
        shape: { kind: "heap", depth: shape.depth },
        asked: pack(Int32Array, shape.questions),
        values,
      }
    : {
        coders: shared,
        outputs,
        shape: { kind: "pointer", depths: shape.depths },
        asked: pack(Int32Array, shape.nodes),
        values,
      };
}

const shareCoder = (coder: Coder): Coder =>
  coder.kind === "rank"
    ? { ...coder, cuts: share(Float64Array, coder.cuts), grid: share(Int32Array, coder.grid) }
    : { ...coder, codeOf: share(Uint8Array, coder.codeOf) };

function unpack({ coders, outputs, shape, asked, values }: PackedForest): CodedForest {
  const trees = unpackArrays(asked);
  const leaves = unpackArrays(values);
  return shape.kind === "heap"
    ? { coders, outputs, shape: { ...shape, questions: trees, values: leaves } }
    : { coders, outputs, shape: { ...shape, nodes: trees, values: leaves } };
}

interface ArrayLikeOf<A> {
  readonly length: number;
  set(from: A, at?: number): void;
}

interface SharedMaker<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): A;
}

function share<A extends ArrayLikeOf<A>>(Maker: SharedMaker<A>, from: A): A {
  const to = new Maker(new SharedArrayBuffer(from.length * Maker.BYTES_PER_ELEMENT));
  to.set(from);
  return to;
}

function pack<A extends ArrayLikeOf<A>>(Maker: SharedMaker<A>, arrays: readonly A[]): Packed<A> {
  const lengths = arrays.map((array) => array.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const all = new Maker(new SharedArrayBuffer(total * Maker.BYTES_PER_ELEMENT));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return { all, lengths };
}

/** The trees in memory of the thread's own, as the walk has them without threads. */
function unpackArrays<A extends { slice(from: number, to: number): A }>({ all, lengths }: Packed<A>): A[] {
  let to = 0;
  return lengths.map((length) => {
    const from = to;
    to += length;
    return all.slice(from, to);
  });
}
