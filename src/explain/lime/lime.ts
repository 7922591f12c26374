import { createRng, toError } from "../../domain/index.ts";
import { alignMatrix, type Matrix } from "../../learn/index.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
import { addObservation, addSums, createSums, fitRidge, type LinearFit, type Sums } from "./least-squares.ts";
import { drawNeighbours, markSame } from "./neighbours.ts";
import { type LimeReference, wordBin } from "./reference.ts";
import { hashText } from "./seed.ts";
import { chooseFeatures } from "./selection.ts";

/** A model as LIME sees it: one number for each row of a table with the reference's columns. */
export type Predict = (table: Matrix) => Float64Array;

export const LIME_SAMPLES_MAX = 20_000;
export const LIME_COLUMNS_MAX = 512;
/** Batches whose answers are compared to say how sure a weight is. */
const BATCHES = 5;
/** Student's t with BATCHES - 1 degrees: 97.5 % (a weight is not zero), 95 % one-sided (an order is right). */
const T_TWO_SIDED = 2.776;
const T_ONE_SIDED = 2.132;
/** Below this R² the linear picture says too little to be drawn. */
export const LIME_R2_MIN = 0.3;

export interface LimeOptions {
  /** Names the model's version: the same version, row and options give the same answer, any other a fresh one. */
  readonly modelVersion: string;
  /** Features in the answer; 10 unless said. */
  readonly features?: number;
  /** Neighbours to begin with; doubled up to `samplesMax` while the order of the answer is not sure. */
  readonly samples?: number;
  readonly samplesMax?: number;
  /** Width of the kernel over sqrt(columns); 0.75 unless said. */
  readonly kernelWidth?: number;
  /** Punishment of large weights; 1 unless said, as in lime. */
  readonly ridge?: number;
}

export interface LimeWeight {
  readonly feature: string;
  /** What the row's bin says: `2 < hour <= 5`. */
  readonly condition: string;
  /** How much the prediction rises, in its own unit, when the condition holds. */
  readonly weight: number;
  /** Standard error over batches. */
  readonly standardError: number;
  /** Whether the weight differs from zero by more than its noise (95 %). */
  readonly stable: boolean;
}

/** A local linear picture of a model, with how good it is. */
export interface LimeExplanation {
  /** By absolute weight, largest first. */
  readonly weights: readonly LimeWeight[];
  readonly intercept: number;
  readonly prediction: number;
  /** What the linear picture says of the row. */
  readonly localPrediction: number;
  /** Weighted R² of the picture over the neighbours. */
  readonly r2: number;
  /** R² of at least LIME_R2_MIN. Otherwise the weights must not be shown as a picture of the model. */
  readonly trustworthy: boolean;
  /** Whether the order of the stable weights is sure (95 % for each neighbouring pair). */
  readonly orderStable: boolean;
  readonly samples: number;
}

type Settings = Required<LimeOptions>;

/**
 * LIME for tables (Ribeiro, Singh, Guestrin 2016): made-up rows with bins drawn from the training shares, a linear
 * model over "same bin as this row". Answers are repeatable, and say how sure they are. "Local" is lime's word: the
 * kernel's weights lie between 0.41 and 1 for every made-up row whatever the number of columns, so the picture is an
 * average over the training distribution seen from this row's bins, not a derivative at the row.
 */
export function explainLocally(
  reference: LimeReference,
  { table, predict }: { readonly table: Matrix; readonly predict: Predict },
  options: LimeOptions,
): LimeExplanation {
  const settings = checkSettings(options, reference);
  const row = cellsOfOnlyRow(reference, table);
  const prediction = predictChecked(predict, alignedTo(reference, table))[0]!;
  const seed = hashText(JSON.stringify([settings, [...row].map(String)]));
  return explainDrawn(reference, (round) => drawRound({ reference, predict, seed }, round), {
    row,
    prediction,
    settings,
  });
}

/** Explains rows of one model, over one set of made-up rows. */
export interface LocalExplainer {
  /** Draws and scores the made-up rows, unless it was done: otherwise the first explanation takes that time. */
  prepare(): void;
  /** `table` has one row. */
  explain(table: Matrix): LimeExplanation;
}

/**
 * The same for one row after another: made-up rows do not depend on the row that is explained, only which of their cells
 * share its bins does, so they are drawn and scored once. The same model, row and options give the same answer, whatever
 * was explained before.
 */
