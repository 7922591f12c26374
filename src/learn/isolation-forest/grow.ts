import { createRng, mix, type Rng } from "../../domain/index.ts";
import { LEAF } from "../forest/forest.ts";
import {
  createNodeBuffer,
  type ForestPart,
  type NodeBuffer,
  partBuffers,
  reserveNodes,
  toForestPart,
} from "../forest/node-buffer.ts";
import type { TreeRange } from "../forest/tree-range.ts";
import type { Column } from "../matrix.ts";
import type { Job } from "../parallel/job.ts";
import type { IsolationScoring } from "./params.ts";
import { type PathLengthRule, pathLengths } from "./path-length.ts";
import { choosePlane, planeGoesLeft } from "./plane.ts";
import { createRowSampler } from "./sample.ts";
import { chooseSplit, createSplitter, goesLeft, type Splitter } from "./splitter.ts";

/** Everything that growing needs besides a tree's number; large arrays may be shared between threads. */
export interface IsolationSetup {
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly weights: Float64Array | null;
  readonly sampleSize: number;
  readonly maxDepth: number;
  readonly ndim: number;
  readonly scoring: IsolationScoring;
  readonly poolGain: number;
  readonly compat: PathLengthRule;
  readonly seed: number;
}

export const ISOLATION_JOB: Job<IsolationSetup, TreeRange, ForestPart> = {
  name: "grow-isolation-trees",
  prepare: (setup) => {
    const grower = createGrower(setup);
    return { run: (range) => growTrees(grower, range) };
  },
  owned: partBuffers,
};

/** Branches that wait to be built: five numbers each, and the value gathered on the way. */
interface Waiting {
  readonly numbers: Int32Array;
  readonly gathered: Float64Array;
}

interface Grower {
  readonly setup: IsolationSetup;
  readonly splitter: Splitter;
  readonly sample: Int32Array;
  readonly drawRows: (rng: Rng, into: Int32Array) => void;
  readonly lengths: Float64Array;
  readonly categoryCounts: Int32Array;
  readonly waiting: Waiting;
}

const WAITING_STRIDE = 5;
/** Keeps the logarithm of a density finite where a side of a split has no width. */
const WIDTH_MIN = 1e-12;

function createGrower(setup: IsolationSetup): Grower {
  const { columns, sampleSize } = setup;
  const sample = new Int32Array(sampleSize);
  const sampler = createRowSampler(setup.rows, setup.weights);
  return {
    setup,
    splitter: createSplitter(columns, sample, setup.poolGain),
    sample,
    drawRows: (rng, into) => sampler.draw(rng, into),
    lengths: pathLengths(sampleSize, setup.compat),
    categoryCounts: Int32Array.from(columns, (column) =>
      column.kind === "categorical" ? column.categories.length : 0,
    ),
    waiting: {
      numbers: new Int32Array((sampleSize + 1) * WAITING_STRIDE),
      gathered: new Float64Array(sampleSize + 1),
    },
  };
}

function growTrees(grower: Grower, { from, to }: TreeRange): ForestPart {
  const buffer = createNodeBuffer((to - from) * grower.setup.sampleSize, 1);
  const sizes: number[] = [];
  for (let tree = from; tree < to; tree++) {
    const before = buffer.count;
    reserveNodes(buffer, 2 * grower.setup.sampleSize);
    growTree(grower, buffer, createRng(mix(grower.setup.seed, tree)));
    sizes.push(buffer.count - before);
  }
  return toForestPart(buffer, sizes, grower.categoryCounts);
}

