import { type JsonObject, toError } from "../../domain/index.ts";
import {
  averagePrecision,
  brierScore,
  type Calibration,
  type CalibrationBin,
  calibrate,
  calibrationCurve,
  calibrationError,
  createMatrix,
  crossValidate,
  type FittedRandomForest,
  fitLogistic,
  type Labels,
  type Matrix,
  type NumericColumn,
  type Progress,
  RANDOM_FOREST_SPACE,
  type RandomForestParams,
  randomForest,
  type Split,
  searchByHalving,
  selectLabels,
  selectRows,
  splitGrouped,
} from "../../learn/index.ts";
import { measureScores, type ScoreQuality } from "./measure-scores.ts";
import { TRAIN_PROBLEMS } from "./problems.ts";

/** Rows whose truth is known. */
export interface LabelledRows {
  readonly table: Matrix;
  /** 1: part of an attack. */
  readonly truth: Uint8Array;
  readonly at: Float64Array;
  /** Code of the user; rows of one user are never on both sides of a split. */
  readonly users: Uint32Array;
  /** Where the split in time is; absent: after seven tenths of the time. */
  readonly cut?: number;
  /** 1: a person judged it; how well these alone are told apart is measured too. */
  readonly judged?: Uint8Array;
  /** Rows to learn from that nothing is ever measured on. */
  readonly beside?: RowsBeside;
}

/** Rows of other origin with the same columns. */
export interface RowsBeside {
  readonly table: Matrix;
  readonly truth: Uint8Array;
  /** What each counts, where the other rows count one. */
  readonly weight: number;
}

