import { describe, expect, it } from "vitest";
import { GaitError } from "../domain/index.ts";
import type { Estimator, FitOptions, Labels } from "./estimator.ts";
import type { AnyFitted } from "./estimators.ts";
import { rocArea } from "./evaluate/ranking.ts";
import {
  type Column,
  createMatrix,
  type Matrix,
  matrixFromRows,
  selectColumns,
  selectRows,
  toSharedMatrix,
  UNSEEN_CODE,
} from "./matrix.ts";
import { stringifyModel } from "./model-json.ts";
import { addGaps, plantOutliers } from "./planted.suite.ts";
import { createRowScorer } from "./row/row-scorer.ts";

/** An estimator with what the suite needs to run every property over it. */
export interface EstimatorSubject<Params, Fitted extends AnyFitted, Options extends FitOptions> {
  readonly name: string;
  readonly estimator: Estimator<Params, Fitted, Options>;
  /** Parameters that fit in well under a second on 400 rows. */
  readonly params: Partial<Params>;
  /** Completes the options; only classifiers take the labels. */
  readonly withLabels: (options: FitOptions, labels: Labels) => Options;
  readonly kind: "detector" | "classifier";
  /** Least area under the ROC curve on the generated table. */
  readonly areaMin: number;
  /** Properties that do not hold, each with the reason that its documentation gives. */
  readonly skips?: Partial<Record<Property, string>>;
}

export type Property =
  | "missing"
  | "categories"
  | "constant"
  | "monotone"
  | "one-row"
  | "one-column"
  | "many-columns";

const SEED = 20;

/** Runs the properties of the contract over one estimator. */
export function describeEstimator<
  Params extends object,
  Fitted extends AnyFitted,
  Options extends FitOptions,
>(subject: EstimatorSubject<Params, Fitted, Options>): void {
  describe(`${subject.name} keeps the contract of estimators`, () => {
    describeValues(subject);
    describeScores(subject);
    describeEdges(subject);
    describeErrors(subject);
  });
}

const PLANTED = plantOutliers({ rows: 400, columns: 4, strangeShare: 0.05, seed: SEED });
const GAPPED = addGaps(PLANTED.table, SEED);

interface Fit<Params> {
  readonly labels?: Labels;
  readonly params?: Partial<Params>;
  readonly options?: Partial<FitOptions>;
}

function fitSubject<Params, Fitted extends AnyFitted, Options extends FitOptions>(
  { estimator, params, withLabels }: EstimatorSubject<Params, Fitted, Options>,
  table: Matrix,
  fit: Fit<Params> = {},
): Promise<Fitted> {
  const labels = fit.labels ?? PLANTED.labels;
  return estimator.fit(
    { ...params, ...fit.params },
    table,
    withLabels({ seed: SEED, ...fit.options }, labels),
  );
}

function describeValues<Params extends object, Fitted extends AnyFitted, Options extends FitOptions>(
  subject: EstimatorSubject<Params, Fitted, Options>,
): void {
  const { estimator } = subject;
  it("leaves the parameters and the table as they were", async () => {
    const params = Object.freeze({ ...subject.params });
    const before = JSON.stringify(params);
    const table = structuredClone(PLANTED.table);
    await estimator.fit(params, table, subject.withLabels({ seed: SEED }, PLANTED.labels));
    expect(JSON.stringify(params)).toBe(before);
    expect(table).toEqual(PLANTED.table);
  });

  it("gives the same bytes for the same seed on one, two and four threads", async () => {
    const texts: string[] = [];
    for (const threads of [1, 2, 4]) {
      texts.push(stringifyModel(await fitSubject(subject, GAPPED, { options: { threads } })));
    }
    expect(texts[1] === texts[0]).toBe(true);
    expect(texts[2] === texts[0]).toBe(true);
  });

  it("learns and scores the same from memory that threads share", async () => {
    const shared = toSharedMatrix(GAPPED);
    const fitted = await fitSubject(subject, shared);
    expect(stringifyModel(fitted) === stringifyModel(await fitSubject(subject, GAPPED))).toBe(true);
    expect(estimator.score(fitted, shared)).toEqual(estimator.score(fitted, GAPPED));
  });

  it("comes back from JSON with the same bytes and the same scores", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    const text = stringifyModel(fitted);
    const revived = estimator.parse(text);
    expect(stringifyModel(revived) === text).toBe(true);
    expect(estimator.score(revived, GAPPED)).toEqual(estimator.score(fitted, GAPPED));
  });

  it("says in its header what it was fitted on", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    expect(fitted.kind).toBe(estimator.kind);
    expect(fitted.orientation).toBe("higher-is-stranger");
    expect(fitted.seed).toBe(SEED);
    expect(fitted.trainingRows).toBe(400);
    expect(fitted.dataHash).toMatch(/^[0-9a-f]{64}$/);
    expect(fitted.features.map(({ name }) => name)).toEqual(["x0", "x1", "x2", "x3", "place"]);
  });

  it("tells how far it is, and stops when told to", async () => {
    const seen: number[] = [];
    await fitSubject(subject, PLANTED.table, {
      options: { onProgress: ({ done, total }) => seen.push(done / total) },
    });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await expect(
      fitSubject(subject, PLANTED.table, { options: { abort: AbortSignal.abort() } }),
    ).rejects.toThrow(/cancelled/);
  });
}

