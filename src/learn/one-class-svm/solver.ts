import { CURVATURE_MIN, type Passes } from "./passes.ts";

/** What the solver needs besides the passes over its points. */
export interface SolverOptions {
  /** Share of points that may lie outside, in (0, 1]. */
  readonly nu: number;
  /** The pair that violates most must violate by less than this; LIBSVM's `eps`. */
  readonly tolerance: number;
  readonly iterationsMax: number;
}

export interface Solution {
  /** One multiplier per point, from 0 to its weight; they sum to nu times the sum of weights. */
  readonly alphas: Float64Array;
  /** Each point's `sum alpha_i K(x_i, x)`. */
  readonly sums: Float64Array;
  /** The decision value of `x` is `sum alpha_i K(x_i, x) - rho`. */
  readonly rho: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Work in slices, so that a thread can do other things in between. */
export interface Solver {
  /** Does up to so many steps, each about one kernel row's work; true when the problem is solved or given up. */
  advance(steps: number): boolean;
  solution(): Solution;
}

/**
 * The one-class problem of Schölkopf et al. 2001 as LIBSVM scales it: minimise ½ aᵀKa with 0 ≤ a ≤ w, Σa = νΣw, by
 * sequential minimal optimisation with second-order working sets (Fan, Chen and Lin 2005). Same start, same choice of
 * pairs, same stop and same rho as LIBSVM, without its shrinking, which does not pay below some 20,000 points.
 */
export function createSolver(passes: Passes, options: SolverOptions): Solver {
  const { alphas, gradient } = passes;
  startAlphas(passes, options.nu);
  let started = 0;
  let iterations = 0;
  let converged = false;
  /** Of the next pair. */
  let first: number | null = null;
  const advance = (steps: number): boolean => {
    for (let step = 0; step < steps; step++) {
      if (started < alphas.length) {
        // The alphas above 0 come first, so the others cost nothing.
        if (alphas[started]! > 0) passes.addRow(started, alphas[started]!);
        else step--;
        started++;
        continue;
      }
      if (iterations >= options.iterationsMax) return true;
      first ??= findFirst(passes);
      const second = first < 0 ? -1 : passes.findSecond(first, options.tolerance);
      if (second < 0) {
        converged = true;
        return true;
      }
      first = improvePair(passes, first, second);
      iterations++;
    }
    return false;
  };
  return {
    advance,
    solution: () => ({ alphas, sums: gradient, rho: offsetOf(passes), iterations, converged }),
  };
}

/** As many points as it takes stand at their bounds, the first ones. */
function startAlphas({ alphas, bounds }: Passes, nu: number): void {
  let left = nu * bounds.reduce((sum, bound) => sum + bound, 0);
  for (let i = 0; i < alphas.length && left > 0; i++) {
    alphas[i] = Math.min(bounds[i]!, left);
    left -= alphas[i]!;
  }
}

/** The point below its upper bound with the steepest descent; ties go to the last, as in LIBSVM. */
function findFirst({ alphas, bounds, gradient }: Passes): number {
  let best = Number.POSITIVE_INFINITY;
  let found = -1;
  for (let t = 0; t < alphas.length; t++) {
    if (alphas[t]! < bounds[t]! && gradient[t]! <= best) {
      best = gradient[t]!;
      found = t;
    }
  }
  return found;
}

/** Gives the first of the next pair, as `findFirst` would: it is seen in passing, while the gradient is brought up to date. */
function improvePair(passes: Passes, i: number, j: number): number {
  const { alphas, bounds, gradient, diagonal } = passes;
  const curvature = diagonal[i]! + diagonal[j]! - 2 * passes.kernel(i, j);
  const step = (gradient[i]! - gradient[j]!) / (curvature > 0 ? curvature : CURVATURE_MIN);
  const [oldI, oldJ] = [alphas[i]!, alphas[j]!];
  const sum = oldI + oldJ;
  let nextI = oldI - step;
  let nextJ = oldJ + step;
  // In LIBSVM's order: a bound that is met is met exactly, or a point stays "free" by one rounding.
  if (nextI > bounds[i]!) [nextI, nextJ] = [bounds[i]!, sum - bounds[i]!];
  if (nextJ < 0) [nextI, nextJ] = [sum, 0];
  if (nextJ > bounds[j]!) [nextI, nextJ] = [sum - bounds[j]!, bounds[j]!];
  if (nextI < 0) [nextI, nextJ] = [0, sum];
  alphas[i] = nextI;
  alphas[j] = nextJ;
  return passes.descend({ i, j, deltaI: nextI - oldI, deltaJ: nextJ - oldJ });
}

/** The mean gradient of the free points; without any, the middle of what the bound ones allow. */
function offsetOf({ alphas, bounds, gradient }: Passes): number {
  let sum = 0;
  let free = 0;
  let lower = Number.NEGATIVE_INFINITY;
  let upper = Number.POSITIVE_INFINITY;
  for (let t = 0; t < alphas.length; t++) {
    const slope = gradient[t]!;
    if (alphas[t]! >= bounds[t]!) lower = Math.max(lower, slope);
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