export function createLocalExplainer(
  reference: LimeReference,
  predict: Predict,
  options: LimeOptions,
): LocalExplainer {
  const settings = checkSettings(options, reference);
  const seed = hashText(JSON.stringify(settings));
  const rounds: (readonly DrawnBatch[])[] = [];
  const draw = (round: Round): readonly DrawnBatch[] =>
    (rounds[round.part] ??= [...drawRound({ reference, predict, seed }, round)]);
  return {
    prepare: () => void draw({ part: 0, wanted: settings.samples }),
    explain(table) {
      const row = cellsOfOnlyRow(reference, table);
      const prediction = predictChecked(predict, alignedTo(reference, table))[0]!;
      return explainDrawn(reference, draw, { row, prediction, settings });
    },
  };
}

interface Round {
  /** 0 for the first round. */
  readonly part: number;
  /** Made-up rows of all batches together. */
  readonly wanted: number;
}

/** Made-up rows without their cells. */
interface DrawnBatch {
  readonly bins: readonly Int32Array[];
  readonly outputs: Float64Array;
}

interface Drawing {
  readonly reference: LimeReference;
  readonly predict: Predict;
  readonly seed: number;
}

function* drawRound({ reference, predict, seed }: Drawing, { part, wanted }: Round): Generator<DrawnBatch> {
  const rng = createRng(hashText(`${seed}/${part}`));
  for (let batch = 0; batch < BATCHES; batch++) {
    const { table, bins } = drawNeighbours(reference, Math.ceil(wanted / BATCHES), rng);
    yield { bins, outputs: predictChecked(predict, table) };
  }
}

/** Takes rounds of made-up rows until the order of the answer is sure, or there are enough. */
function explainDrawn(
  reference: LimeReference,
  draw: (round: Round) => Iterable<DrawnBatch>,
  { row, prediction, settings }: Omit<Explained, "samples">,
): LimeExplanation {
  const sums = Array.from({ length: BATCHES }, () => createSums(reference.columns.length));
  for (let drawn = 0, part = 0; ; part++) {
    const wanted = drawn === 0 ? settings.samples : Math.min(drawn, settings.samplesMax - drawn);
    let batch = 0;
    for (const { bins, outputs } of draw({ part, wanted })) {
      const same = markSame(reference, bins, row);
      addBatch(sums[batch++]!, same, { outputs, kernelWidth: settings.kernelWidth });
      drawn += outputs.length;
    }
    const explanation = explainSums(reference, sums, { row, prediction, settings, samples: drawn });
    if (explanation.orderStable || drawn >= settings.samplesMax) return explanation;
  }
}

interface Batch {
  readonly outputs: Float64Array;
  readonly kernelWidth: number;
}

function addBatch(sums: Sums, same: Int32Array, { outputs, kernelWidth }: Batch): void {
  const { width } = sums;
  const on = new Int32Array(width);
  const weights = neighbourWeights(width, kernelWidth);
  const rows = outputs.length;
  for (let i = 0; i < rows; i++) {
    let count = 0;
    for (let at = i, first = 0; first < width; at += rows, first += 32) {
      for (let bits = same[at]!; bits !== 0; bits &= bits - 1) {
        on[count++] = first + 31 - Math.clz32(bits & -bits);
      }
    }
    addObservation(sums, { on, count, target: outputs[i]!, weight: weights[width - count]! });
  }
}

/**
 * sqrt(exp(-d² / s²)), where d² is the number of cells outside the row's bins and s = kernelWidth sqrt(width), for
 * d² from 0 to width.
 */
export function neighbourWeights(width: number, kernelWidth: number): Float64Array {
  return Float64Array.from({ length: width + 1 }, (_, different) =>
    Math.exp(-different / (2 * kernelWidth * kernelWidth * width)),
  );
}

interface Explained {
  readonly row: Float64Array;
  readonly prediction: number;
  readonly settings: Settings;
  readonly samples: number;
}

