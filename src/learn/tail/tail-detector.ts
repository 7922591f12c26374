import { toAdditiveScore } from "../additive-score.ts";
import type { Estimator, FitOptions } from "../estimator.ts";
import { readArray } from "../forest/read-forest.ts";
import { alignMatrix, type Column, checkMatrix, checkNotEmpty, type Matrix } from "../matrix.ts";
import { brokenModel, createHeader, isRecord, parseModel } from "../model-json.ts";
import { throwIfAborted } from "../parallel/pool.ts";
import { checkFitOptions, checkParameter, fillDefaults } from "../parameter.ts";
import type { OneRow } from "../row/one-row.ts";
import { toColumnWeights } from "../row-weights.ts";
import type { FittedTailDetector, TailColumn, TailDetectorParams } from "./model.ts";
import { createTailReader } from "./surprise.ts";

const DEFAULTS: TailDetectorParams = { points: 1_024 };
export const POINTS_MAX = 65_536;

/**
 * Surprise by empirical tails, column by column (ECOD, Li et al. 2022): minus the logarithm of the share of training
 * rows at least as far out, added up over the columns for the left tails, the right tails, and each column's longer
 * tail; the greatest of the three sums counts. No parameter matters, and a row's surprise is a sum over its columns.
 * A category's surprise is minus the logarithm of its share. A missing value adds nothing: not known is not strange.
 */
export const tailDetector: Estimator<TailDetectorParams, FittedTailDetector> = {
  kind: "tail-detector",
  defaults: DEFAULTS,
  resolve: resolveTail,
  fit: fitTail,
  score: scoreTail,
  parse: parseTail,
};

/** Of each row, the surprise in nats that each column adds to its score; row-major, one number a feature. */
export function tailContributions(fitted: FittedTailDetector, table: Matrix): Float64Array {
  const width = fitted.columns.length;
  const contributions = new Float64Array(table.rows * width);
  const reader = createTailReader(fitted, alignMatrix(table, fitted.features).columns);
  for (let row = 0; row < table.rows; row++) contributions.set(reader.widest(row), row * width);
  return contributions;
}

function resolveTail(given: Partial<TailDetectorParams>): TailDetectorParams {
  const params = fillDefaults("tail-detector", DEFAULTS, given);
  checkParameter("points", params.points, { min: 2, max: POINTS_MAX, integer: true });
  return params;
}

async function fitTail(
  given: Partial<TailDetectorParams>,
  table: Matrix,
  options: FitOptions,
): Promise<FittedTailDetector> {
  const params = resolveTail(given);
  checkFitOptions(options);
  checkMatrix(table);
  checkNotEmpty(table, "fit a tail detector");
  throwIfAborted(options.abort);
  const weights = toColumnWeights(options.rowWeights, table.rows);
  const columns = table.columns.map((column, at) => {
    options.onProgress?.({ done: at + 1, total: table.columns.length });
    return fitColumn(column, weights, params.points);
  });
  return { ...createHeader("tail-detector", table, options.seed), params, columns };
}

function fitColumn(column: Column, weights: Float64Array, pointsMax: number): TailColumn {
  if (column.kind === "categorical") {
    const shares = new Float64Array(column.categories.length).fill(1);
    let total = 1 + shares.length;
    column.codes.forEach((code, row) => {
      if (code < 0) return;
      shares[code]! += weights[row]!;
      total += weights[row]!;
    });
    return { kind: "categorical", shares: shares.map((share) => share / total), unseen: 1 / total };
  }
  const { values } = column;
  const order = Uint32Array.from(values.keys()).filter(
    (row) => !Number.isNaN(values[row]!) && weights[row]! > 0,
  );
  order.sort((a, b) => values[a]! - values[b]!);
  return fitNumbers(values, order, { weights, pointsMax });
}

function fitNumbers(
  values: Float64Array,
  order: Uint32Array,
  { weights, pointsMax }: { readonly weights: Float64Array; readonly pointsMax: number },
): TailColumn {
  const total = order.reduce((sum, row) => sum + weights[row]!, 0) + 1;
  const points: number[] = [];
  const atMost: number[] = [];
  const atLeast: number[] = [];
  const step = Math.max(1, order.length / pointsMax);
  let passed = 0;
  let due = 0;
  for (let at = 0; at < order.length; ) {
    const value = values[order[at]!]!;
    const start = at;
    let here = 0;
    for (; at < order.length && values[order[at]!] === value; at++) here += weights[order[at]!]!;
    // Every step-th row and the last one is kept, with the exact shares on both its sides.
    if (at > due || at === order.length || start === 0) {
      points.push(value);
      atMost.push((passed + here + 1) / total);
      atLeast.push((total - passed) / total);
      due = at - 1 + step;
    }
    passed += here;
  }
  return {
    kind: "numeric",
    points: Float64Array.from(points),
    atMost: Float64Array.from(atMost),
    atLeast: Float64Array.from(atLeast),
    beyond: 1 / total,
    skew: skewSign(values, order, weights),
  };
}

function skewSign(values: Float64Array, order: Uint32Array, weights: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (const row of order) {
    total += weights[row]!;
    sum += weights[row]! * values[row]!;
  }
  const mean = sum / total;
  let cubes = 0;
  for (const row of order) cubes += weights[row]! * (values[row]! - mean) ** 3;
  return Number.isFinite(cubes) ? Math.sign(cubes) : 0;
}

function scoreTail(fitted: FittedTailDetector, table: Matrix): Float64Array {
  const reader = createTailReader(fitted, alignMatrix(table, fitted.features).columns);
  return Float64Array.from({ length: table.rows }, (_, row) =>
    toAdditiveScore(reader.surprise(row), fitted.columns.length),
  );
}

/** Scores the row placed last. */
export function createTailRowScorer(fitted: FittedTailDetector, { table }: OneRow): () => number {
  const reader = createTailReader(fitted, table.columns);
  const width = fitted.columns.length;
  return () => toAdditiveScore(reader.surprise(0), width);
}

function parseTail(text: string): FittedTailDetector {
  const { header, body } = parseModel(text, "tail-detector");
  const { params, columns } = body;
  if (!isRecord(params) || !Array.isArray(columns) || columns.length !== header.features.length) {
    throw brokenModel("its columns are not whole");
  }
  return { ...header, params: resolveTail(params), columns: columns.map(readColumn) };
}

function readColumn(column: unknown): TailColumn {
  if (!isRecord(column)) throw brokenModel("a column is not whole");
  const { kind, beyond, skew, unseen } = column;
  if (kind === "categorical" && typeof unseen === "number") {
    return { kind, shares: readArray(column, "shares", Float64Array), unseen };
  }
  if (kind !== "numeric" || typeof beyond !== "number" || typeof skew !== "number") {
    throw brokenModel("a column is not whole");
  }
  const points = readArray(column, "points", Float64Array);
  const atMost = readArray(column, "atMost", Float64Array);
  const atLeast = readArray(column, "atLeast", Float64Array);
  if (atMost.length !== points.length || atLeast.length !== points.length) {
    throw brokenModel("a column's tails are not whole");
  }
  return { kind, points, atMost, atLeast, beyond, skew };
}