function growTree(grower: Grower, buffer: NodeBuffer, rng: Rng): void {
  const { setup, splitter, sample } = grower;
  const { numbers, gathered } = grower.waiting;
  // Each tree starts from the same order of columns, whichever tree this thread grew before.
  for (let column = 0; column < splitter.order.length; column++) splitter.order[column] = column;
  grower.drawRows(rng, sample);
  numbers.set([0, sample.length, 0, 0, -1]);
  gathered[0] = 0;
  let waiting = 1;
  while (waiting > 0) {
    waiting--;
    const at = waiting * WAITING_STRIDE;
    const from = numbers[at]!;
    const to = numbers[at + 1]!;
    const depth = numbers[at + 2]!;
    const parent = numbers[at + 4]!;
    splitter.constants = numbers[at + 3]!;
    splitter.from = from;
    splitter.to = to;
    const node = buffer.count++;
    if (parent >= 0) buffer.right[parent] = node;
    buffer.cover[node] = to - from;
    if (to - from < 2 || depth >= setup.maxDepth || !decide(grower, rng)) {
      buffer.value[node] = setup.scoring === "depth" ? depth : gathered[waiting]!;
      closeLeaf(grower, buffer, node);
      continue;
    }
    writeSplit(splitter, buffer, node);
    const middle = partition(grower, rng);
    const before = gathered[waiting]!;
    const leftShare = (middle - from) / (to - from);
    gathered[waiting] = before + sideValue(setup.scoring, 1 - leftShare, 1 - splitter.width);
    gathered[waiting + 1] = before + sideValue(setup.scoring, leftShare, splitter.width);
    const { constants } = splitter;
    pushBranch(numbers, waiting, { from: middle, to, depth: depth + 1, constants, parent: node });
    pushBranch(numbers, waiting + 1, { from, to: middle, depth: depth + 1, constants, parent: -1 });
    waiting += 2;
  }
}

interface Branch {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly constants: number;
  readonly parent: number;
}

function pushBranch(numbers: Int32Array, slot: number, branch: Branch): void {
  const at = slot * WAITING_STRIDE;
  numbers[at] = branch.from;
  numbers[at + 1] = branch.to;
  numbers[at + 2] = branch.depth;
  numbers[at + 3] = branch.constants;
  numbers[at + 4] = branch.parent;
}

function decide({ setup, splitter }: Grower, rng: Rng): boolean {
  return setup.ndim > 1 ? choosePlane(splitter, rng, setup.ndim) : chooseSplit(splitter, rng);
}

function writeSplit(splitter: Splitter, buffer: NodeBuffer, node: number): void {
  buffer.split[node] = splitter.split;
  buffer.threshold[node] = splitter.threshold;
  buffer.feature[node] = splitter.feature;
  if (splitter.plane === null) return;
  const { planes } = buffer;
  buffer.feature[node] = planes.start.length - 1;
  for (const term of splitter.plane) {
    planes.features.push(term.feature);
    planes.categories.push(term.category);
    planes.weights.push(term.weight);
    planes.medians.push(term.median);
  }
  planes.start.push(planes.features.length);
}

/** Rows that go left to the front; gives where the right ones begin. */
function partition({ splitter, sample }: Grower, rng: Rng): number {
  let left = splitter.from;
  let right = splitter.to - 1;
  const oblique = splitter.plane !== null;
  while (left <= right) {
    const row = sample[left]!;
    if (oblique ? planeGoesLeft(splitter, left) : goesLeft(splitter, rng, row)) left++;
    else {
      sample[left] = sample[right]!;
      sample[right] = row;
      if (oblique) {
        const projection = splitter.projections[left]!;
        splitter.projections[left] = splitter.projections[right]!;
        splitter.projections[right] = projection;
      }
      right--;
    }
  }
  return left;
}

/** What a step to a side with that share of the rows and of the width adds to the leaf's value. */
function sideValue(scoring: IsolationScoring, rowShare: number, width: number): number {
  if (scoring === "depth") return 0;
  const density = rowShare / Math.max(width, WIDTH_MIN);
  return scoring === "adjDepth" ? 2 / (1 + 1 / (2 * density)) : Math.log(density);
}

function closeLeaf(grower: Grower, buffer: NodeBuffer, node: number): void {
  const { scoring } = grower.setup;
  buffer.split[node] = LEAF;
  buffer.feature[node] = -1;
  buffer.threshold[node] = 0;
  buffer.right[node] = 0;
  if (scoring !== "density") buffer.value[node]! += grower.lengths[buffer.cover[node]!]!;
}
