import { readArray } from "../forest/read-forest.ts";
import { brokenModel } from "../model-json.ts";
import { fillDots, finishDot, type Kernel, type PointSet, squaredLengths } from "./kernel.ts";
import type { Solution } from "./solver.ts";

/** What the exact method learned: the points with a multiplier above 0. */
export interface SupportVectors {
  readonly kind: "exact";
  /** Encoded points, `width` numbers each. */
  readonly points: Float64Array;
  readonly alphas: Float64Array;
  readonly rho: number;
  readonly iterations: number;
  /** False: the solver was stopped at its limit of iterations; the model is usable and less exact. */
  readonly converged: boolean;
}

export function keepSupportVectors({ values, width }: PointSet, solved: Solution): SupportVectors {
  const chosen: number[] = [];
  solved.alphas.forEach((alpha, i) => {
    if (alpha > 0) chosen.push(i);
  });
  const points = new Float64Array(chosen.length * width);
  for (let at = 0; at < chosen.length; at++) {
    points.set(values.subarray(chosen[at]! * width, (chosen[at]! + 1) * width), at * width);
  }
  const { rho, iterations, converged } = solved;
  return {
    kind: "exact",
    points,
    alphas: Float64Array.from(chosen, (i) => solved.alphas[i]!),
    rho,
    iterations,
    converged,
  };
}

/** The decision value of an encoded point with so many surprises. */
export type Decide = (own: Float64Array, surprises: number) => number;

/** `sum alpha_i K(x_i, x) - rho` of a point, in full precision. A surprise is one more unit of squared distance. */
export function createSupportDecision(learned: SupportVectors, kernel: Kernel, width: number): Decide {
  const vectors: PointSet = { values: learned.points, count: learned.alphas.length, width };
  const squares = squaredLengths(vectors);
  const dots = new Float64Array(vectors.count);
  return (own, surprises) => {
    fillDots(vectors, own, dots);
    const sum =
      kernel.kind === "rbf"
        ? rbfSum(learned.alphas, { dots, squares, own, extra: surprises }, kernel.gamma)
        : plainSum(learned.alphas, dots, kernel);
    return sum - learned.rho;
  };
}

interface RowDistances {
  readonly dots: Float64Array;
  readonly squares: Float64Array;
  readonly own: Float64Array;
  readonly extra: number;
}

function rbfSum(alphas: Float64Array, { dots, squares, own, extra }: RowDistances, gamma: number): number {
  let square = extra;
  for (const x of own) square += x * x;
  let sum = 0;
  for (let i = 0; i < alphas.length; i++) {
    sum += alphas[i]! * Math.exp(-gamma * Math.max(0, square + squares[i]! - 2 * dots[i]!));
  }
  return sum;
}

function plainSum(
  alphas: Float64Array,
  dots: Float64Array,
  kernel: Exclude<Kernel, { kind: "rbf" }>,
): number {
  let sum = 0;
  for (let i = 0; i < alphas.length; i++) sum += alphas[i]! * finishDot(kernel, dots[i]!);
  return sum;
}

export function readSupportVectors(value: Readonly<Record<string, unknown>>, width: number): SupportVectors {
  const points = readArray(value, "points", Float64Array);
  const alphas = readArray(value, "alphas", Float64Array);
  const { rho, iterations, converged } = value;
  const whole = typeof rho === "number" && typeof iterations === "number" && typeof converged === "boolean";
  if (!whole || points.length !== alphas.length * width)
    throw brokenModel("its support vectors are not whole");
  return { kind: "exact", points, alphas, rho, iterations, converged };
}
