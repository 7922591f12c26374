import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { rocArea } from "../evaluate/ranking.ts";
import { MISSING_DIVIDES, MISSING_LEFT, MISSING_RIGHT } from "../forest/forest.ts";
import { toLabels } from "../labels.ts";
import { type Column, createMatrix, matrixFromRecords, matrixFromRows, selectRows } from "../matrix.ts";
import { addGaps, plantOutliers } from "../planted.suite.ts";
import { binColumns } from "./bin-columns.ts";
import { CATEGORY_BINS_MAX, MISSING_BIN } from "./bins.ts";
import { permutationImportances } from "./importance.ts";
import { classProbabilities } from "./model.ts";
import { outOfBagProbabilities } from "./out-of-bag.ts";
import { resolveRandomForest } from "./params.ts";
import { randomForest } from "./random-forest.ts";

const RNG = createRng(21);
const ROWS = 1_500;
/** Columns a, b and c, of which a and b decide together (an exclusive or), c does nothing. */
const XOR = matrixFromRows(
  Array.from({ length: ROWS }, () => [RNG.nextNormal(), RNG.nextNormal(), RNG.nextNormal()]),
  ["a", "b", "c"],
);
const valueAt = (column: number, row: number): number => {
  const one = XOR.columns[column]!;
  return one.kind === "numeric" ? one.values[row]! : Number.NaN;
};
const XOR_LABELS = toLabels(
  Array.from({ length: ROWS }, (_, row) => (valueAt(0, row) > 0 !== valueAt(1, row) > 0 ? "yes" : "no")),
);
const TRAIN = Int32Array.from({ length: 1_000 }, (_, row) => row);
const TEST = Int32Array.from({ length: 500 }, (_, row) => 1_000 + row);
const trainLabels = {
  codes: XOR_LABELS.codes.slice(0, 1_000),
  classes: XOR_LABELS.classes,
};

describe("binColumns", () => {
  it("keeps few distinct values apart, at halfway cuts, and codes so that code <= k means value <= cut k", async () => {
    const values = Float64Array.of(3, 1, Number.NaN, 2, 1);
    const { codes, columns } = await binColumns(createMatrix([{ kind: "numeric", name: "x", values }]), 255);
    expect([...codes]).toEqual([2, 0, MISSING_BIN, 1, 0]);
    expect(columns[0]).toEqual({ kind: "numeric", cuts: Float64Array.of(1.5, 2.5) });
  });

  it("cuts many values at quantiles, into at most that many bins of like size", async () => {
    const values = Float64Array.from({ length: 10_000 }, (_, row) =>
      Math.exp(((row * 7919) % 10_000) / 1_000),
    );
    const { codes, columns } = await binColumns(createMatrix([{ kind: "numeric", name: "x", values }]), 32);
    const counts = new Array<number>(32).fill(0);
    for (const code of codes) counts[code]!++;
    expect(Math.min(...counts)).toBeGreaterThan(300);
    expect(Math.max(...counts)).toBeLessThan(325);
    const cuts = columns[0]?.kind === "numeric" ? columns[0].cuts : new Float64Array();
    codes.forEach((code, row) => {
      expect(values[row]! <= (cuts[code] ?? Number.POSITIVE_INFINITY)).toBe(true);
      if (code > 0) expect(values[row]).toBeGreaterThan(cuts[code - 1]!);
    });
  });

  it("gives the most frequent categories a bin each and the rest one together", async () => {
    const many = CATEGORY_BINS_MAX + 3;
    const codes = Int32Array.from({ length: many * 2 - 3 }, (_, row) => row % many);
    const categories = Array.from({ length: many }, (_, at) => `c${at}`);
    const binned = await binColumns(
      createMatrix([{ kind: "categorical", name: "x", codes, categories }]),
      255,
    );
    expect(binned.columns[0]).toMatchObject({ pooled: true, bins: CATEGORY_BINS_MAX + 1 });
    expect(new Set(binned.codes.slice(CATEGORY_BINS_MAX, many))).toEqual(new Set([CATEGORY_BINS_MAX]));
  });
});

