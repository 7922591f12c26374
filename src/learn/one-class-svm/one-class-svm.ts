import { setImmediate as nextTurn } from "node:timers/promises";
import { createRng } from "../../domain/index.ts";
import type { Estimator, FitOptions, FittedModel } from "../estimator.ts";
import { alignMatrix, checkMatrix, checkNotEmpty, type Matrix, selectRows } from "../matrix.ts";
import { brokenModel, createHeader, isRecord, parseModel } from "../model-json.ts";
import { throwIfAborted } from "../parallel/pool.ts";
import { checkFitOptions } from "../parameter.ts";
import type { OneRow } from "../row/one-row.ts";
import { checkRowWeights } from "../row-weights.ts";
import { quantileOfSorted } from "../threshold.ts";
import { createPasses } from "./create-passes.ts";
import {
  type Coder,
  createEncoder,
  type Encoded,
  encodedWidth,
  encodeRows,
  fitCoders,
  readCoders,
} from "./encoding.ts";
import { type Kernel, type PointSet, pointAt } from "./kernel.ts";
import {
  EXACT_ROWS_MAX,
  ONE_CLASS_SVM_DEFAULTS,
  type OneClassSvmParams,
  resolveOneClassSvm,
} from "./params.ts";
import { createDescent, createPlaneDecision, type FeaturePlane, readPlane } from "./random-features.ts";
import { createSolver } from "./solver.ts";
import {
  createSupportDecision,
  type Decide,
  keepSupportVectors,
  readSupportVectors,
  type SupportVectors,
} from "./support-vectors.ts";

/** A One-Class SVM that has learned. */
export interface FittedOneClassSvm extends FittedModel<"one-class-svm"> {
  readonly params: OneClassSvmParams;
  readonly coders: readonly Coder[];
  readonly kernel: Kernel;
  readonly learned: SupportVectors | FeaturePlane;
  /** The decision value that scores 0.25: half the distance between the quartiles of the training rows' values. */
  readonly spread: number;
}

/**
 * One-Class SVM (Schölkopf et al. 2001). Decision values as LIBSVM's: above 0 inside, below 0 outside. Score: a
 * falling function of the decision value, 0.5 at the boundary, spread by the training rows' own values.
 *
 * The approximation's scores stop rising far outside: there the features' kernel is noise around nothing. Polynomial
 * and linear kernels find what is small strange, not what is far.
 *
 * Numeric columns are standardised, categories become one coordinate each, a gap is a coordinate of its own where the
 * training rows have gaps. A gap or category that no training row had adds one to the squared distance to all of them
 * (rbf; the other kernels take it for an average value). Rows of weight 0 are left out.
 */
export const oneClassSvm: Estimator<OneClassSvmParams, FittedOneClassSvm> = {
  kind: "one-class-svm",
  defaults: ONE_CLASS_SVM_DEFAULTS,
  resolve: resolveOneClassSvm,
  fit: fitOneClassSvm,
  score: (fitted, table) => oneClassDecisions(fitted, table).map((value) => toScore(value, fitted.spread)),
  parse: parseOneClassSvm,
};

/** The raw decision value of every row: `sum alpha_i K(x_i, x) - rho`, negative outside. */
export function oneClassDecisions(fitted: FittedOneClassSvm, table: Matrix): Float64Array {
  return decisionsOf(fitted, encodeRows(alignMatrix(table, fitted.features), fitted.coders));
}

/** Scores the row placed last. */
export function createSvmRowScorer(fitted: FittedOneClassSvm, { table }: OneRow): () => number {
  const { encoded, encode } = createEncoder(table, fitted.coders);
  const { points, surprises } = encoded;
  const decide = createDecision(fitted, points.width);
  return () => {
    encode();
    return toScore(decide(points.values, surprises[0]!), fitted.spread);
  };
}

/** Solver steps and descent steps between two looks at the clock of others. */
const SLICE_STEPS = 64;

async function fitOneClassSvm(
  given: Partial<OneClassSvmParams>,
  table: Matrix,
  options: FitOptions,
): Promise<FittedOneClassSvm> {
  const params = resolveOneClassSvm(given);
  checkFitOptions(options);
  checkMatrix(table);
  checkNotEmpty(table, "fit a one-class SVM");
  if (options.rowWeights !== undefined) checkRowWeights(options.rowWeights, table.rows);
  throwIfAborted(options.abort);
  const { rows, weights } = dropWeightless(table, options.rowWeights);
  const coders = fitCoders(rows, weights, params.standardise);
  const encoded = encodeRows(rows, coders);
  const kernel = resolveKernel(params, encoded.points, weights);
  const solved = isExact(params, rows.rows)
    ? await solveExactly({ params, kernel, points: encoded.points, weights }, options)
    : await descend({ params, kernel, points: encoded.points, weights }, options);
  const model = { ...createHeader("one-class-svm", table, options.seed), params, coders, kernel };
  return { ...model, learned: solved.learned, spread: spreadOf(solved.decisions) };
}

const isExact = (params: OneClassSvmParams, rows: number): boolean =>
  params.method === "exact" ||
  (params.method === "auto" &&
    (rows <= EXACT_ROWS_MAX || params.kernel === "poly" || params.kernel === "sigmoid"));

interface Problem {
  readonly params: OneClassSvmParams;
  readonly kernel: Kernel;
  readonly points: PointSet;
  readonly weights: Float64Array;
}

interface Solved {
  readonly learned: SupportVectors | FeaturePlane;
  /** Decision values of training rows. */
  readonly decisions: Float64Array;
}

