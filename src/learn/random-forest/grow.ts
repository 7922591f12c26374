import type { Rng } from "../../domain/index.ts";
import { CATEGORY_SET, LEAF, MISSING_LEFT, NUMERIC } from "../forest/forest.ts";
import {
  createNodeBuffer,
  type ForestPart,
  type NodeBuffer,
  partBuffers,
  reserveNodes,
  toForestPart,
} from "../forest/node-buffer.ts";
import type { TreeRange } from "../forest/tree-range.ts";
import { buffersOf, type Job } from "../parallel/job.ts";
import { type BagParams, drawBag } from "./bag.ts";
import { bagWordsMax, fillWords, PACK, PACKED_WEIGHTS, ROW_SHIFT, WEIGHT_BITS } from "./bag-words.ts";
import { createSearch, type Search, tryColumn, tryCounted, varies } from "./best-split.ts";
import { type BinnedTable, MISSING_BIN } from "./bins.ts";
import type { NodeRows } from "./node-rows.ts";
import { countColumns, TOGETHER } from "./packed-counts.ts";
import type { RandomForestParams } from "./params.ts";
import { type Counter, createCounter, createTally, tallyColumn } from "./tally.ts";

/** Everything that growing needs besides a tree's number; large arrays may be shared between threads. */
export interface RandomForestSetup {
  readonly table: BinnedTable;
  readonly labels: Uint16Array;
  readonly classes: number;
  /** Of mean 1; null: every row weighs the same. */
  readonly rowWeights: Float64Array | null;
  readonly categoryCounts: Int32Array;
  readonly bag: BagParams;
  readonly classWeight: RandomForestParams["classWeight"];
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly minSplit: number;
  readonly tried: number;
  readonly random: boolean;
  readonly seed: number;
}

export interface RandomForestPart extends ForestPart {
  /** Of each tree, how much each column's splits lowered the Gini impurity, as shares of the tree's total. */
  readonly importances: Float64Array;
}

export const RANDOM_FOREST_JOB: Job<RandomForestSetup, TreeRange, RandomForestPart> = {
  name: "grow-random-trees",
  prepare: (setup) => {
    const grower = createGrower(setup);
    return { run: (range) => growTrees(grower, range) };
  },
  owned: (part) => [...partBuffers(part), ...buffersOf([part.importances])],
};

interface Grower {
  readonly setup: RandomForestSetup;
  readonly columns: number;
  readonly counts: Uint16Array;
  readonly node: NodeRows;
  readonly search: Search;
  readonly counter: Counter;
  /** All columns; the first `constants` are known to be constant in this node and those above it. */
  readonly order: Int32Array;
  /** Two halves: a node's rows stand in one of them, and splitting it sends its right side to the other. */
  readonly halves: readonly [Int32Array, Int32Array];
  readonly drawn: Int32Array;
  readonly goesLeft: Uint8Array;
  readonly importances: Float64Array;
}

function createGrower(setup: RandomForestSetup): Grower {
  const { rows } = setup.table;
  const columns = setup.table.columns.length;
  const tally = createTally(new Float64Array(setup.classes).fill(1));
  const packed = setup.classes === 2 && setup.rowWeights === null && rows < PACK;
  const wordsMax = bagWordsMax(rows, rows);
  const halves = [new Int32Array(wordsMax), new Int32Array(wordsMax)] as const;
  const node: NodeRows = {
    table: setup.table,
    labels: setup.labels,
    packed,
    weights: new Float64Array(packed ? 0 : rows),
    words: halves[0],
    from: 0,
    to: 0,
    sum: 0,
  };
  const { classes, minLeaf, random } = setup;
  return {
    setup,
    columns,
    counts: new Uint16Array(rows),
    node,
    search: createSearch(tally, { classes, minLeaf, random }),
    counter: createCounter(node, tally),
    order: new Int32Array(columns),
    halves,
    drawn: new Int32Array(TOGETHER),
    goesLeft: new Uint8Array(256),
    importances: new Float64Array(columns),
  };
}

function growTrees(grower: Grower, { from, to }: TreeRange): RandomForestPart {
  const { setup, columns } = grower;
  const buffer = createNodeBuffer(1024, setup.classes === 2 ? 1 : setup.classes);
  const sizes: number[] = [];
  const importances = new Float64Array((to - from) * columns);
  for (let tree = from; tree < to; tree++) {
    const before = buffer.count;
    const rng = drawBag(grower.counts, setup.bag, { seed: setup.seed, tree });
    fillRoot(grower);
    growTree(grower, buffer, rng);
    sizes.push(buffer.count - before);
    const total = grower.importances.reduce((sum, importance) => sum + importance, 0);
    for (let column = 0; column < columns; column++) {
      importances[(tree - from) * columns + column] = total > 0 ? grower.importances[column]! / total : 0;
    }
  }
  return { ...toForestPart(buffer, sizes, setup.categoryCounts), importances };
}