describe("random forest", () => {
  it("learns what no single column tells", async () => {
    const fitted = await randomForest.fit({ trees: 60 }, selectRows(XOR, TRAIN), {
      seed: 1,
      labels: trainLabels,
    });
    const truth = Array.from(TEST, (row) => XOR_LABELS.codes[row]!);
    expect(rocArea(truth, randomForest.score(fitted, selectRows(XOR, TEST)))).toBeGreaterThan(0.97);
  });

  it("gives probabilities that add up to one, and scores the class that was asked for", async () => {
    const labels = toLabels(
      Array.from({ length: ROWS }, (_, row) =>
        valueAt(0, row) > 0.5 ? "high" : valueAt(0, row) < -0.5 ? "low" : "mid",
      ),
    );
    const fitted = await randomForest.fit({ trees: 30, positive: "low" }, XOR, { seed: 1, labels });
    expect(fitted.classes).toEqual(["high", "low", "mid"]);
    const probabilities = classProbabilities(fitted, XOR);
    const scores = randomForest.score(fitted, XOR);
    let right = 0;
    for (let row = 0; row < ROWS; row++) {
      const three = [...probabilities.subarray(3 * row, 3 * row + 3)];
      expect(three.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
      expect(scores[row]).toBe(three[1]);
      right += three.indexOf(Math.max(...three)) === labels.codes[row] ? 1 : 0;
    }
    expect(right / ROWS).toBeGreaterThan(0.99);
  });

  it("answers rows by the trees that did not see them, about as well as fresh rows", async () => {
    const fitted = await randomForest.fit({ trees: 60, outOfBag: true }, XOR, {
      seed: 1,
      labels: XOR_LABELS,
    });
    expect(fitted.outOfBag?.rows).toBe(ROWS);
    expect(fitted.outOfBag?.accuracy).toBeGreaterThan(0.93);
    expect(fitted.outOfBag?.accuracy).toBeLessThan(0.999);
    const probabilities = outOfBagProbabilities(fitted, XOR);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 12);
    expect(() => outOfBagProbabilities(fitted, selectRows(XOR, TEST))).toThrow(/not the table/);
    const whole = await randomForest.fit({ trees: 3, bootstrap: false }, XOR, {
      seed: 1,
      labels: XOR_LABELS,
    });
    expect(() => outOfBagProbabilities(whole, XOR)).toThrow(/bootstrap is false/);
    expect(() => resolveRandomForest({ bootstrap: false, outOfBag: true })).toThrow(/outOfBag is true/);
  });

  it("says NaN for a row that every tree saw", async () => {
    const fitted = await randomForest.fit({ trees: 1, outOfBag: true }, XOR, { seed: 1, labels: XOR_LABELS });
    const seen = outOfBagProbabilities(fitted, XOR).filter((one) => Number.isNaN(one)).length / 2;
    expect(seen / ROWS).toBeCloseTo(0.632, 1);
    expect(fitted.outOfBag?.rows).toBe(ROWS - seen);
  });

  it("counts two classes in one sum as it counts them apart", async () => {
    // Weights of one say nothing, but weights that need not be whole take the way of counting classes apart.
    const { table } = plantOutliers({ rows: 3_000, columns: 7, strangeShare: 0.2, seed: 4 });
    const rough = createMatrix([
      ...addGaps(table, 4).columns.slice(0, 2),
      ...table.columns.slice(2),
      { kind: "numeric", name: "constant", values: new Float64Array(3_000) },
      { kind: "numeric", name: "coarse", values: Float64Array.from({ length: 3_000 }, (_, at) => at % 3) },
      ...addGaps(table, 5).columns.slice(-1),
    ]);
    const labels = toLabels(Array.from({ length: 3_000 }, (_, at) => ((at * 7919) % 5 < 2 ? "a" : "b")));
    for (const params of [{}, { mtry: "all", minLeaf: 4 }, { cuts: "random" }] as const) {
      const fitRough = (options: { readonly rowWeights?: Float64Array }) =>
        randomForest.fit({ trees: 5, ...params }, rough, { seed: 2, labels, ...options });
      const apart = await fitRough({ rowWeights: new Float64Array(3_000).fill(1) });
      const together = await fitRough({});
      expect(together.forest.split.length).toBeGreaterThan(1_000);
      expect(together.forest.feature).toEqual(apart.forest.feature);
      expect(together.forest.threshold).toEqual(apart.forest.threshold);
      expect(together.forest.missing).toEqual(apart.forest.missing);
    }
  });

  it("finds the columns that matter by impurity and by permutation", async () => {
    const fitted = await randomForest.fit({ trees: 40 }, XOR, { seed: 1, labels: XOR_LABELS });
    const [a, b, c] = fitted.importances;
    expect(a! + b! + c!).toBeCloseTo(1, 12);
    expect(Math.min(a!, b!)).toBeGreaterThan(3 * c!);
    const permuted = permutationImportances(fitted, XOR, { labels: XOR_LABELS, seed: 5 });
    expect(permuted.map(({ feature }) => feature)).toEqual(["a", "b", "c"]);
    expect(permuted[0]?.lost).toBeGreaterThan(0.3);
    expect(permuted[1]?.lost).toBeGreaterThan(0.3);
    expect(Math.abs(permuted[2]?.lost ?? 1)).toBeLessThan(0.03);
    expect(permutationImportances(fitted, XOR, { labels: XOR_LABELS, seed: 5 })).toEqual(permuted);
  });

  it("learns on which side missing values belong", async () => {
    const rng = createRng(2);
    const labels = toLabels(Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? "yes" : "no")));
    const values = Float64Array.from({ length: 600 }, (_, row) => (row % 3 === 0 ? Number.NaN : rng.next()));
    const table = createMatrix([{ kind: "numeric", name: "x", values }]);
    const fitted = await randomForest.fit({ trees: 10 }, table, { seed: 1, labels });
    const scores = randomForest.score(fitted, matrixFromRows([[Number.NaN], [0.5]], ["x"]));
    expect([...scores]).toEqual([1, 0]);
    expect(fitted.forest.threshold[0]).toBe(Number.POSITIVE_INFINITY);
    expect([MISSING_LEFT, MISSING_RIGHT]).toContain(fitted.forest.missing[0]);
  });

  it("puts missing values with the lower ones where they are alike", async () => {
    const rng = createRng(2);
    const values = Float64Array.from({ length: 600 }, (_, row) => (row % 5 === 0 ? Number.NaN : rng.next()));
    const labels = toLabels(Array.from(values, (value) => (value > 0.5 ? "no" : "yes")));
    const table = createMatrix([{ kind: "numeric", name: "x", values }]);
    for (const rowWeights of [undefined, new Float64Array(600).fill(2)]) {
      const options = { seed: 1, labels };
      const fitted = await randomForest.fit(
        { trees: 10, maxDepth: 1 },
        table,
        rowWeights === undefined ? options : { ...options, rowWeights },
      );
      expect(fitted.forest.missing[0]).toBe(MISSING_LEFT);
      const scores = randomForest.score(fitted, matrixFromRows([[Number.NaN], [0.2], [0.8]], ["x"]));
      expect([...scores]).toEqual([1, 1, 0]);
    }
  });

  it("sends missing values both ways where it never met any", async () => {
    const fitted = await randomForest.fit({ trees: 20 }, XOR, { seed: 1, labels: XOR_LABELS });
    expect(fitted.forest.missing.every((rule) => rule === MISSING_DIVIDES)).toBe(true);
    const blind = randomForest.score(
      fitted,
      matrixFromRows([[Number.NaN, Number.NaN, Number.NaN]], ["a", "b", "c"]),
    );
    const shareOfYes = XOR_LABELS.codes.reduce((sum, code) => sum + code, 0) / ROWS;
    expect(blind[0]).toBeCloseTo(shareOfYes, 1);
  });

  it("splits categories by subsets in one question", async () => {
    const records = Array.from({ length: 2_000 }, (_, row) => ({ user: `u${(row * 7919) % 100}` }));
    const labels = toLabels(records.map(({ user }) => (Number(user.slice(1)) % 3 === 0 ? "yes" : "no")));
    const table = matrixFromRecords(records);
    const fitted = await randomForest.fit({ trees: 10, maxDepth: 1 }, table, { seed: 1, labels });
    const scores = randomForest.score(fitted, table);
    expect(scores.every((score, row) => score === labels.codes[row])).toBe(true);
  });

  it("splits categories one against the rest for three classes", async () => {
    const records = Array.from({ length: 300 }, (_, row) => ({ tool: ["a", "b", "c", "d"][row % 4]! }));
    const labels = toLabels(records.map(({ tool }) => (tool === "d" ? "a" : tool)));
    const table = matrixFromRecords(records);
    const fitted = await randomForest.fit({ trees: 10 }, table, { seed: 1, labels });
    const probabilities = classProbabilities(fitted, table);
    for (let row = 0; row < 300; row++) expect(probabilities[3 * row + labels.codes[row]!]).toBe(1);
  });

  it("balances classes: the rare one weighs as much as the common one", async () => {
    const rng = createRng(9);
    const truth = Array.from({ length: 2_000 }, () => (rng.next() < 0.05 ? 1 : 0));
    const table = matrixFromRows(truth.map((strange) => [rng.nextNormal() + strange]));
    const labels = toLabels(truth.map(String));
    const mean = async (classWeight: "none" | "balanced" | "balanced_subsample"): Promise<number> => {
      const params = { classWeight, trees: 20, maxDepth: 3, minLeaf: 20 };
      const fitted = await randomForest.fit(params, table, { seed: 1, labels });
      return randomForest.score(fitted, table).reduce((sum, score) => sum + score, 0) / 2_000;
    };
    expect(await mean("none")).toBeCloseTo(0.05, 1);
    expect(await mean("balanced")).toBeGreaterThan(0.35);
    expect(await mean("balanced_subsample")).toBeGreaterThan(0.35);
  });

  it("counts row weights, in whatever unit they are", async () => {
    const fitWeighted = (rowWeights?: Float64Array): Promise<{ readonly forest: unknown }> => {
      const options = { seed: 1, labels: XOR_LABELS };
      return randomForest.fit(
        { trees: 5 },
        XOR,
        rowWeights === undefined ? options : { ...options, rowWeights },
      );
    };
    const small = await fitWeighted(new Float64Array(ROWS).fill(1 / 1024));
    const plain = await fitWeighted();
    expect(small.forest).toEqual(plain.forest);
    const half = Float64Array.from({ length: ROWS }, (_, row) => (valueAt(0, row) > 0 ? 1 : 0));
    const fitted = await randomForest.fit({ trees: 5 }, XOR, {
      seed: 1,
      labels: XOR_LABELS,
      rowWeights: half,
    });
    const { forest } = fitted;
    forest.feature.forEach((column, node) => {
      if (column === 0) expect(forest.threshold[node]).toBeGreaterThan(0);
    });
  });

  it("respects depth, leaf and split limits", async () => {
    const stump = await randomForest.fit({ trees: 4, maxDepth: 1 }, XOR, { seed: 1, labels: XOR_LABELS });
    expect(stump.forest.split.length).toBe(12);
    const leafy = await randomForest.fit({ trees: 4, minLeaf: 50 }, XOR, { seed: 1, labels: XOR_LABELS });
    expect(Math.min(...leafy.forest.cover)).toBeGreaterThanOrEqual(50);
    const closed = await randomForest.fit({ trees: 4, minSplit: 1e6 }, XOR, { seed: 1, labels: XOR_LABELS });
    expect(closed.forest.split.length).toBe(4);
  });

  it("says what is wrong with labels", async () => {
    const fitLabels = (codes: readonly number[], classes: readonly string[]): Promise<unknown> =>
      randomForest.fit({}, matrixFromRows([[1], [2]]), {
        seed: 1,
        labels: { codes: Int32Array.from(codes), classes },
      });
    await expect(fitLabels([0, 0], ["a", "b"])).rejects.toThrow(/2 classes, of which 1 occur/);
    await expect(fitLabels([0, 0], ["a"])).rejects.toThrow(/needs at least two/);
    await expect(fitLabels([0, 2], ["a", "b"])).rejects.toThrow(/row 1 is code 2/);
    await expect(fitLabels([0], ["a", "b"])).rejects.toThrow(/labels has 1 values/);
    await expect(
      randomForest.fit({ positive: "maybe" }, XOR, { seed: 1, labels: XOR_LABELS }),
    ).rejects.toThrow(/positive is maybe, but must be one of no, yes/);
    expect(() => toLabels(["a"], ["b"])).toThrow(/code -1/);
  });

  it("takes a class that no row has", async () => {
    const labels = { codes: XOR_LABELS.codes, classes: ["no", "yes", "never"] };
    for (const classWeight of ["none", "balanced", "balanced_subsample"] as const) {
      const params = { trees: 3, classWeight, positive: "yes" };
      const fitted = await randomForest.fit(params, XOR, { seed: 1, labels });
      expect(classProbabilities(fitted, XOR).every((one) => one >= 0 && one <= 1 + 1e-12)).toBe(true);
    }
  });

  it("with random cuts still learns, from other cuts", async () => {
    const column: Column = {
      kind: "numeric",
      name: "d",
      values: XOR.columns[0]!.kind === "numeric" ? XOR.columns[0]!.values : new Float64Array(0),
    };
    const table = createMatrix([...XOR.columns, column]);
    const fitted = await randomForest.fit({ trees: 60, cuts: "random" }, table, {
      seed: 1,
      labels: XOR_LABELS,
    });
    const plain = await randomForest.fit({ trees: 60 }, table, { seed: 1, labels: XOR_LABELS });
    expect(rocArea([...XOR_LABELS.codes], randomForest.score(fitted, table))).toBeGreaterThan(0.99);
    expect(fitted.forest.split.length).toBeGreaterThan(plain.forest.split.length);
  });
});
