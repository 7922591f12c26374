import type { KernelCache } from "./kernel-cache.ts";

/** What the solver needs besides the kernel. */
export interface SolverOptions {
  /** Share of points that may lie outside, in (0, 1]. */
  readonly nu: number;
  /** The pair that violates most must violate by less than this; LIBSVM's `eps`. */
  readonly tolerance: number;
  readonly iterationsMax: number;
}

export interface Solution {
  /** One multiplier per point, in [0, 1]; they sum to nu times the number of points. */
  readonly alphas: Float64Array;
  /** The decision value of `x` is `sum alpha_i K(x_i, x) - rho`. */
  readonly rho: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** LIBSVM's floor for a pair's curvature. */
const CURVATURE_MIN = 1e-12;

interface State {
  readonly alphas: Float64Array;
  readonly gradient: Float64Array;
  readonly diagonal: Float64Array;
  readonly cache: KernelCache;
}

/**
 * The one-class problem of Schölkopf et al. 2001 as LIBSVM scales it: minimise ½ aᵀKa with 0 ≤ a ≤ 1, Σa = νn, by
 * sequential minimal optimisation with second-order working sets (Fan, Chen and Lin 2005). Same start, same choice of
 * pairs, same stop and same rho as LIBSVM, without its shrinking, which does not pay below some 20,000 points.
 */
export function solveOneClass(cache: KernelCache, diagonal: Float64Array, options: SolverOptions): Solution {
  const alphas = initialAlphas(diagonal.length, options.nu);
  const state: State = { alphas, gradient: initialGradient(cache, alphas), diagonal, cache };
  let iterations = 0;
  let converged = false;
  while (iterations < options.iterationsMax) {
    const i = findFirst(state);
    const j = i < 0 ? -1 : findSecond(state, i, options.tolerance);
    if (j < 0) {
      converged = true;
      break;
    }
    improvePair(state, i, j);
    iterations++;
  }
  return { alphas, rho: offsetOf(state), iterations, converged };
}

function initialAlphas(count: number, nu: number): Float64Array {
  const alphas = new Float64Array(count);
  const whole = Math.floor(nu * count);
  alphas.fill(1, 0, whole);
  if (whole < count) alphas[whole] = nu * count - whole;
  return alphas;
}

function initialGradient(cache: KernelCache, alphas: Float64Array): Float64Array {
  const gradient = new Float64Array(alphas.length);
  for (let i = 0; i < alphas.length; i++) {
    if (alphas[i]! > 0) addRow(gradient, cache.row(i), alphas[i]!);
  }
  return gradient;
}

function addRow(gradient: Float64Array, row: Float32Array, factor: number): void {
  for (let t = 0; t < gradient.length; t++) gradient[t]! += factor * row[t]!;
}

/** The point below its upper bound with the steepest descent; ties go to the last, as in LIBSVM. */
function findFirst({ alphas, gradient }: State): number {
  let best = Number.POSITIVE_INFINITY;
  let found = -1;
  for (let t = 0; t < alphas.length; t++) {
    if (alphas[t]! < 1 && gradient[t]! <= best) {
      best = gradient[t]!;
      found = t;
    }
  }
  return found;
}

/** The partner with the largest second-order gain; -1 when no pair violates by the tolerance. */
function findSecond({ alphas, gradient, diagonal, cache }: State, i: number, tolerance: number): number {
  const row = cache.row(i);
  const lowest = gradient[i]!;
  const own = diagonal[i]!;
  let highest = Number.NEGATIVE_INFINITY;
  let best = 0;
  let found = -1;
  for (let t = 0; t < alphas.length; t++) {
    if (alphas[t]! <= 0) continue;
    const difference = gradient[t]! - lowest;
    if (gradient[t]! >= highest) highest = gradient[t]!;
    if (difference <= 0) continue;
    const curvature = own + diagonal[t]! - 2 * row[t]!;
    const gain = (difference * difference) / (curvature > 0 ? curvature : CURVATURE_MIN);
    if (gain >= best) {
      best = gain;
      found = t;
    }
  }
  return highest - lowest < tolerance ? -1 : found;
}

function improvePair({ alphas, gradient, diagonal, cache }: State, i: number, j: number): void {
  const rowI = cache.row(i);
  const rowJ = cache.row(j);
  const curvature = diagonal[i]! + diagonal[j]! - 2 * rowI[j]!;
  const sum = alphas[i]! + alphas[j]!;
  const step = (gradient[i]! - gradient[j]!) / (curvature > 0 ? curvature : CURVATURE_MIN);
  // Both ends of the box at once: a pair of one sign only moves along a_i + a_j = sum.
  const low = Math.max(0, sum - 1);
  const high = Math.min(1, sum);
  const wanted = alphas[i]! - step;
  const next = wanted < low ? low : wanted > high ? high : wanted;
  const deltaI = next - alphas[i]!;
  // sum - 1 + 1 need not be sum again: bounds must be met exactly, or a point stays "free" by one rounding.
  const partner = next === low && low > 0 ? 1 : next === high && high < 1 ? 0 : sum - next;
  const deltaJ = partner - alphas[j]!;
  alphas[i] = next;
  alphas[j] = partner;
  for (let t = 0; t < gradient.length; t++) gradient[t]! += rowI[t]! * deltaI + rowJ[t]! * deltaJ;
}

/** The mean gradient of the free points; without any, the middle of what the bound ones allow. */
function offsetOf({ alphas, gradient }: State): number {
  let sum = 0;
  let free = 0;
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  for (let t = 0; t < alphas.length; t++) {
    const slope = gradient[t]!;
    if (alphas[t]! >= 1) lower = Math.max(lower, slope);
    else if (alphas[t]! <= 0) upper = Math.min(upper, slope);
    else {
      sum += slope;
      free++;
    }
  }
  if (free > 0) return sum / free;
  // nu = 1 binds every point above: LIBSVM would answer with infinity, the largest slope is the tight offset.
  if (upper === Number.POSITIVE_INFINITY) return lower;
  return lower === Number.NEGATIVE_INFINITY ? upper : (upper + lower) / 2;
}
