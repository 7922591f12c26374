import { toError } from "../../domain/index.ts";
import { checkParameter } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { quantileOfSorted } from "../threshold.ts";

/**
 * Ranks of scores as shares in (0, 1], equal scores sharing the mean of their ranks: detectors of different scales side
 * by side.
 */
export function rankScores(scores: Float64Array): Float64Array {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  const ranks = new Float64Array(scores.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + 1 + to) / 2 / order.length;
    from = to;
  }
  return ranks;
}

/**
 * One number a row of several detectors' scores on the same scale. `max` finds what any of them finds; `mean` is
 * steadier and loses what only one sees.
 */
export function mergeScores(detectors: readonly Float64Array[], how: "max" | "mean"): Float64Array {
  const rows = checkSameLength(detectors);
  const merged = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let most = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const scores of detectors) {
      most = Math.max(most, scores[row]!);
      sum += scores[row]!;
    }
    merged[row] = how === "max" ? most : sum / detectors.length;
  }
  return merged;
}

/** 1 for each row that at least `needed` detectors score at or above their threshold. */
export function findConsensus(
  detectors: readonly { readonly scores: Float64Array; readonly threshold: number }[],
  needed: number,
): Uint8Array {
  checkParameter("needed", needed, { min: 1, max: Math.max(detectors.length, 1), integer: true });
  const verdicts = new Uint8Array(checkSameLength(detectors.map(({ scores }) => scores)));
  for (let row = 0; row < verdicts.length; row++) {
    let votes = 0;
    for (const { scores, threshold } of detectors) votes += scores[row]! >= threshold ? 1 : 0;
    verdicts[row] = votes >= needed ? 1 : 0;
  }
  return verdicts;
}

export interface BitsOptions {
  /** What each further detector's bits count beside the greatest. */
  readonly restShare?: number;
  /** Most bits that all further detectors add together. */
  readonly restBitsMax?: number;
}

/**
 * The greatest of several detectors' bits, and a capped part of the rest: agreement counts a little, and many weak
 * opinions never outweigh a strong one.
 */
export function combineBits(bits: readonly number[], options: BitsOptions = {}): number {
  const { restShare = 0.25, restBitsMax = 4 } = options;
  let most = 0;
  let sum = 0;
  for (const one of bits) {
    most = Math.max(most, one);
    sum += Math.max(one, 0);
  }
  return most + Math.min(restShare * (sum - most), restBitsMax);
}

/** Centre and width of usual scores, robust against the strange ones among them. */
export interface GaussianScale {
  readonly centre: number;
  readonly width: number;
}

/** Median, and median absolute deviation as a standard deviation. */
export function fitGaussianScale(reference: Float64Array): GaussianScale {
  const centre = quantileOfSorted(Float64Array.from(reference).sort(), 0.5);
  const deviations = reference.map((score) => Math.abs(score - centre)).sort();
  return { centre, width: 1.4826 * quantileOfSorted(deviations, 0.5) };
}

/**
 * Kriegel et al. 2011: max(0, erf((score - centre) / (width sqrt 2))), the probability of being less strange under a
 * normal law, 0 for the lower half. Without width only what lies above the centre is strange, wholly.
 */
export function scaleGaussian({ centre, width }: GaussianScale, score: number): number {
  if (!(width > 0)) return score > centre ? 1 : 0;
  return Math.max(0, erf((score - centre) / (width * Math.SQRT2)));
}

/** Error function: series near 0, continued fraction beyond; relative error below 1e-13. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = size;
    let sum = size;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (-size * size) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / ((size + fraction) * Math.sqrt(Math.PI)));
}

function checkSameLength(detectors: readonly Float64Array[]): number {
  const rows = detectors[0]?.length ?? 0;
  for (const scores of detectors) {
    if (scores.length === rows) continue;
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", {
      what: "A detector's scores",
      found: scores.length,
      expected: rows,
    });
  }
  return rows;
}
