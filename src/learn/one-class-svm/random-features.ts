import type { Rng } from "../../domain/index.ts";
import { readArray } from "../forest/read-forest.ts";
import { brokenModel } from "../model-json.ts";
import { quantileOfSorted } from "../threshold.ts";
import { fillDots, type Kernel, type PointSet, pointAt } from "./kernel.ts";
import type { Decide } from "./support-vectors.ts";

/** What the approximation learned: a plane in the space of random Fourier features (or of the columns themselves). */
export interface FeaturePlane {
  readonly kind: "approximate";
  /** Directions and phases of the features (Rahimi and Recht 2007), in turns; both empty for the linear kernel. */
  readonly directions: Float64Array;
  readonly phases: Float64Array;
  readonly weights: Float64Array;
  readonly rho: number;
}

/** Rows that one step of the descent looks at. */
const BATCH_ROWS = 64;
/** Visits enough to settle whatever the number of rows: small tables are visited more than once. */
const VISITS_MIN = 30_000;
/** Beyond, further rows change the plane by less than the features' own error. */
const VISITS_MAX = 400_000;
/** Rows whose margins place the offset. */
const OFFSET_ROWS_MAX = 20_000;

export interface PlaneProblem {
  readonly points: PointSet;
  /** Above 0; rows are drawn in proportion. */
  readonly weights: Float64Array;
  readonly kernel: Extract<Kernel, { kind: "rbf" | "linear" }>;
  readonly nu: number;
  readonly components: number;
  readonly rng: Rng;
}

/** The descent in slices: `advance` makes up to so many steps and is true at the end. */
export interface PlaneDescent {
  readonly steps: number;
  advance(steps: number): boolean;
  /** The plane, and decision values of training rows drawn by weight. */
  finish(): { readonly plane: FeaturePlane; readonly decisions: Float64Array };
}

/**
 * Minimises ½|w|² - rho + mean max(0, rho - w·z) / nu by averaged stochastic gradient descent with step 1/t; the
 * offset is then placed exactly, at the nu-quantile of the margins, which is where the minimum has it for that w.
 */
export function createDescent(problem: PlaneProblem): PlaneDescent {
  const { points, kernel, nu, components, rng } = problem;
  const rbf = kernel.kind === "rbf";
  const size = rbf ? components : points.width;
  const spread = rbf ? Math.sqrt(2 * kernel.gamma) / (2 * Math.PI) : 0;
  const directions = new Float64Array(rbf ? size * points.width : 0).map(() => spread * rng.nextNormal());
  const phases = new Float64Array(rbf ? size : 0).map(() => rng.next());
  const plane = { directions, phases, weights: new Float64Array(size) };
  const draw = createDraw(problem.weights, rng);
  const steps = Math.ceil(Math.min(VISITS_MAX, Math.max(VISITS_MIN, points.count)) / BATCH_ROWS);
  const current = new Float64Array(size);
  const gathered = new Float64Array(size);
  const featuresOf = createFeatureSource(plane, points);
  let rho = 0;
  let step = 0;
  let averaged = 0;
  const advanceOne = (): void => {
    step++;
    gathered.fill(0);
    let outside = 0;
    for (let b = 0; b < BATCH_ROWS; b++) {
      const features = featuresOf(draw());
      // The first step takes every row: the plane for nu = 1 is a good start.
      if (step > 1 && dot(current, features) >= rho) continue;
      outside++;
      for (let k = 0; k < size; k++) gathered[k]! += features[k]!;
    }
    const rate = 1 / step;
    const pull = rate / (step === 1 ? BATCH_ROWS : nu * BATCH_ROWS);
    for (let k = 0; k < size; k++) current[k] = (1 - rate) * current[k]! + pull * gathered[k]!;
    if (step === 1) rho = dot(current, current);
    else
      rho += (rho === 0 ? 1 : Math.abs(rho)) * OFFSET_RATE * step ** -0.5 * (1 - outside / (nu * BATCH_ROWS));
    if (2 * step < steps) return;
    averaged++;
    for (let k = 0; k < size; k++) plane.weights[k]! += (current[k]! - plane.weights[k]!) / averaged;
  };
  return {
    steps,
    advance: (count) => {
      for (let i = 0; i < count && step < steps; i++) advanceOne();
      return step >= steps;
    },
    finish: () => {
      const margins = drawMargins(plane.weights, Math.min(OFFSET_ROWS_MAX, 2 * points.count), () =>
        featuresOf(draw()),
      );
      const rho = quantileOfSorted(margins, nu);
      return {
        plane: { kind: "approximate", ...plane, rho },
        decisions: margins.map((margin) => margin - rho),
      };
    },
  };
}