function describeScores<Params extends object, Fitted extends AnyFitted, Options extends FitOptions>(
  subject: EstimatorSubject<Params, Fitted, Options>,
): void {
  const { estimator } = subject;
  it("scores a batch as it scores the rows one by one, in any order", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    // Enough rows that a batch takes the faster way through the forests.
    const rows = Array.from({ length: 700 }, (_, at) => (at * 7) % GAPPED.rows);
    const batch = estimator.score(fitted, selectRows(GAPPED, rows));
    const single = rows.map((row) => estimator.score(fitted, selectRows(GAPPED, [row]))[0]!);
    expect(batch).toEqual(Float64Array.from(single));
    const turned = estimator.score(fitted, selectRows(GAPPED, rows.toReversed()));
    expect(turned.reverse()).toEqual(batch);
    expect(batch.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it("scores rows one by one without a table as it scores the table, to the last bit", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    // Whole rows and rows with gaps in turns, categories that the model does not know, numbers beyond all others.
    const whole = addPlaces(PLANTED.table, (row) => (row % 9 === 8 ? UNSEEN_CODE : row % 5));
    const scoreRow = createRowScorer(fitted);
    for (const table of [GAPPED, whole, whole, GAPPED]) {
      const { cells, width } = toRowMajor(table);
      const scores = Float64Array.from({ length: table.rows }, (_, row) => scoreRow(cells, row * width));
      expect(scores).toEqual(estimator.score(fitted, table));
    }
  });

  it("finds columns and categories by name, in any order, past columns that it does not know", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    const names = ["place", "x3", "x1", "x0", "x2"];
    const spare: Column = { kind: "numeric", name: "spare", values: new Float64Array(GAPPED.rows) };
    const turned = selectColumns(GAPPED, names).columns.map((column) =>
      column.kind === "categorical" ? reorderCategories(column) : column,
    );
    const scores = estimator.score(fitted, createMatrix([spare, ...turned]));
    expect(scores).toEqual(estimator.score(fitted, GAPPED));
  });

  it(`ranks planted rows with an area of at least ${subject.areaMin}`, async () => {
    const fitted = await fitSubject(subject, PLANTED.table);
    const fresh = plantOutliers({ rows: 400, columns: 4, strangeShare: 0.05, seed: SEED + 1 });
    expect(rocArea(fresh.truth, estimator.score(fitted, fresh.table))).toBeGreaterThanOrEqual(
      subject.areaMin,
    );
  });

  runUnless(subject, "monotone", "scores a row higher the further it strays", async () => {
    const fitted = await fitSubject(subject, PLANTED.table);
    const strays = [0, 3, 6, 12].map((far) => [1.5 + far, 1.5 - far, 1.5 + far, 1.5 - far]);
    const [at, ...away] = estimator.score(fitted, matrixFromRows(strays));
    expect(away[1]).toBeGreaterThan(at!);
    expect(away[2]! >= away[1]! - 1e-12).toBe(true);
  });

  runUnless(subject, "missing", "scores rows without values, and tables without any", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    const nothing = matrixFromRows([[Number.NaN, Number.NaN, Number.NaN, Number.NaN]]);
    const place: Column = { kind: "categorical", name: "place", codes: Int32Array.of(-1), categories: [] };
    const [score] = estimator.score(fitted, createMatrix([...nothing.columns, place]));
    expect(score! >= 0 && score! <= 1).toBe(true);
    const empty = PLANTED.table.columns.map((column): Column => {
      const values = new Float64Array(400).fill(Number.NaN);
      return { kind: "numeric", name: column.name, values };
    });
    const blind = await fitSubject(subject, createMatrix(empty));
    const scores = estimator.score(blind, PLANTED.table);
    expect(scores.every((one) => one === scores[0] && one >= 0 && one <= 1)).toBe(true);
  });

  runUnless(subject, "categories", "has a place for categories that it has not seen", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    const place: Column = {
      kind: "categorical",
      name: "place",
      codes: Int32Array.of(0, 1, -1),
      categories: ["__proto__", "moon"],
    };
    const rows = selectRows(GAPPED, [0, 0, 0]).columns.slice(0, 4);
    const scores = estimator.score(fitted, createMatrix([...rows, place]));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(scores[0]).toBe(scores[1]);
  });
}