/** Puts the bag's rows into the root, with their weights, and weighs the classes. */
function fillRoot(grower: Grower): void {
  const { setup, node, search, halves } = grower;
  node.words = halves[0];
  node.from = 0;
  const classRows = node.packed ? packRows(grower) : weighRows(grower);
  setClassWeights(grower, classRows);
  grower.importances.fill(0);
  for (let column = 0; column < grower.order.length; column++) grower.order[column] = column;
  for (let k = 0; k < setup.classes; k++) {
    search.total[k] = classRows[k]! * search.tally.classWeights[k]!;
  }
}

/** Both give the weight of each class's rows. */
function packRows({ setup, node, counts }: Grower): Float64Array {
  node.to = fillWords(node.words, counts, setup.labels);
  node.sum = 0;
  for (let at = 0; at < node.to; at++) node.sum += PACKED_WEIGHTS[node.words[at]! & WEIGHT_BITS]!;
  const ones = Math.floor(node.sum / PACK);
  return Float64Array.of(node.sum - ones * PACK - ones, ones);
}

function weighRows({ setup, node, counts }: Grower): Float64Array {
  const { labels, rowWeights, classes } = setup;
  const classRows = new Float64Array(classes);
  let size = 0;
  for (let row = 0; row < counts.length; row++) {
    const weight = counts[row]! * (rowWeights === null ? 1 : rowWeights[row]!);
    if (weight === 0) continue;
    node.words[size++] = row << ROW_SHIFT;
    node.weights[row] = weight;
    classRows[labels[row]!]! += weight;
  }
  node.to = size;
  return classRows;
}

function setClassWeights({ setup, search }: Grower, bagRows: Float64Array): void {
  const { classWeights } = search.tally;
  if (setup.classWeight === "none") return;
  let rows: ArrayLike<number> = bagRows;
  if (setup.classWeight === "balanced") {
    const inTable = new Float64Array(setup.classes);
    for (let row = 0; row < setup.labels.length; row++) {
      inTable[setup.labels[row]!]! += setup.rowWeights?.[row] ?? 1;
    }
    rows = inTable;
  }
  const total = Array.from(rows).reduce((sum, count) => sum + count, 0);
  const present = Array.from(rows).filter((count) => count > 0).length;
  // A class that a bag lacks has no rows to weigh; any weight does.
  for (let k = 0; k < setup.classes; k++) classWeights[k] = rows[k]! > 0 ? total / (present * rows[k]!) : 1;
}

interface Waiting {
  /** Which half the rows stand in. */
  readonly half: 0 | 1;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly parent: number;
  readonly constants: number;
  /** Packed sum of the rows' weights; 0 where weights are not packed. */
  readonly sum: number;
}

function growTree(grower: Grower, buffer: NodeBuffer, rng: Rng): void {
  const { setup, node, search } = grower;
  const waiting: Waiting[] = [
    { half: 0, from: 0, to: node.to, depth: 0, parent: -1, constants: 0, sum: node.sum },
  ];
  for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
    reserveNodes(buffer, 1);
    const at = buffer.count++;
    if (task.parent >= 0) buffer.right[task.parent] = at;
    node.words = grower.halves[task.half];
    node.from = task.from;
    node.to = task.to;
    node.sum = task.sum;
    buffer.cover[at] = sumClasses(grower);
    const open = task.depth < setup.maxDepth && search.totalRows >= setup.minSplit && !isPure(search);
    const constants = open ? findSplit(grower, task.constants, rng) : -1;
    if (constants < 0) {
      writeLeaf(search, buffer, at);
      continue;
    }
    writeSplit(grower, buffer, at);
    grower.importances[search.best.column]! += search.best.decrease;
    const other = task.half === 0 ? 1 : 0;
    const middle = partition(grower, grower.halves[other]);
    const leftSum = node.packed ? sumLeft(grower, middle) : 0;
    const depth = task.depth + 1;
    const { half, from, to, sum } = task;
    waiting.push({ half: other, from: middle, to, depth, parent: at, constants, sum: sum - leftSum });
    waiting.push({ half, from, to: middle, depth, parent: -1, constants, sum: leftSum });
  }
}

/** Sums up the node's classes and gives its weight. */
function sumClasses({ node, search }: Grower): number {
  const { total, tally } = search;
  if (node.packed) {
    const ones = Math.floor(node.sum / PACK);
    search.totalRows = node.sum - ones * PACK;
    total[0] = (search.totalRows - ones) * tally.classWeights[0]!;
    total[1] = ones * tally.classWeights[1]!;
    return total[0]! + total[1]!;
  }
  const { words, weights, labels, from, to } = node;
  total.fill(0);
  search.totalRows = 0;
  for (let at = from; at < to; at++) {
    const row = words[at]! >>> ROW_SHIFT;
    search.totalRows += weights[row]!;
    total[labels[row]!]! += weights[row]!;
  }
  let weight = 0;
  for (let k = 0; k < total.length; k++) {
    total[k]! *= tally.classWeights[k]!;
    weight += total[k]!;
  }
  return weight;
}