/** First step of the offset's own descent, relative to its size. */
const OFFSET_RATE = 0.5;

/** Numbers that are kept so that rows visited many times are turned into features once. */
const KEPT_FEATURES_MAX = 4_000_000;

/** The features of a row; valid until the next call. */
function createFeatureSource(plane: Plane, points: PointSet): (row: number) => Float64Array {
  const size = plane.weights.length;
  const keeps = points.count * size <= KEPT_FEATURES_MAX;
  const kept = new Float64Array(keeps ? points.count * size : size);
  if (!keeps) {
    return (row) => {
      fillFeatures(plane, pointAt(points, row), kept);
      return kept;
    };
  }
  for (let row = 0; row < points.count; row++) {
    fillFeatures(plane, pointAt(points, row), kept.subarray(row * size, (row + 1) * size));
  }
  return (row) => kept.subarray(row * size, (row + 1) * size);
}

type Plane = Pick<FeaturePlane, "directions" | "phases" | "weights">;

/** sqrt(2/D) cos(2π(direction · x + phase)): their dot products approximate the rbf kernel. */
function fillFeatures(plane: Plane, own: Float64Array, out: Float64Array): void {
  if (plane.phases.length === 0) {
    out.set(own);
    return;
  }
  fillDots({ values: plane.directions, count: out.length, width: own.length }, own, out);
  const scale = Math.sqrt(2 / out.length);
  for (let k = 0; k < out.length; k++) out[k] = scale * cosineOfTurns(out[k]! + plane.phases[k]!);
}

/**
 * cos(2πt) to 1e-11 by the series of the sine over a quarter turn either side: three times as fast as `Math.cos`,
 * and the same on every machine.
 */
function cosineOfTurns(t: number): number {
  const y = (0.25 - Math.abs(t - Math.floor(t + 0.5))) * (2 * Math.PI);
  const s = y * y;
  const high = 1 / 362880 - s * (1 / 39916800 - s * (1 / 6227020800 - s * (1 / 1307674368000)));
  return y * (1 - s * (1 / 6 - s * (1 / 120 - s * (1 / 5040 - s * high))));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function createDraw(weights: Float64Array, rng: Rng): () => number {
  if (weights.every((weight) => weight === weights[0])) return () => rng.nextInt(weights.length);
  const ends = weights.slice();
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!;
  return () => {
    const wanted = rng.next() * ends.at(-1)!;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ends[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** w·z of drawn rows, ascending. */
function drawMargins(weights: Float64Array, count: number, next: () => Float64Array): Float64Array {
  return Float64Array.from({ length: count }, () => dot(weights, next())).sort();
}

/** `w·z - rho` of a point; a surprise is one more unit of squared distance, which only rbf sees. */
export function createPlaneDecision(plane: FeaturePlane, kernel: Kernel): Decide {
  const features = new Float64Array(plane.weights.length);
  return (own, surprises) => {
    fillFeatures(plane, own, features);
    const fading = kernel.kind === "rbf" ? Math.exp(-kernel.gamma * surprises) : 1;
    return dot(plane.weights, features) * fading - plane.rho;
  };
}

export function readPlane(value: Readonly<Record<string, unknown>>, width: number): FeaturePlane {
  const directions = readArray(value, "directions", Float64Array);
  const phases = readArray(value, "phases", Float64Array);
  const weights = readArray(value, "weights", Float64Array);
  const { rho } = value;
  const size = phases.length === 0 ? width : phases.length;
  if (typeof rho !== "number" || weights.length !== size || directions.length !== phases.length * width) {
    throw brokenModel("its plane is not whole");
  }
  return { kind: "approximate", directions, phases, weights, rho };
}