function describeEdges<Params extends object, Fitted extends AnyFitted, Options extends FitOptions>(
  subject: EstimatorSubject<Params, Fitted, Options>,
): void {
  const { estimator } = subject;
  runUnless(subject, "constant", "is quiet on constant data", async () => {
    const constant = matrixFromRows(Array.from({ length: 400 }, () => [1, 1, 0, -3]));
    const scores = estimator.score(await fitSubject(subject, constant), constant);
    expect(scores.every((score) => score === scores[0])).toBe(true);
    if (subject.kind === "detector") expect(scores[0]).toBeLessThanOrEqual(0.5 + 1e-12);
  });

  runUnless(subject, "one-row", "learns from one row", async () => {
    const one = matrixFromRows([[1, 2, 3]]);
    const labels = { codes: Int32Array.of(1), classes: PLANTED.labels.classes };
    const scores = estimator.score(await fitSubject(subject, one, { labels }), one);
    expect(scores[0]! >= 0 && scores[0]! <= 1).toBe(true);
  });

  runUnless(subject, "one-column", "learns from one column", async () => {
    const table = selectColumns(PLANTED.table, ["x0"]);
    const scores = estimator.score(await fitSubject(subject, table), table);
    expect(rocArea(PLANTED.truth, scores)).toBeGreaterThan(0.9);
  });

  runUnless(subject, "many-columns", "learns from ten thousand columns", async () => {
    const columns = Array.from({ length: 10_000 }, (_, at): Column => {
      const values = Float64Array.from({ length: 20 }, (_, row) => ((row * 31 + at * 17) % 101) / 101);
      return { kind: "numeric", name: `x${at}`, values };
    });
    const table = createMatrix(columns);
    const labels = {
      codes: Int32Array.from({ length: 20 }, (_, row) => row % 2),
      classes: ["usual", "strange"],
    };
    const scores = estimator.score(await fitSubject(subject, table, { labels }), table);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it("scores an empty table with no scores", async () => {
    const fitted = await fitSubject(subject, PLANTED.table);
    expect(estimator.score(fitted, selectRows(PLANTED.table, [])).length).toBe(0);
  });
}

function describeErrors<Params extends object, Fitted extends AnyFitted, Options extends FitOptions>(
  subject: EstimatorSubject<Params, Fitted, Options>,
): void {
  const { estimator } = subject;
  const failing = async (work: () => unknown): Promise<string> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof GaitError) return error.report.code;
      throw error;
    }
    return "no error";
  };

  it("says what is wrong with a table that it cannot learn from", async () => {
    const values = Float64Array.of(1, Number.POSITIVE_INFINITY);
    const infinite = { rows: 2, columns: [{ kind: "numeric", name: "x", values }] } as const;
    const noLabels = { codes: new Int32Array(0), classes: PLANTED.labels.classes };
    const twice = { rows: 400, columns: [PLANTED.table.columns[0]!, PLANTED.table.columns[0]!] };
    const short = { rows: 3, columns: PLANTED.table.columns };
    expect(await failing(() => fitSubject(subject, infinite))).toBe("LEARN_VALUE_INFINITE");
    expect(await failing(() => fitSubject(subject, createMatrix([]), { labels: noLabels }))).toBe(
      "LEARN_TABLE_EMPTY",
    );
    expect(await failing(() => fitSubject(subject, matrixFromRows([], ["a"]), { labels: noLabels }))).toBe(
      "LEARN_TABLE_EMPTY",
    );
    expect(await failing(() => fitSubject(subject, twice))).toBe("LEARN_COLUMN_TWICE");
    expect(await failing(() => fitSubject(subject, short))).toBe("LEARN_COLUMN_LENGTH");
  });

  it("says what is wrong with parameters and options", async () => {
    const unknown: object = { wings: 2 };
    expect(await failing(() => fitSubject(subject, PLANTED.table, { params: unknown }))).toBe(
      "LEARN_PARAMETER_UNKNOWN",
    );
    for (const options of [{ seed: -1 }, { seed: 0.5 }, { seed: 2 ** 32 }, { threads: 0 }, { threads: 65 }]) {
      expect(await failing(() => fitSubject(subject, PLANTED.table, { options }))).toBe("LEARN_PARAMETER");
    }
    expect(Object.keys(estimator.resolve({})).sort()).toEqual(Object.keys(estimator.defaults).sort());
  });

  it("says what is wrong with a table that it cannot score", async () => {
    const fitted = await fitSubject(subject, GAPPED);
    const without = selectColumns(GAPPED, ["x0", "x1", "x2", "place"]);
    const numeric = createMatrix([
      ...PLANTED.table.columns,
      { kind: "numeric", name: "place", values: new Float64Array(400) },
    ]);
    expect(await failing(() => estimator.score(fitted, without))).toBe("LEARN_FEATURE_MISSING");
    expect(await failing(() => estimator.score(fitted, numeric))).toBe("LEARN_FEATURE_KIND");
  });

  it("says what is wrong with a model file", async () => {
    const text = stringifyModel(await fitSubject(subject, PLANTED.table));
    expect(await failing(() => estimator.parse("{"))).toBe("LEARN_MODEL_BROKEN");
    expect(await failing(() => estimator.parse("[]"))).toBe("LEARN_MODEL_BROKEN");
    expect(await failing(() => estimator.parse(text.replace(estimator.kind, "toaster")))).toBe(
      "LEARN_MODEL_KIND",
    );
    expect(await failing(() => estimator.parse(text.replace('"format":1', '"format":2')))).toBe(
      "LEARN_MODEL_KIND",
    );
    expect(await failing(() => estimator.parse(text.replace("higher-is", "lower-is")))).toBe(
      "LEARN_MODEL_BROKEN",
    );
    const { format, kind, features, seed, orientation, trainingRows, dataHash } = JSON.parse(text);
    const hollow = JSON.stringify({ format, kind, features, seed, orientation, trainingRows, dataHash });
    expect(await failing(() => estimator.parse(hollow))).toBe("LEARN_MODEL_BROKEN");
  });
}

