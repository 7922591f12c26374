import { toError } from "../../domain/index.ts";
import { LEARN_PROBLEMS } from "../problems.ts";

/** One value a row: 1 is what the scores look for, 0 is everything else. */
export type Truth = ArrayLike<number>;

export interface RocPoint {
  /** Rows with at least this score are called strange; infinity at the start, where none is. */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

export interface RocCurve {
  readonly points: readonly RocPoint[];
  /** Probability that a strange row scores above another, ties half; null: one of the two kinds is absent. */
  readonly area: number | null;
}

export interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

export interface PrecisionRecallCurve {
  readonly points: readonly PrecisionRecallPoint[];
  /** Step sum of precision over recall, ties grouped; null: nothing is strange. */
  readonly averagePrecision: number | null;
}

/** Rows at or above each distinct score, from the highest: how many there are and how many of them are strange. */
interface Step {
  readonly threshold: number;
  readonly rows: number;
  readonly found: number;
}

/** Receiver operating characteristic: one point per distinct score, from none called strange to all. */
export function rocCurve(truth: Truth, scores: Float64Array): RocCurve {
  const steps = toSteps(truth, scores);
  const { strange, others } = countTruth(steps);
  const points = [{ threshold: Number.POSITIVE_INFINITY, rows: 0, found: 0 }, ...steps].map(
    ({ threshold, rows, found }): RocPoint => ({
      threshold,
      falsePositiveRate: others === 0 ? 0 : (rows - found) / others,
      truePositiveRate: strange === 0 ? 0 : found / strange,
    }),
  );
  return { points, area: rocArea(truth, scores) };
}

/** The area under the ROC curve by midranks; null: one of the two kinds is absent. */
export function rocArea(truth: Truth, scores: Float64Array): number | null {
  const steps = toSteps(truth, scores);
  const { strange, others } = countTruth(steps);
  if (strange === 0 || others === 0) return null;
  let area = 0;
  let before = { rows: 0, found: 0 };
  for (const step of steps) {
    const found = step.found - before.found;
    const missed = step.rows - before.rows - found;
    area += missed * (before.found + found / 2);
    before = step;
  }
  return area / (strange * others);
}

/** Precision against recall, one point per distinct score, from the highest. */
export function precisionRecallCurve(truth: Truth, scores: Float64Array): PrecisionRecallCurve {
  const steps = toSteps(truth, scores);
  const { strange } = countTruth(steps);
  const points = steps.map(
    ({ threshold, rows, found }): PrecisionRecallPoint => ({
      threshold,
      precision: found / rows,
      recall: strange === 0 ? 0 : found / strange,
    }),
  );
  return { points, averagePrecision: averagePrecision(truth, scores) };
}

/** The sum over distinct scores of (gain in recall) x precision; null: nothing is strange. */
export function averagePrecision(truth: Truth, scores: Float64Array): number | null {
  const steps = toSteps(truth, scores);
  const { strange } = countTruth(steps);
  if (strange === 0) return null;
  let sum = 0;
  let foundBefore = 0;
  for (const { rows, found } of steps) {
    sum += (found - foundBefore) * (found / rows);
    foundBefore = found;
  }
  return sum / strange;
}

/** What the `k` highest scores hold. Where equal scores straddle the k-th place, the expectation over their order. */
export interface AtK {
  readonly precision: number;
  /** Null: nothing is strange. */
  readonly recall: number | null;
}

/** Precision and recall when a person looks at the `k` highest scores; with fewer rows than `k`, at all of them. */
export function precisionAt(truth: Truth, scores: Float64Array, k: number): AtK {
  const steps = toSteps(truth, scores);
  const { strange } = countTruth(steps);
  const looked = Math.min(k, scores.length);
  let found = 0;
  let before = { rows: 0, found: 0 };
  for (const step of steps) {
    const share = Math.min(1, (looked - before.rows) / (step.rows - before.rows));
    found += share * (step.found - before.found);
    if (step.rows >= looked) break;
    before = step;
  }
  return { precision: looked === 0 ? 0 : found / looked, recall: strange === 0 ? null : found / strange };
}

function toSteps(truth: Truth, scores: Float64Array): Step[] {
  checkPair(truth, scores);
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const steps: Step[] = [];
  let found = 0;
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    found += truth[row] === 1 ? 1 : 0;
    const next = order[at + 1];
    if (next === undefined || scores[next] !== scores[row]) {
      steps.push({ threshold: scores[row]!, rows: at + 1, found });
    }
  }
  return steps;
}

function countTruth(steps: readonly Step[]): { strange: number; others: number } {
  const last = steps.at(-1) ?? { rows: 0, found: 0 };
  return { strange: last.found, others: last.rows - last.found };
}

/** Throws LEARN_LENGTH or LEARN_TRUTH unless there is a 0 or 1 and a number for each row. */
export function checkPair(truth: Truth, scores: Float64Array): void {
  if (truth.length !== scores.length) {
    const details = { what: "The truth", found: truth.length, expected: scores.length };
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", details);
  }
  for (let row = 0; row < scores.length; row++) {
    if ((truth[row] === 0 || truth[row] === 1) && !Number.isNaN(scores[row])) continue;
    throw toError(LEARN_PROBLEMS, "LEARN_TRUTH", { row, truth: String(truth[row]), score: scores[row]! });
  }
}