export interface LabelForestOptions {
  readonly seed: number;
  /** Search for better parameters first. */
  readonly isTuned: boolean;
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** A Random Forest with what its share of votes means, and how good it was on rows that it had not seen. */
export interface LabelForest {
  readonly forest: FittedRandomForest;
  readonly calibration: Calibration;
  readonly card: LabelForestCard;
}

export interface LabelForestCard {
  readonly kind: "random-forest";
  readonly rows: number;
  readonly strange: number;
  readonly users: number;
  readonly features: readonly string[];
  readonly seed: number;
  readonly parameters: JsonObject;
  /** Trials of the search and the best one's average precision (null: nothing could be told); null: not searched. */
  readonly tuning: { readonly trials: number; readonly averagePrecision: number | null } | null;
  /** On later rows of other users: each was scored by a forest that knew neither its user nor its time. */
  readonly quality: ScoreQuality;
  /** On those of these rows that people judged: the hardest ones; null: nobody judged, or all alike. */
  readonly qualityOfJudged: ScoreQuality | null;
  /** Where the labels came from; null: they came with the rows. */
  readonly labels: JsonObject | null;
  /** Mean squared error of the probability, and its mean distance from what happened, before and after calibration. */
  readonly probability: {
    readonly brier: number;
    readonly calibrationError: number;
    readonly calibrationErrorBefore: number;
    /** What was said against what happened; absent on cards of earlier versions. */
    readonly bins?: readonly CalibrationBin[];
  };
  /** Share of the forest's decisions that rest on each feature, the greatest first. */
  readonly importances: readonly { readonly feature: string; readonly share: number }[];
}

const FOLDS = 3;
const TUNING_FOLDS = 3;
const TUNING_TRIALS = 9;
/** Forests learn from the rows before this share of the time, and are measured on the rows after it. */
const TRAINING_SHARE = 0.7;
/** Strange rows that each side of the split must have. */
const STRANGE_MIN = 5;
const USERS_MIN = 2 * FOLDS;
/** A calibrated probability from which a row counts as an attack. */
const CALLED_FROM = 0.5;
const PARAMETERS: Partial<RandomForestParams> = {
  trees: 100,
  maxDepth: 10,
  minLeaf: 4,
  classWeight: "balanced",
};

/**
 * Learns from labels, and says how well on rows that it did not learn from: later ones, of users that it did not know.
 * The forest that is kept then learns from all rows. Throws TRAIN_LABELS_FEW.
 */
export async function fitLabelForest(rows: LabelledRows, options: LabelForestOptions): Promise<LabelForest> {
  const { seed, isTuned } = options;
  const labels = toLabels(rows.truth);
  const cut = rows.cut ?? cutTime(rows.at);
  const splits = splitApart(rows, cut, seed);
  checkEnough(rows, splits);
  const tuned = isTuned ? await tune(rows, { labels, cut, options }) : null;
  const params = { ...PARAMETERS, ...tuned?.params };
  const heldOut = await scoreHeldOut(rows, { splits, params, options });
  const calibration = fitLogistic(heldOut.truth, heldOut.scores);
  const probabilities = heldOut.scores.map((score) => calibrate(calibration, score));
  const forest = await growForest(rows, { rows: null, params, options });
  return {
    forest,
    calibration,
    card: {
      kind: "random-forest",
      rows: rows.table.rows,
      strange: countOf(rows.truth),
      users: new Set(rows.users).size,
      features: forest.features.map(({ name }) => name),
      seed,
      parameters: { ...params },
      tuning: tuned === null ? null : { trials: TUNING_TRIALS, averagePrecision: tuned.value },
      quality: measureScores({
        rowsAre: "later rows of users that it did not know",
        truth: heldOut.truth,
        scores: probabilities,
        threshold: CALLED_FROM,
      }),
      qualityOfJudged: measureJudged(rows, heldOut.rows, probabilities),
      labels: null,
      probability: {
        brier: brierScore(heldOut.truth, probabilities),
        calibrationError: calibrationError(calibrationCurve(heldOut.truth, probabilities)),
        bins: calibrationCurve(heldOut.truth, probabilities),
        calibrationErrorBefore: calibrationError(calibrationCurve(heldOut.truth, heldOut.scores)),
      },
      importances: Array.from(forest.importances, (share, at) => ({
        feature: forest.features[at]!.name,
        share,
      })).sort((a, b) => b.share - a.share),
    },
  };
}

const fitOptions = ({ seed, threads = 1 }: LabelForestOptions): { seed: number; threads: number } => ({
  seed,
  threads,
});

function cutTime(at: Float64Array): number {
  const first = at.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const last = at.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  return first + TRAINING_SHARE * (last - first);
}

/** Learns from earlier rows of some users, is tested on later rows of the others; every user is tested once. */
function splitApart({ users, at }: LabelledRows, cut: number, seed: number): readonly Split[] {
  if (new Set(users).size < USERS_MIN) return [];
  return splitGrouped(users, { folds: FOLDS, seed }).map(({ train, test }) => ({
    train: train.filter((row) => at[row]! < cut),
    test: test.filter((row) => at[row]! >= cut),
  }));
}

const countOf = (truth: ArrayLike<number>): number => Array.from(truth).filter((one) => one === 1).length;

/** Null where people judged none of the rows, or all of one kind. */
function measureJudged(
  { truth, judged }: LabelledRows,
  rows: readonly number[],
  scores: Float64Array,
): ScoreQuality | null {
  const places = [...rows.keys()].filter((at) => judged?.[rows[at]!] === 1);
  const found = Uint8Array.from(places, (at) => truth[rows[at]!]!);
  if (new Set(found).size < 2) return null;
  return measureScores({
    rowsAre: "of these rows that people judged",
    truth: found,
    scores: Float64Array.from(places, (at) => scores[at]!),
    threshold: CALLED_FROM,
  });
}

function checkEnough({ truth, users, beside }: LabelledRows, splits: readonly Split[]): void {
  const always = beside === undefined ? 0 : countOf(beside.truth);
  const strangeIn = (rows: Int32Array): number => rows.filter((row) => truth[row] === 1).length;
  const tested = splits.reduce((sum, { test }) => sum + strangeIn(test), 0);
  const isEnough =
    splits.length > 0 &&
    tested >= STRANGE_MIN &&
    splits.every(({ train }) => always + strangeIn(train) >= STRANGE_MIN);
  if (isEnough) return;
  throw toError(TRAIN_PROBLEMS, "TRAIN_LABELS_FEW", {
    strange: countOf(truth),
    rows: truth.length,
    users: new Set(users.filter((_, row) => truth[row] === 1)).size,
    needed: STRANGE_MIN,
  });
}

interface Tuning {
  readonly labels: Labels;
  readonly cut: number;
  readonly options: LabelForestOptions;
}

/**
 * Searches on the rows before the cut alone, so that the rows after it stay unseen; users apart here too. Where the
 * attacks before it are all of one user nothing can be told and the parameters stay as they are: out-of-bag rows, tried
 * instead, chose forests that knew each attack by heart and found a third as many of others.
 */
async function tune(
  rows: LabelledRows,
  { labels, cut, options }: Tuning,
): Promise<{ readonly params: Partial<RandomForestParams>; readonly value: number | null }> {
  const early = Int32Array.from(rows.at.keys()).filter((row) => rows.at[row]! < cut);
  const objective = async (
    params: Partial<RandomForestParams>,
    chosen: Int32Array | null,
  ): Promise<number | null> => {
    const picked = chosen === null ? early : chosen.map((at) => early[at]!);
    const users = Array.from(picked, (row) => rows.users[row]!);
    if (new Set(users).size < TUNING_FOLDS) return null;
    const own = selectLabels(labels, picked);
    const table = selectRows(rows.table, picked);
    const score = await crossValidate(params, {
      estimator: randomForest,
      table,
      truth: own.codes,
      splits: splitGrouped(users, { folds: TUNING_FOLDS, seed: options.seed }).filter(
        ({ train }) => new Set(Array.from(train, (row) => own.codes[row]!)).size === 2,
      ),
      fitOptions: (train) => ({ ...fitOptions(options), labels: selectLabels(own, train) }),
      metric: averagePrecision,
    });
    return score.mean;
  };
  const found = await searchByHalving<RandomForestParams>(RANDOM_FOREST_SPACE, objective, {
    trials: TUNING_TRIALS,
    seed: options.seed,
    rows: early.length,
    rowsMin: Math.max(1, Math.ceil(early.length / FOLDS)),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return { params: found.best?.params ?? {}, value: found.best?.value ?? null };
}

interface HeldOut {
  readonly splits: readonly Split[];
  readonly params: Partial<RandomForestParams>;
  readonly options: LabelForestOptions;
}

async function scoreHeldOut(
  rows: LabelledRows,
  { splits, params, options }: HeldOut,
): Promise<{ readonly rows: readonly number[]; readonly truth: Uint8Array; readonly scores: Float64Array }> {
  const tested: number[] = [];
  const scored: number[] = [];
  for (const { train, test } of splits) {
    const forest = await growForest(rows, { rows: train, params, options });
    scored.push(...randomForest.score(forest, selectRows(rows.table, test)));
    tested.push(...test);
  }
  return {
    rows: tested,
    truth: Uint8Array.from(tested, (row) => rows.truth[row]!),
    scores: Float64Array.from(scored),
  };
}

interface Growing {
  /** Null: all. */
  readonly rows: Int32Array | null;
  readonly params: Partial<RandomForestParams>;
  readonly options: LabelForestOptions;
}

/** Learns from some rows, and from those beside them. */
function growForest(
  { table, truth, beside }: LabelledRows,
  { rows, params, options }: Growing,
): Promise<FittedRandomForest> {
  const own = rows === null ? table : selectRows(table, rows);
  const found = rows === null ? truth : Uint8Array.from(rows, (row) => truth[row]!);
  if (beside === undefined) {
    return randomForest.fit(params, own, { ...fitOptions(options), labels: toLabels(found) });
  }
  const all = new Uint8Array(found.length + beside.truth.length);
  all.set(found);
  all.set(beside.truth, found.length);
  return randomForest.fit(params, joinRows(own, beside.table), {
    ...fitOptions(options),
    labels: toLabels(all),
    rowWeights: new Float64Array(all.length).fill(1).fill(beside.weight, found.length),
  });
}

const toLabels = (truth: Uint8Array): Labels => ({
  codes: Int32Array.from(truth),
  classes: ["usual", "attack"],
});

/** The rows of both tables, of numbers alone and with the same columns in the same order. */
function joinRows(first: Matrix, second: Matrix): Matrix {
  const rows = first.rows + second.rows;
  const columns = first.columns.flatMap((column, at): NumericColumn[] => {
    const other = second.columns[at];
    if (column.kind !== "numeric" || other?.kind !== "numeric" || other.name !== column.name) return [];
    const values = new Float64Array(rows);
    values.set(column.values);
    values.set(other.values, first.rows);
    return [{ kind: "numeric", name: column.name, values }];
  });
  if (columns.length !== first.columns.length) throw new Error("Rows beside have the columns of the others.");
  return createMatrix(columns, rows);
}
