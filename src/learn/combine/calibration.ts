import { checkPair, type Truth } from "../evaluate/ranking.ts";

/** From a score to the probability that it is right, learned from rows whose truth is known. Plain JSON. */
export type Calibration =
  /** Rises in steps, linear between them; constant beyond both ends. */
  | {
      readonly kind: "isotonic";
      readonly scores: readonly number[];
      readonly probabilities: readonly number[];
    }
  | { readonly kind: "logistic"; readonly slope: number; readonly intercept: number };

/** Isotonic regression by pooling adjacent violators: the rising function nearest to the truths in squares. */
export function fitIsotonic(truth: Truth, scores: Float64Array): Calibration {
  checkPair(truth, scores);
  const blocks: { low: number; high: number; sum: number; rows: number }[] = [];
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  for (const row of order) {
    const score = scores[row]!;
    const last = blocks.at(-1);
    if (last !== undefined && last.low === score && last.high === score) {
      last.sum += truth[row]!;
      last.rows++;
    } else {
      poolBack(blocks);
      blocks.push({ low: score, high: score, sum: truth[row]!, rows: 1 });
    }
  }
  poolBack(blocks);
  const scoresKept: number[] = [];
  const probabilities: number[] = [];
  for (const { low, high, sum, rows } of blocks) {
    for (const score of low === high ? [low] : [low, high]) {
      scoresKept.push(score);
      probabilities.push(sum / rows);
    }
  }
  return { kind: "isotonic", scores: scoresKept, probabilities };
}

function poolBack(blocks: { low: number; high: number; sum: number; rows: number }[]): void {
  for (;;) {
    const last = blocks.at(-1);
    const before = blocks.at(-2);
    if (last === undefined || before === undefined) return;
    if (before.sum * last.rows < last.sum * before.rows) return;
    before.high = last.high;
    before.sum += last.sum;
    before.rows += last.rows;
    blocks.pop();
  }
}

const NEWTON_STEPS_MAX = 100;
const NEWTON_STOP = 1e-10;
/** Keeps the Hessian invertible where the scores do not vary. */
const RIDGE = 1e-12;

/**
 * Logistic calibration (Platt 1999, with his smoothed targets, which keep separable truths from an infinite slope), by
 * Newton's method with halved steps.
 */
export function fitLogistic(truth: Truth, scores: Float64Array): Calibration {
  checkPair(truth, scores);
  let positives = 0;
  for (let row = 0; row < scores.length; row++) positives += truth[row]!;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (scores.length - positives + 2);
  const targets = Float64Array.from(scores, (_, row) => (truth[row] === 1 ? high : low));
  let at = { slope: 0, intercept: Math.log((positives + 1) / (scores.length - positives + 1)) };
  let loss = logisticLoss(targets, scores, at);
  for (let step = 0; step < NEWTON_STEPS_MAX; step++) {
    const move = newtonStep(targets, scores, at);
    let size = 1;
    let next = at;
    let nextLoss = Number.POSITIVE_INFINITY;
    for (; size > 1e-10; size /= 2) {
      next = { slope: at.slope - size * move.slope, intercept: at.intercept - size * move.intercept };
      nextLoss = logisticLoss(targets, scores, next);
      if (nextLoss <= loss) break;
    }
    const gain = loss - nextLoss;
    if (!(gain > 0)) break;
    at = next;
    loss = nextLoss;
    if (gain < NEWTON_STOP) break;
  }
  return { kind: "logistic", ...at };
}

/** The probability that a calibration gives a score. */
export function calibrate(calibration: Calibration, score: number): number {
  if (calibration.kind === "logistic") {
    return 1 / (1 + Math.exp(-(calibration.slope * score + calibration.intercept)));
  }
  const { scores, probabilities } = calibration;
  let from = 0;
  let to = scores.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (scores[middle]! < score) from = middle + 1;
    else to = middle;
  }
  if (from === 0) return probabilities[0] ?? Number.NaN;
  if (from === scores.length) return probabilities[from - 1]!;
  const low = scores[from - 1]!;
  const share = (score - low) / (scores[from]! - low);
  return probabilities[from - 1]! + share * (probabilities[from]! - probabilities[from - 1]!);
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

function logisticLoss(targets: Float64Array, scores: Float64Array, { slope, intercept }: Line): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const z = slope * scores[row]! + intercept;
    // log(1 + e^z) without overflow.
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[row]! * z;
  }
  return loss;
}

function newtonStep(targets: Float64Array, scores: Float64Array, { slope, intercept }: Line): Line {
  let g0 = 0;
  let g1 = 0;
  let h00 = RIDGE;
  let h01 = 0;
  let h11 = RIDGE;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    const p = 1 / (1 + Math.exp(-(slope * score + intercept)));
    const weight = p * (1 - p);
    g0 += p - targets[row]!;
    g1 += (p - targets[row]!) * score;
    h00 += weight;
    h01 += weight * score;
    h11 += weight * score * score;
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(Math.abs(determinant) > 0)) return { slope: 0, intercept: g0 / h00 };
  return {
    slope: (h00 * g1 - h01 * g0) / determinant,
    intercept: (h11 * g0 - h01 * g1) / determinant,
  };
}
