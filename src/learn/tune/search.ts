import { createRng, mix } from "../../domain/index.ts";
import type { Progress } from "../estimator.ts";
import { throwIfAborted } from "../parallel/pool.ts";
import { checkParameter } from "../parameter.ts";
import { drawParams, type SearchSpace } from "./space.ts";

/** One trial's work: how good are these parameters, on validation data? Higher is better, null: cannot be said. */
export type Objective<Params> = (params: Partial<Params>, rows: Int32Array | null) => Promise<number | null>;

export interface Trial<Params> {
  readonly trial: number;
  readonly params: Partial<Params>;
  /** Null: the objective could not say. */
  readonly value: number | null;
  /** Rows on which the value stands; null: all. */
  readonly rows: number | null;
}

export interface SearchResult<Params> {
  /** Null: the objective could say nothing about any trial. */
  readonly best: Trial<Params> | null;
  /** In the order in which they ran. */
  readonly trials: readonly Trial<Params>[];
}

export interface SearchOptions {
  readonly trials: number;
  readonly seed: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly abort?: AbortSignal;
}

export interface HalvingOptions extends SearchOptions {
  /** All rows that the last round may use. */
  readonly rows: number;
  /** Rows of the first round. */
  readonly rowsMin: number;
  /** Of so many trials one goes on to a round of so many times the rows. */
  readonly factor?: number;
}

export const TRIALS_MAX = 10_000;

/** Tries random parameters from the space, each on everything. Equal values: the earlier trial wins. */
export async function searchRandomly<Params>(
  space: SearchSpace<Params>,
  objective: Objective<Params>,
  options: SearchOptions,
): Promise<SearchResult<Params>> {
  checkParameter("trials", options.trials, { min: 1, max: TRIALS_MAX, integer: true });
  const trials: Trial<Params>[] = [];
  for (let trial = 0; trial < options.trials; trial++) {
    throwIfAborted(options.abort);
    const params = drawParams(space, options.seed, trial);
    trials.push({ trial, params, value: await objective(params, null), rows: null });
    options.onProgress?.({ done: trial + 1, total: options.trials });
  }
  return { best: pickBest(trials), trials };
}

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials on few rows, the better third of them on three times as
 * many, and so on to one. The objective gets the ordinals of the rows of its round; a later round's hold an earlier
 * one's.
 */
export async function searchByHalving<Params>(
  space: SearchSpace<Params>,
  objective: Objective<Params>,
  options: HalvingOptions,
): Promise<SearchResult<Params>> {
  const { factor = 3, rows } = options;
  checkParameter("trials", options.trials, { min: 1, max: TRIALS_MAX, integer: true });
  checkParameter("factor", factor, { min: 2, max: 100 });
  checkParameter("rowsMin", options.rowsMin, { min: 1, max: rows, integer: true });
  const order = shuffledRows(rows, options.seed);
  const trials: Trial<Params>[] = [];
  let running = Array.from({ length: options.trials }, (_, trial) => ({
    trial,
    params: drawParams(space, options.seed, trial),
  }));
  const total = countRuns(options.trials, factor);
  for (let size = options.rowsMin; ; size = Math.min(size * factor, rows)) {
    const isLast = running.length === 1;
    const used = isLast ? rows : Math.floor(size);
    const round: Trial<Params>[] = [];
    for (const one of running) {
      throwIfAborted(options.abort);
      const value = await objective(one.params, order.subarray(0, used).toSorted());
      round.push({ ...one, value, rows: used });
      options.onProgress?.({ done: trials.length + round.length, total });
    }
    trials.push(...round);
    if (isLast) return { best: pickBest(round), trials };
    running = rankTrials(round).slice(0, Math.max(1, Math.floor(running.length / factor)));
  }
}

function countRuns(trials: number, factor: number): number {
  let runs = trials;
  for (let left = trials; left > 1; ) {
    left = Math.max(1, Math.floor(left / factor));
    runs += left;
  }
  return runs;
}

function shuffledRows(rows: number, seed: number): Int32Array {
  // Far from the trials' own seeds.
  const rng = createRng(mix(seed, TRIALS_MAX + 1));
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let at = rows - 1; at > 0; at--) {
    const other = rng.nextInt(at + 1);
    const row = order[at]!;
    order[at] = order[other]!;
    order[other] = row;
  }
  return order;
}

/** Best first; trials without a value last. */
const rankTrials = <Params>(trials: readonly Trial<Params>[]): Trial<Params>[] =>
  trials.toSorted(
    (a, b) =>
      (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) || a.trial - b.trial,
  );

function pickBest<Params>(trials: readonly Trial<Params>[]): Trial<Params> | null {
  const best = rankTrials(trials.filter(({ value }) => value !== null))[0];
  return best ?? null;
}
