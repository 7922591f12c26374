import { createKernelRow, type Kernel, kernelDiagonal, type PointSet } from "./kernel.ts";
import { createKernelCache } from "./kernel-cache.ts";

/** What the solver works on. */
export interface PassProblem {
  readonly kernel: Kernel;
  readonly points: PointSet;
  /** The multipliers' upper bounds, above 0: a point of weight 3 counts like three equal points. */
  readonly weights: Float64Array;
  /** Memory for kernel rows; two are kept in any case. */
  readonly cacheBytesMax: number;
}

/** Two points whose multipliers change by so much. */
export interface PairStep {
  readonly i: number;
  readonly j: number;
  readonly deltaI: number;
  readonly deltaJ: number;
}

/** The solver's numbers, one for each point, and the passes over all points, which take nearly all of its time. */
export interface Passes {
  readonly alphas: Float64Array;
  readonly bounds: Float64Array;
  readonly gradient: Float64Array;
  /** `K(x, x)` of every point. */
  readonly diagonal: Float64Array;
  kernel(i: number, j: number): number;
  /** Adds `factor` times the kernel of point `i` to the gradient. */
  addRow(i: number, factor: number): void;
  /** The partner with the largest second-order gain; -1 when no pair violates by the tolerance. */
  findSecond(i: number, tolerance: number): number;
  /**
   * Brings the gradient up to date, and gives the point below its upper bound with the steepest descent, seen in
   * passing; ties go to the last, as in LIBSVM. -1 when there is none.
   */
  descend(step: PairStep): number;
}

/** LIBSVM's floor for a pair's curvature. */
export const CURVATURE_MIN = 1e-12;

/** The passes in plain TypeScript: what those of machine code are compared with, to the last bit. */
export function createPlainPasses({ kernel, points, weights, cacheBytesMax }: PassProblem): Passes {
  const { row } = createKernelCache(createKernelRow(kernel, points), points.count, cacheBytesMax);
  const alphas = new Float64Array(points.count);
  const gradient = new Float64Array(points.count);
  const diagonal = kernelDiagonal(kernel, points);
  const numbers = { alphas, bounds: weights, gradient, diagonal };
  return {
    ...numbers,
    kernel: (i, j) => row(i)[j]!,
    addRow: (i, factor) => addRow(gradient, row(i), factor),
    findSecond: (i, tolerance) => findSecond(numbers, { i, row: row(i) }, tolerance),
    descend: (step) => descend(numbers, step, [row(step.i), row(step.j)]),
  };
}

type Numbers = Pick<Passes, "alphas" | "bounds" | "gradient" | "diagonal">;

function addRow(gradient: Float64Array, row: Float32Array, factor: number): void {
  for (let t = 0; t < gradient.length; t++) gradient[t]! += factor * row[t]!;
}

interface First {
  readonly i: number;
  readonly row: Float32Array;
}

function findSecond({ alphas, gradient, diagonal }: Numbers, { i, row }: First, tolerance: number): number {
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

function descend(
  { alphas, bounds, gradient }: Numbers,
  { deltaI, deltaJ }: PairStep,
  [rowI, rowJ]: readonly [Float32Array, Float32Array],
): number {
  let best = Number.POSITIVE_INFINITY;
  let found = -1;
  for (let t = 0; t < gradient.length; t++) {
    const slope = gradient[t]! + (rowI[t]! * deltaI + rowJ[t]! * deltaJ);
    gradient[t] = slope;
    if (slope <= best && alphas[t]! < bounds[t]!) {
      best = slope;
      found = t;
    }
  }
  return found;
}