async function solveExactly(
  { params, kernel, points, weights }: Problem,
  options: FitOptions,
): Promise<Solved> {
  const iterationsMax = Math.max(10_000_000, 100 * points.count);
  const passes = createPasses({ kernel, points, weights, cacheBytesMax: params.cacheBytesMax });
  const solver = createSolver(passes, { ...params, iterationsMax });
  let steps = 0;
  while (!solver.advance(SLICE_STEPS)) {
    steps += SLICE_STEPS;
    // The number of iterations is not known before the end: progress says how many steps were made.
    options.onProgress?.({ done: steps, total: Math.max(steps + 1, points.count) });
    await nextTurn();
    throwIfAborted(options.abort);
  }
  options.onProgress?.({ done: 1, total: 1 });
  const solution = solver.solution();
  return {
    learned: keepSupportVectors(points, solution),
    decisions: solution.sums.map((sum) => sum - solution.rho),
  };
}

async function descend({ params, kernel, points, weights }: Problem, options: FitOptions): Promise<Solved> {
  if (kernel.kind !== "rbf" && kernel.kind !== "linear") throw new Error(`No features for ${kernel.kind}.`);
  const rng = createRng(options.seed);
  const descent = createDescent({ ...params, points, weights, kernel, rng });
  for (let done = 0; !descent.advance(SLICE_STEPS); ) {
    done += SLICE_STEPS;
    options.onProgress?.({ done, total: descent.steps });
    await nextTurn();
    throwIfAborted(options.abort);
  }
  options.onProgress?.({ done: descent.steps, total: descent.steps });
  const { plane, decisions } = descent.finish();
  return { learned: plane, decisions };
}

function dropWeightless(
  table: Matrix,
  given: Float64Array | undefined,
): { rows: Matrix; weights: Float64Array } {
  if (given === undefined) return { rows: table, weights: new Float64Array(table.rows).fill(1) };
  const kept = Array.from(given.keys()).filter((row) => given[row]! > 0);
  return { rows: selectRows(table, kept), weights: Float64Array.from(kept, (row) => given[row]!) };
}

function resolveKernel(params: OneClassSvmParams, points: PointSet, weights: Float64Array): Kernel {
  const { degree, coef0 } = params;
  if (params.kernel === "linear") return { kind: "linear" };
  const gamma = resolveGamma(params.gamma, points, weights);
  if (params.kernel === "rbf") return { kind: "rbf", gamma };
  return params.kernel === "poly"
    ? { kind: "poly", gamma, degree, coef0 }
    : { kind: "sigmoid", gamma, coef0 };
}

/** As scikit-learn: `scale` divides by the variance of all cells together, and is 1 / columns for constant ones. */
function resolveGamma(
  gamma: OneClassSvmParams["gamma"],
  { values, width }: PointSet,
  weights: Float64Array,
): number {
  if (typeof gamma === "number") return gamma;
  if (gamma === "auto") return 1 / width;
  let total = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights[Math.floor(i / width)]!;
    total += weight;
    sum += weight * values[i]!;
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++)
    squares += weights[Math.floor(i / width)]! * (values[i]! - mean) ** 2;
  const variance = squares / total;
  return variance > 0 && Number.isFinite(variance) ? 1 / (width * variance) : 1 / width;
}

function decisionsOf(model: Learned, { points, surprises }: Encoded): Float64Array {
  const decide = createDecision(model, points.width);
  return Float64Array.from(surprises, (surprise, row) => decide(pointAt(points, row), surprise));
}

type Learned = Pick<FittedOneClassSvm, "kernel" | "learned">;

const createDecision = ({ learned, kernel }: Learned, width: number): Decide =>
  learned.kind === "exact"
    ? createSupportDecision(learned, kernel, width)
    : createPlaneDecision(learned, kernel);

/** 0.5 at the boundary, towards 1 outside; falls slowly, so that the strangest of rows are still told apart. */
function toScore(decision: number, spread: number): number {
  const u = decision / spread;
  return 0.5 * (1 - u / (1 + Math.abs(u)));
}

/** Rounding noise of a constant table must not be spread over the whole range: 1 where there is no spread. */
function spreadOf(decisions: Float64Array): number {
  const sorted = Float64Array.from(decisions).sort();
  const spread = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / 2;
  const size = Math.max(Math.abs(sorted[0]!), Math.abs(sorted.at(-1)!));
  if (spread > 1e-9 * size && spread > 1e-12) return spread;
  return size > 1e-9 ? size : 1;
}

function parseOneClassSvm(text: string): FittedOneClassSvm {
  const { header, body } = parseModel(text, "one-class-svm");
  const { params: given, spread, kernel: kept, learned: found } = body;
  if (!isRecord(given) || !isRecord(kept) || !isRecord(found)) throw brokenModel("its body is not whole");
  if (typeof spread !== "number" || !(spread > 0)) throw brokenModel("its spread is no number above 0");
  const params = resolveOneClassSvm(given);
  const coders = readCoders(body["coders"], header.features);
  const width = encodedWidth(coders);
  const kernel = readKernel(params, kept);
  const learned = found["kind"] === "exact" ? readSupportVectors(found, width) : readPlane(found, width);
  return { ...header, params, coders, kernel, learned, spread };
}

function readKernel(params: OneClassSvmParams, kept: Readonly<Record<string, unknown>>): Kernel {
  const { kind, gamma } = kept;
  const { degree, coef0 } = params;
  if (kind !== params.kernel) throw brokenModel("its kernel is not the one of its parameters");
  if (kind === "linear") return { kind };
  if (typeof gamma !== "number" || !(gamma > 0)) throw brokenModel("its gamma is no number above 0");
  if (kind === "rbf") return { kind, gamma };
  return kind === "poly" ? { kind, gamma, degree, coef0 } : { kind: "sigmoid", gamma, coef0 };
}