function isPure({ total }: Search): boolean {
  let present = 0;
  for (let k = 0; k < total.length; k++) present += total[k]! > 0 ? 1 : 0;
  return present < 2;
}

/** Tries random columns until enough of them varied. Gives how many are known to be constant; -1: no split. */
function findSplit(grower: Grower, inherited: number, rng: Rng): number {
  const { setup, order, columns, search, drawn, node } = grower;
  search.best.decrease = -1;
  search.best.column = -1;
  let constants = inherited;
  let tried = 0;
  while (tried < setup.tried && constants + tried < columns) {
    const open = constants + tried;
    const count = Math.min(TOGETHER, setup.tried - tried, columns - open);
    for (let slot = 0; slot < count; slot++) {
      const at = open + slot + rng.nextInt(columns - open - slot);
      const column = order[at]!;
      order[at] = order[open + slot]!;
      order[open + slot] = column;
      drawn[slot] = column;
    }
    if (node.packed) countColumns(node, drawn, count);
    for (let slot = 0; slot < count; slot++) {
      const at = constants + tried;
      if (tryDrawn(grower, slot, rng)) {
        tried++;
        continue;
      }
      order[at] = order[constants]!;
      order[constants] = drawn[slot]!;
      constants++;
    }
  }
  return search.best.column < 0 ? -1 : constants;
}

/** Tries one of the columns drawn. False: it does not vary in the node. */
function tryDrawn({ setup, search, drawn, node, counter }: Grower, slot: number, rng: Rng): boolean {
  const column = drawn[slot]!;
  const bins = setup.table.columns[column]!;
  if (node.packed) return tryCounted(search, { node, column, bins, slot }, rng);
  tallyColumn(counter, column);
  if (!varies(search.tally)) return false;
  tryColumn(search, { column, bins }, rng);
  return true;
}

function writeLeaf(search: Search, buffer: NodeBuffer, at: number): void {
  const { total } = search;
  const weight = buffer.cover[at]!;
  buffer.split[at] = LEAF;
  buffer.feature[at] = -1;
  if (buffer.outputs === 1) buffer.value[at] = total[1]! / weight;
  else for (let k = 0; k < total.length; k++) buffer.value[at * buffer.outputs + k] = total[k]! / weight;
}

function writeSplit({ setup, search, goesLeft }: Grower, buffer: NodeBuffer, at: number): void {
  const { best } = search;
  const bins = setup.table.columns[best.column]!;
  buffer.feature[at] = best.column;
  buffer.missing[at] = best.missing;
  goesLeft.fill(0);
  goesLeft[MISSING_BIN] = best.missing === MISSING_LEFT ? 1 : 0;
  if (bins.kind === "numeric") {
    const last = best.leftBins[best.leftCount - 1]!;
    buffer.split[at] = NUMERIC;
    // Past the last cut only "is there a value" is left to ask.
    buffer.threshold[at] = bins.cuts[last] ?? Number.POSITIVE_INFINITY;
    goesLeft.fill(1, 0, last + 1);
    return;
  }
  for (let k = 0; k < best.leftCount; k++) goesLeft[best.leftBins[k]!] = 1;
  buffer.split[at] = CATEGORY_SET;
  buffer.threshold[at] = buffer.categoryWords.length;
  for (let from = 0; from < bins.binOf.length; from += 32) {
    let word = 0;
    const to = Math.min(from + 32, bins.binOf.length);
    for (let code = from; code < to; code++) word |= goesLeft[bins.binOf[code]!]! << (code - from);
    buffer.categoryWords.push(word >>> 0);
  }
}

/**
 * Left rows to the front of their half, right rows to the end of the other, backwards: no row is moved twice, and the
 * rows of a node always rise or always fall, so that reading a column runs one way through memory. Gives the place
 * where the right rows begin.
 */
function partition({ setup, node, search, goesLeft }: Grower, other: Int32Array): number {
  const { words, from, to } = node;
  const { codes, rows } = setup.table;
  const base = search.best.column * rows;
  let left = from;
  let right = to - 1;
  for (let at = from; at < to; at++) {
    const word = words[at]!;
    const goes = goesLeft[codes[base + (word >>> ROW_SHIFT)]!]!;
    // Both sides are written and one is kept: no branch that the processor could guess wrong.
    words[left] = word;
    other[right] = word;
    left += goes;
    right += goes - 1;
  }
  return left;
}

/** Packed sum of the left rows: the search knows it but for columns with missing values or categories. */
function sumLeft({ node, search }: Grower, middle: number): number {
  if (search.best.leftSum >= 0) return search.best.leftSum;
  let sum = 0;
  for (let at = node.from; at < middle; at++) sum += PACKED_WEIGHTS[node.words[at]! & WEIGHT_BITS]!;
  return sum;
}
