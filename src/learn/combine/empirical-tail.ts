import { toBits } from "../rarity/rarity.ts";

/**
 * The distribution of a detector's scores on a reference, in bounded memory: every distinct score of the upper end, and
 * evenly spaced ranks of the rest. Kept with a model, it turns scores of any detector into one currency.
 */
export interface EmpiricalTail {
  /** Reference scores. */
  readonly rows: number;
  /** Distinct, ascending. */
  readonly scores: Float64Array;
  /** Reference scores at or above each, and above each. */
  readonly atLeast: Int32Array;
  readonly above: Int32Array;
}

/** Distinct scores kept exactly at the upper end, and ranks kept below it. */
export const TAIL_SCORES_MAX = 2_048;

export function fitEmpiricalTail(reference: Float64Array): EmpiricalTail {
  const sorted = Float64Array.from(reference).sort();
  const rows = sorted.length;
  const scores: number[] = [];
  const atLeast: number[] = [];
  const above: number[] = [];
  const step = rows / TAIL_SCORES_MAX;
  let due = Number.POSITIVE_INFINITY;
  for (let to = rows; to > 0; ) {
    const score = sorted[to - 1]!;
    let from = to - 1;
    while (from > 0 && sorted[from - 1] === score) from--;
    if (scores.length < TAIL_SCORES_MAX || from <= due || from === 0) {
      scores.push(score);
      atLeast.push(rows - from);
      above.push(rows - to);
      due = from - step;
    }
    to = from;
  }
  return {
    rows,
    scores: Float64Array.from(scores.reverse()),
    atLeast: Int32Array.from(atLeast.reverse()),
    above: Int32Array.from(above.reverse()),
  };
}

/**
 * The probability that a usual row scores at least as high: (1 + reference scores at or above) / (rows + 1). Between
 * kept scores the count is taken from below, so a score is never called rarer than it is.
 */
export function tailProbability({ rows, scores, atLeast, above }: EmpiricalTail, score: number): number {
  let from = 0;
  let to = scores.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (scores[middle]! < score) from = middle + 1;
    else to = middle;
  }
  const exact = scores[from] === score;
  const count = exact ? atLeast[from]! : from === 0 ? rows : above[from - 1]!;
  return (1 + count) / (rows + 1);
}

/** The same in bits: each bit halves the share of usual rows that look as strange. */
export const tailBits = (tail: EmpiricalTail, score: number): number => toBits(tailProbability(tail, score));
