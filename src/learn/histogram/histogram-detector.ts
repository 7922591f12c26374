import { toAdditiveScore } from "../additive-score.ts";
import type { Estimator, FitOptions, FittedModel } from "../estimator.ts";
import { readArray } from "../forest/read-forest.ts";
import { alignMatrix, type Column, checkMatrix, checkNotEmpty, type Matrix } from "../matrix.ts";
import { brokenModel, createHeader, isRecord, parseModel } from "../model-json.ts";
import { throwIfAborted } from "../parallel/pool.ts";
import { checkFitOptions, checkParameter, fillDefaults } from "../parameter.ts";
import type { OneRow } from "../row/one-row.ts";
import { toColumnWeights } from "../row-weights.ts";

export interface HistogramDetectorParams {
  /** Bins of equal width between a column's least and greatest value. */
  readonly bins: number;
}

/** One column's heights: of bins between low and high, or of categories. */
export interface HistogramColumn {
  readonly kind: Column["kind"];
  readonly low: number;
  readonly high: number;
  /** Surprise in nats of each bin or category: 0 for the highest one. */
  readonly surprise: Float64Array;
  /** Surprise of a value outside all bins, or of an unseen category. */
  readonly outside: number;
}

export interface FittedHistogramDetector extends FittedModel<"histogram-detector"> {
  readonly params: HistogramDetectorParams;
  readonly columns: readonly HistogramColumn[];
}

const DEFAULTS: HistogramDetectorParams = { bins: 10 };
export const HISTOGRAM_BINS_MAX = 10_000;

/**
 * Surprise by histograms (HBOS, Goldstein and Dengel 2012): the logarithm of how much lower a row's bin is than the
 * column's highest, added up over the columns. Unlike the tail detector it sees gaps between clusters. A value outside
 * the training range counts like one row in a bin of its own; a missing value adds nothing.
 */
export const histogramDetector: Estimator<HistogramDetectorParams, FittedHistogramDetector> = {
  kind: "histogram-detector",
  defaults: DEFAULTS,
  resolve: resolveHistogram,
  fit: fitHistogram,
  score: scoreHistogram,
  parse: parseHistogram,
};

function resolveHistogram(given: Partial<HistogramDetectorParams>): HistogramDetectorParams {
  const params = fillDefaults("histogram-detector", DEFAULTS, given);
  checkParameter("bins", params.bins, { min: 1, max: HISTOGRAM_BINS_MAX, integer: true });
  return params;
}

async function fitHistogram(
  given: Partial<HistogramDetectorParams>,
  table: Matrix,
  options: FitOptions,
): Promise<FittedHistogramDetector> {
  const params = resolveHistogram(given);
  checkFitOptions(options);
  checkMatrix(table);
  checkNotEmpty(table, "fit a histogram detector");
  throwIfAborted(options.abort);
  const weights = toColumnWeights(options.rowWeights, table.rows);
  const columns = table.columns.map((column, at) => {
    options.onProgress?.({ done: at + 1, total: table.columns.length });
    return fitColumn(column, weights, params.bins);
  });
  return { ...createHeader("histogram-detector", table, options.seed), params, columns };
}

function fitColumn(column: Column, weights: Float64Array, bins: number): HistogramColumn {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  if (column.kind === "numeric") {
    for (const value of column.values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const isEmpty = !(low <= high);
  const range = { low: isEmpty ? 0 : low, high: isEmpty ? 0 : high };
  const heights = new Float64Array(column.kind === "numeric" ? bins : column.categories.length);
  for (let row = 0; row < weights.length; row++) {
    const bin = binOf(column, range, { row, bins: heights.length });
    if (bin >= 0) heights[bin]! += weights[row]!;
  }
  const highest = heights.reduce((most, height) => Math.max(most, height), 0) + 1;
  const surprise = heights.map((height) => Math.log(highest / (height + 1)));
  return { kind: column.kind, ...range, surprise, outside: Math.log(highest) };
}

const OUTSIDE = -2;
const MISSING = -1;

function binOf(
  column: Column,
  { low, high }: { readonly low: number; readonly high: number },
  at: { readonly row: number; readonly bins: number },
): number {
  if (column.kind === "categorical") {
    const code = column.codes[at.row]!;
    return code >= 0 ? code : code === -1 ? MISSING : OUTSIDE;
  }
  const value = column.values[at.row]!;
  if (Number.isNaN(value)) return MISSING;
  if (value < low || value > high) return OUTSIDE;
  // Halves keep the width finite where the values fill the range of doubles.
  const width = high / 2 - low / 2;
  const share = width > 0 ? (value / 2 - low / 2) / width : 0;
  return Math.min(Math.floor(share * at.bins), at.bins - 1);
}

function scoreHistogram(fitted: FittedHistogramDetector, table: Matrix): Float64Array {
  const aligned = alignMatrix(table, fitted.features);
  const scores = new Float64Array(table.rows);
  fitted.columns.forEach((known, at) => {
    const column = aligned.columns[at]!;
    for (let row = 0; row < scores.length; row++) {
      const bin = binOf(column, known, { row, bins: known.surprise.length });
      if (bin !== MISSING) scores[row]! += bin === OUTSIDE ? known.outside : known.surprise[bin]!;
    }
  });
  return scores.map((surprise) => toAdditiveScore(surprise, fitted.columns.length));
}

/** Scores the row placed last. */
export function createHistogramRowScorer(fitted: FittedHistogramDetector, { table }: OneRow): () => number {
  const known = fitted.columns;
  const places = known.map(({ surprise }) => ({ row: 0, bins: surprise.length }));
  return () => {
    let sum = 0;
    for (let at = 0; at < known.length; at++) {
      const { surprise, outside } = known[at]!;
      const bin = binOf(table.columns[at]!, known[at]!, places[at]!);
      if (bin !== MISSING) sum += bin === OUTSIDE ? outside : surprise[bin]!;
    }
    return toAdditiveScore(sum, known.length);
  };
}

function parseHistogram(text: string): FittedHistogramDetector {
  const { header, body } = parseModel(text, "histogram-detector");
  const { params, columns } = body;
  if (!isRecord(params) || !Array.isArray(columns) || columns.length !== header.features.length) {
    throw brokenModel("its columns are not whole");
  }
  return { ...header, params: resolveHistogram(params), columns: columns.map(readColumn) };
}

function readColumn(column: unknown): HistogramColumn {
  if (!isRecord(column)) throw brokenModel("a column is not whole");
  const { kind, low, high, outside } = column;
  const isKind = kind === "numeric" || kind === "categorical";
  if (!isKind || typeof low !== "number" || typeof high !== "number" || typeof outside !== "number") {
    throw brokenModel("a column is not whole");
  }
  return { kind, low, high, surprise: readArray(column, "surprise", Float64Array), outside };
}