function runUnless<Params, Fitted extends AnyFitted, Options extends FitOptions>(
  { skips }: EstimatorSubject<Params, Fitted, Options>,
  property: Property,
  ...[behaviour, check]: readonly [string, () => Promise<void>]
): void {
  const reason = skips?.[property];
  if (reason === undefined) it(behaviour, check);
  else it.skip(`${behaviour} (not here: ${reason})`, check);
}

function reorderCategories(column: Extract<Column, { kind: "categorical" }>): Column {
  const { categories } = column;
  const codes = column.codes.map((code) => (code < 0 ? code : categories.length - 1 - code));
  return { ...column, codes, categories: categories.toReversed() };
}

function addPlaces(table: Matrix, codeOf: (row: number) => number): Matrix {
  const place = GAPPED.columns.find((column) => column.kind === "categorical");
  if (place === undefined) throw new Error("The table has no categories");
  return createMatrix([
    ...table.columns,
    { ...place, codes: Int32Array.from({ length: table.rows }, (_, row) => codeOf(row)) },
  ]);
}

function toRowMajor(table: Matrix): { readonly cells: Float64Array; readonly width: number } {
  const width = table.columns.length;
  const cells = new Float64Array(table.rows * width);
  table.columns.forEach((column, at) => {
    const values = column.kind === "numeric" ? column.values : column.codes;
    for (let row = 0; row < table.rows; row++) cells[row * width + at] = values[row]!;
  });
  return { cells, width };
}