function explainSums(
  reference: LimeReference,
  batches: readonly Sums[],
  { row, prediction, settings, samples }: Explained,
): LimeExplanation {
  const all = withRowItself(sumOf(batches), prediction);
  const chosen = chooseFeatures(all, Math.min(settings.features, reference.columns.length), settings.ridge);
  const fit = fitRidge(all, chosen, settings.ridge);
  const parts = batches.map((sums) => fitRidge(sums, chosen, settings.ridge / BATCHES));
  const order = [...chosen.keys()].sort(
    (a, b) => Math.abs(fit.coefficients[b]!) - Math.abs(fit.coefficients[a]!),
  );
  const weights = order.map((at): LimeWeight => {
    const column = reference.columns[chosen[at]!]!;
    const weight = fit.coefficients[at]!;
    const standardError = errorOf(parts.map((part) => part.coefficients[at]!));
    return {
      feature: column.name,
      condition: wordBin(column, row[chosen[at]!]!),
      weight,
      standardError,
      stable: Math.abs(weight) > T_TWO_SIDED * standardError,
    };
  });
  return {
    weights,
    intercept: fit.intercept,
    prediction,
    localPrediction: fit.coefficients.reduce((sum, weight) => sum + weight, fit.intercept),
    r2: fit.r2,
    trustworthy: fit.r2 >= LIME_R2_MIN,
    orderStable: isOrderStable(
      order.filter((_, rank) => weights[rank]!.stable),
      fit,
      parts,
    ),
    samples,
  };
}

/** The explained row counts as one neighbour that shares all bins, as in lime. */
function withRowItself(sums: Sums, prediction: number): Sums {
  const on = Int32Array.from({ length: sums.width }, (_, c) => c);
  addObservation(sums, { on, count: on.length, target: prediction, weight: 1 });
  return sums;
}

function sumOf(batches: readonly Sums[]): Sums {
  const all = createSums(batches[0]!.width);
  for (const sums of batches) addSums(all, sums);
  return all;
}

function isOrderStable(order: readonly number[], fit: LinearFit, parts: readonly LinearFit[]): boolean {
  return order.every((at, rank) => {
    const next = order[rank + 1];
    if (next === undefined) return true;
    const gap = Math.abs(fit.coefficients[at]!) - Math.abs(fit.coefficients[next]!);
    const gaps = parts.map((part) => Math.abs(part.coefficients[at]!) - Math.abs(part.coefficients[next]!));
    return gap > T_ONE_SIDED * errorOf(gaps);
  });
}

/** Standard error of the mean of the batches' values. */
function errorOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function checkSettings(options: LimeOptions, reference: LimeReference): Settings {
  const settings: Settings = {
    features: 10,
    samples: 5000,
    kernelWidth: 0.75,
    ridge: 1,
    ...options,
    samplesMax: options.samplesMax ?? Math.max(LIME_SAMPLES_MAX, options.samples ?? 0),
  };
  const { features, samples, samplesMax, kernelWidth, ridge } = settings;
  const refuse = (parameter: string, value: number, legal: string): Error =>
    toError(EXPLAIN_PROBLEMS, "EXPLAIN_PARAMETER", { parameter, value, legal });
  if (!(Number.isInteger(features) && features >= 1)) throw refuse("features", features, "an integer from 1");
  if (!(Number.isInteger(samples) && samples >= 50)) throw refuse("samples", samples, "an integer from 50");
  if (!(samplesMax >= samples)) throw refuse("samplesMax", samplesMax, "at least samples");
  if (!(kernelWidth > 0)) throw refuse("kernelWidth", kernelWidth, "above 0");
  if (!(ridge > 0)) throw refuse("ridge", ridge, "above 0");
  const columns = reference.columns.length;
  if (columns < 1 || columns > LIME_COLUMNS_MAX)
    throw refuse("columns", columns, `from 1 to ${LIME_COLUMNS_MAX}`);
  return settings;
}

const alignedTo = (reference: LimeReference, table: Matrix): Matrix => alignMatrix(table, reference.columns);

function cellsOfOnlyRow(reference: LimeReference, table: Matrix): Float64Array {
  if (table.rows !== 1) throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_ONE_ROW", { rows: table.rows });
  return Float64Array.from(alignedTo(reference, table).columns, (column) =>
    column.kind === "numeric" ? column.values[0]! : column.codes[0]!,
  );
}

/** Predictions of a stranger's function: as many as rows, and finite. */
export function predictChecked(predict: Predict, table: Matrix): Float64Array {
  const outputs = predict(table);
  if (outputs.length !== table.rows || !outputs.every(Number.isFinite)) {
    throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_PREDICTION", { found: outputs.length, expected: table.rows });
  }
  return outputs;
}
