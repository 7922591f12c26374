import { createRng, type Rng, toError } from "../../domain/index.ts";
import { checkParameter } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";

/** Row ordinals to learn from and to test on; the two never share a row. Ascending. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

export interface FoldOptions {
  readonly folds: number;
  readonly seed: number;
}

export interface HoldoutOptions {
  /** Share of the rows (or groups) to test on, between 0 and 1. */
  readonly share: number;
  readonly seed: number;
}

export interface TimeOptions {
  /** Least time between the last training row and the first test row, in the unit of the times. */
  readonly gap?: number;
}

export const FOLDS_MAX = 1_000;

/** Folds in which every class has the share that it has in the table, as nearly as whole rows allow. */
export function splitStratified(codes: ArrayLike<number>, options: FoldOptions): Split[] {
  checkFolds(options.folds, codes.length, "rows");
  return toSplits(assignStratified(codes, options), options.folds);
}

/** Folds of whole groups (users, hosts, days), so that nobody stands on both sides; of nearly equal numbers of rows. */
export function splitGrouped(groups: ArrayLike<number>, options: FoldOptions): Split[] {
  const rows = countGroups(groups);
  checkFolds(options.folds, rows.size, "groups");
  const order = shuffle([...rows.keys()], createRng(options.seed));
  // The largest groups first, each to the fold that has fewest rows.
  order.sort((a, b) => rows.get(b)! - rows.get(a)!);
  const sizes = new Float64Array(options.folds);
  const foldOf = new Map<number, number>();
  for (const group of order) {
    const smallest = sizes.indexOf(sizes.reduce((least, size) => Math.min(least, size)));
    foldOf.set(group, smallest);
    sizes[smallest]! += rows.get(group)!;
  }
  return toSplits(
    Int32Array.from({ length: groups.length }, (_, row) => foldOf.get(groups[row]!)!),
    options.folds,
  );
}

/**
 * Folds that only look forward: the rows in time order are cut into one block more than there are folds; fold i learns
 * from all blocks before its own, less the gap, and is tested on its own. Rows of one instant stay in one block.
 */
export function splitByTime(
  times: ArrayLike<number>,
  options: TimeOptions & { readonly folds: number },
): Split[] {
  const { folds, gap = 0 } = options;
  checkParameter("gap", gap, { min: 0, max: Number.MAX_VALUE });
  checkFolds(folds, times.length - 1, "rows after the first");
  const sorted = Float64Array.from(times).sort();
  return Array.from({ length: folds }, (_, fold): Split => {
    const start = sorted[Math.floor(((fold + 1) * sorted.length) / (folds + 1))]!;
    const isLast = fold === folds - 1;
    const end = isLast
      ? Number.POSITIVE_INFINITY
      : sorted[Math.floor(((fold + 2) * sorted.length) / (folds + 1))]!;
    return cutByTime(times, { start, end, gap });
  });
}

/** One split with about that share of every class to test on. */
export function holdOutStratified(codes: ArrayLike<number>, { share, seed }: HoldoutOptions): Split {
  checkParameter("share", share, { min: 0, max: 1, aboveMin: true });
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < codes.length; row++) pushTo(byClass, codes[row]!, row);
  const rng = createRng(seed);
  const isTest = new Uint8Array(codes.length);
  for (const code of [...byClass.keys()].sort((a, b) => a - b)) {
    const rows = shuffle(byClass.get(code)!, rng);
    for (const row of rows.slice(0, Math.round(rows.length * share))) isTest[row] = 1;
  }
  return checkNotEmpty(toSplits(isTest, 2)[1]!);
}

/** One split with that share of the groups to test on. */
export function holdOutGrouped(groups: ArrayLike<number>, { share, seed }: HoldoutOptions): Split {
  checkParameter("share", share, { min: 0, max: 1, aboveMin: true });
  const order = shuffle([...countGroups(groups).keys()], createRng(seed));
  const tested = new Set(order.slice(0, Math.max(1, Math.round(order.length * share))));
  const isTest = Uint8Array.from({ length: groups.length }, (_, row) => (tested.has(groups[row]!) ? 1 : 0));
  return checkNotEmpty(toSplits(isTest, 2)[1]!);
}

/** One split that is tested on all rows from an instant on and learns from those before it, less the gap. */
export function holdOutLater(
  times: ArrayLike<number>,
  options: TimeOptions & { readonly from: number },
): Split {
  return cutByTime(times, { start: options.from, end: Number.POSITIVE_INFINITY, gap: options.gap ?? 0 });
}

/** Throws LEARN_TRAINING_ROWS when a row stands on both sides: no number from it would mean anything. */
export function checkDisjoint({ train, test }: Split): void {
  const trained = new Set(train);
  const row = test.find((one) => trained.has(one));
  if (row !== undefined) throw toError(LEARN_PROBLEMS, "LEARN_TRAINING_ROWS", { row });
}

function assignStratified(codes: ArrayLike<number>, { folds, seed }: FoldOptions): Int32Array {
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < codes.length; row++) pushTo(byClass, codes[row]!, row);
  const rng = createRng(seed);
  const foldOf = new Int32Array(codes.length);
  let next = 0;
  // Dealing goes on from class to class, so that small classes do not all land in the first folds.
  for (const code of [...byClass.keys()].sort((a, b) => a - b)) {
    for (const row of shuffle(byClass.get(code)!, rng)) foldOf[row] = next++ % folds;
  }
  return foldOf;
}

function toSplits(foldOf: ArrayLike<number>, folds: number): Split[] {
  const rows = Int32Array.from({ length: foldOf.length }, (_, row) => row);
  return Array.from(
    { length: folds },
    (_, fold): Split => ({
      train: rows.filter((row) => foldOf[row] !== fold),
      test: rows.filter((row) => foldOf[row] === fold),
    }),
  );
}

function cutByTime(
  times: ArrayLike<number>,
  { start, end, gap }: { readonly start: number; readonly end: number; readonly gap: number },
): Split {
  const rows = Int32Array.from({ length: times.length }, (_, row) => row);
  return checkNotEmpty({
    train: rows.filter((row) => (gap > 0 ? times[row]! <= start - gap : times[row]! < start)),
    test: rows.filter((row) => times[row]! >= start && times[row]! < end),
  });
}

function checkNotEmpty(split: Split): Split {
  if (split.train.length > 0 && split.test.length > 0) return split;
  const reason = split.train.length === 0 ? "nothing is left to learn from" : "nothing is left to test on";
  throw toError(LEARN_PROBLEMS, "LEARN_SPLIT", { reason });
}

function checkFolds(folds: number, units: number, noun: string): void {
  checkParameter("folds", folds, { min: 2, max: FOLDS_MAX, integer: true });
  if (folds <= units) return;
  throw toError(LEARN_PROBLEMS, "LEARN_SPLIT", { reason: `there are ${units} ${noun} for ${folds} folds` });
}

function countGroups(groups: ArrayLike<number>): Map<number, number> {
  const rows = new Map<number, number>();
  for (let row = 0; row < groups.length; row++) rows.set(groups[row]!, (rows.get(groups[row]!) ?? 0) + 1);
  return rows;
}

function pushTo(lists: Map<number, number[]>, key: number, row: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [row]);
  else list.push(row);
}

function shuffle(items: readonly number[], rng: Rng): number[] {
  const shuffled = [...items];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = rng.nextInt(at + 1);
    const item = shuffled[at]!;
    shuffled[at] = shuffled[other]!;
    shuffled[other] = item;
  }
  return shuffled;
}
