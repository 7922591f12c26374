import type { Estimator, FitOptions, FittedModel, Labels } from "../estimator.ts";
import { averagePrecision, type Truth } from "../evaluate/ranking.ts";
import { type Matrix, selectRows } from "../matrix.ts";
import type { FittedRandomForest } from "../random-forest/model.ts";
import { outOfBagProbabilities } from "../random-forest/out-of-bag.ts";
import { checkDisjoint, type Split } from "../split/split.ts";

/** How good scores are, higher is better; null where it cannot be said, as without strange rows. */
export type Metric = (truth: Truth, scores: Float64Array) => number | null;

export interface CrossValidation<Params, Fitted extends FittedModel, Options extends FitOptions> {
  readonly estimator: Estimator<Params, Fitted, Options>;
  readonly table: Matrix;
  /** 1 for strange rows. */
  readonly truth: Truth;
  readonly splits: readonly Split[];
  /** Options of the fit on the given training rows; a classifier's carry their labels. */
  readonly fitOptions: (train: Int32Array) => Options;
  /** Average precision unless said otherwise. */
  readonly metric?: Metric;
}

export interface ValidationScore {
  /** Mean over the splits on which the metric is defined; null: on none. */
  readonly mean: number | null;
  /** Standard error of the mean. */
  readonly error: number;
  readonly perSplit: readonly (number | null)[];
}

/**
 * Fits on each split's training rows and measures on its test rows, on nothing else: a split whose sides share a row is
 * refused with LEARN_TRAINING_ROWS.
 */
export async function crossValidate<Params, Fitted extends FittedModel, Options extends FitOptions>(
  params: Partial<Params>,
  validation: CrossValidation<Params, Fitted, Options>,
): Promise<ValidationScore> {
  const { estimator, table, truth, splits, fitOptions, metric = averagePrecision } = validation;
  for (const split of splits) checkDisjoint(split);
  const perSplit: (number | null)[] = [];
  for (const { train, test } of splits) {
    const fitted = await estimator.fit(params, selectRows(table, train), fitOptions(train));
    const scores = estimator.score(fitted, selectRows(table, test));
    const found = Array.from(test, (row) => truth[row]!);
    perSplit.push(metric(found, scores));
  }
  return { ...meanOf(perSplit.filter((value) => value !== null)), perSplit };
}

/** The metric over the out-of-bag answers of a fitted random forest: a validation without a second fit. */
export function validateOutOfBag(
  fitted: FittedRandomForest,
  table: Matrix,
  options: { readonly truth: Truth; readonly metric?: Metric },
): number | null {
  const classes = fitted.classes.length;
  const probabilities = outOfBagProbabilities(fitted, table);
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(probabilities[row * classes]!),
  );
  const scores = Float64Array.from(rows, (row) => probabilities[row * classes + fitted.positive]!);
  const truth = Array.from(rows, (row) => options.truth[row]!);
  return (options.metric ?? averagePrecision)(truth, scores);
}

/** The labels of the given rows, in their order. */
export const selectLabels = ({ codes, classes }: Labels, rows: Int32Array): Labels => ({
  codes: Int32Array.from(rows, (row) => codes[row]!),
  classes,
});

function meanOf(values: readonly number[]): { mean: number | null; error: number } {
  if (values.length === 0) return { mean: null, error: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: values.length > 1 ? Math.sqrt(squares / (values.length - 1) / values.length) : 0 };
}
