import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { createMatrix, type Matrix, matrixFromRecords, matrixFromRows } from "../../learn/index.ts";
import { INVERSE_POINTS, INVERSE_STEPS, inversesOf } from "./inverse.ts";
import { addObservation, createSums, fitRidge } from "./least-squares.ts";
import {
  createLocalExplainer,
  explainLocally,
  LIME_COLUMNS_MAX,
  type LimeOptions,
  neighbourWeights,
  type Predict,
} from "./lime.ts";
import { drawNeighbours, markSame } from "./neighbours.ts";
import { binOfCell, createLimeReference } from "./reference.ts";

const rng = createRng(5);
const training = createMatrix([
  { kind: "numeric", name: "size", values: Float64Array.from({ length: 2000 }, () => rng.nextNormal()) },
  {
    kind: "numeric",
    name: "age",
    values: Float64Array.from({ length: 2000 }, (_, i) => (i % 10 === 0 ? Number.NaN : rng.next())),
  },
  {
    kind: "categorical",
    name: "place",
    codes: Int32Array.from({ length: 2000 }, (_, i) => (i % 4 === 0 ? 1 : 0)),
    categories: ["office", "lab"],
  },
  { kind: "numeric", name: "noise", values: Float64Array.from({ length: 2000 }, () => rng.next()) },
]);
const reference = createLimeReference(training);

const numbersOf = (table: Matrix, name: string): ArrayLike<number> => {
  const column = table.columns.find((c) => c.name === name)!;
  return column.kind === "numeric" ? column.values : column.codes;
};

/** Rises with size, jumps in the lab and where the age is not known. */
const predict: Predict = (table) => {
  const [size, age, place] = [numbersOf(table, "size"), numbersOf(table, "age"), numbersOf(table, "place")];
  return Float64Array.from(
    { length: table.rows },
    (_, i) => 3 * size[i]! + 2 * Number(place[i] === 1) + Number(Number.isNaN(age[i]!)),
  );
};
const row = (record: Record<string, number | string | null>) =>
  matrixFromRecords([record], ["size", "age", "place", "noise"]);
const strange = row({ size: 2.5, age: 0.5, place: "lab", noise: 0.5 });
const explain = (table: Matrix, options: Partial<LimeOptions> = {}) =>
  explainLocally(reference, { table, predict }, { modelVersion: "1", ...options });

/** Two columns matter alike, and a row in which they do: their order is never sure. */
const even: Predict = (table) => {
  const [size, noise] = [numbersOf(table, "size"), numbersOf(table, "noise")];
  return Float64Array.from(
    { length: table.rows },
    (_, i) => Number(size[i]! > 0.68) + Number(noise[i]! > 0.75),
  );
};
const tied = row({ size: 2, age: 0.5, place: "lab", noise: 0.9 });

describe("LIME", () => {
  it("finds what drives the prediction, in words, with its quality", () => {
    const { weights, r2, trustworthy, prediction, orderStable } = explain(strange);
    expect(weights.slice(0, 2).map(({ condition }) => condition)).toEqual([
      expect.stringMatching(/^size > 0\.[67]\d+$/),
      "place = lab",
    ]);
    expect(Math.abs(weights[1]!.weight - 2)).toBeLessThan(4 * weights[1]!.standardError);
    expect(weights[1]!.standardError).toBeLessThan(0.1);
    expect(weights[0]!.weight).toBeGreaterThan(3);
    expect(weights.slice(0, 2).every(({ stable }) => stable)).toBe(true);
    expect(prediction).toBe(9.5);
    expect([r2 > 0.5, trustworthy, orderStable]).toEqual([true, true, true]);
  });

  it("calls the weight of noise stable about once in twenty times, that of a cause always", () => {
    let fooled = 0;
    for (let version = 0; version < 100; version++) {
      const { weights } = explain(strange, { modelVersion: String(version), samples: 500, samplesMax: 500 });
      if (weights.find(({ feature }) => feature === "noise")!.stable) fooled++;
      expect(weights.find(({ feature }) => feature === "size")!.stable).toBe(true);
    }
    expect(fooled).toBeLessThanOrEqual(12);
  });

  it("gives a missing value a bin and a weight of its own", () => {
    const gap = matrixFromRows([[0, Number.NaN, 0]], ["size", "age", "noise"]).columns;
    const place = createMatrix([
      ...gap,
      { kind: "categorical", name: "place", codes: Int32Array.of(-1), categories: ["lab"] },
    ]);
    const { weights } = explain(place);
    expect(weights.find(({ feature }) => feature === "age")).toMatchObject({
      condition: "age is missing",
      weight: expect.closeTo(1, 0),
    });
    expect(weights.find(({ feature }) => feature === "place")!.condition).toBe("place is missing");
  });

  it("answers the same each time, and otherwise for another version, row or option", () => {
    const first = JSON.stringify(explain(strange));
    expect(JSON.stringify(explain(strange))).toBe(first);
    const others = [explain(strange, { modelVersion: "2" }), explain(strange, { kernelWidth: 0.8 })];
    for (const other of others) expect(JSON.stringify(other)).not.toBe(first);
  });

  it("says when the picture is not to be trusted", () => {
    const parity: Predict = (table) => {
      const noise = numbersOf(table, "noise");
      return Float64Array.from({ length: table.rows }, (_, i) => Math.floor(noise[i]! * 64) % 2);
    };
    const picture = explainLocally(reference, { table: strange, predict: parity }, { modelVersion: "1" });
    expect(picture.trustworthy).toBe(false);
    expect(picture.weights.every(({ weight }) => Math.abs(weight) < 0.1)).toBe(true);
  });

  it("takes more neighbours only while the order is not sure, and stops at the limit", () => {
    expect(explain(strange).samples).toBe(5000);
    const { samples, orderStable } = explainLocally(
      reference,
      { table: tied, predict: even },
      { modelVersion: "4", samplesMax: 12_000 },
    );
    expect(orderStable ? samples : 12_000).toBe(samples);
    expect(samples).toBeLessThanOrEqual(12_000);
    expect(explain(strange, { samples: 50, samplesMax: 50 }).samples).toBe(50);
  });

  it("keeps the wanted number of features, chosen forward or by weight", () => {
    expect(explain(strange, { features: 2 }).weights.map(({ feature }) => feature)).toEqual([
      "size",
      "place",
    ]);
    const wide = matrixFromRows(
      Array.from({ length: 300 }, () => Array.from({ length: 12 }, () => rng.next())),
    );
    const sum: Predict = (table) =>
      Float64Array.from(
        { length: table.rows },
        (_, i) => 5 * numbersOf(table, "x9")[i]! + numbersOf(table, "x3")[i]!,
      );
    const one = matrixFromRows([new Array<number>(12).fill(0.9)]);
    const picture = explainLocally(
      createLimeReference(wide, "decile"),
      { table: one, predict: sum },
      { modelVersion: "1", features: 8 },
    );
    expect(picture.weights).toHaveLength(8);
    expect(picture.weights[0]!.feature).toBe("x9");
  });

  it("refuses what it cannot do, with the reason", () => {
    expect(() => explain(strange, { features: 0 })).toThrow(/features is 0/);
    expect(() => explain(strange, { samples: 49 })).toThrow(/samples is 49/);
    expect(() => explain(training)).toThrow(/2000 rows/);
    expect(() =>
      explainLocally(
        reference,
        { table: strange, predict: () => new Float64Array(1).fill(Number.NaN) },
        { modelVersion: "1" },
      ),
    ).toThrow(/no finite number/);
    const columns = (count: number) =>
      createLimeReference(
        matrixFromRows([new Array<number>(count).fill(1), new Array<number>(count).fill(2)]),
      );
    const wide = (count: number) => matrixFromRows([new Array<number>(count).fill(1)]);
    const ask = (count: number) =>
      explainLocally(
        columns(count),
        { table: wide(count), predict: (t) => new Float64Array(t.rows) },
        { modelVersion: "1", samples: 50, samplesMax: 50 },
      );
    expect(ask(LIME_COLUMNS_MAX).r2).toBe(0);
    expect(() => ask(LIME_COLUMNS_MAX + 1)).toThrow(/columns is 513/);
  });

  it("needs no rows in the reference to answer something harmless", () => {
    const empty = createLimeReference(matrixFromRows([], ["x"]));
    const picture = explainLocally(
      empty,
      { table: matrixFromRows([[1]], ["x"]), predict: (t) => new Float64Array(t.rows) },
      { modelVersion: "1" },
    );
    expect(picture.weights[0]!.weight).toBe(0);
  });
});

describe("LIME of one row after another", () => {
  const rows = [
    strange,
    row({ size: -2, age: null, place: "office", noise: 0.1 }),
    row({ size: 0, age: 0.9, place: "elsewhere", noise: null }),
  ];
  const create = (options: Partial<LimeOptions> = {}, ask: Predict = predict) =>
    createLocalExplainer(reference, ask, { modelVersion: "1", ...options });

  it("says what LIME says of each alone, but for the noise of which rows are made up", () => {
    const picture = create({ samples: 20_000, samplesMax: 20_000 });
    for (const table of rows) {
      const alone = explain(table, { samples: 20_000, samplesMax: 20_000 });
      const together = picture.explain(table);
      expect(together.prediction).toBe(alone.prediction);
      const weightOf = new Map(alone.weights.map((weight) => [weight.condition, weight]));
      for (const { condition, weight, standardError } of together.weights) {
        const other = weightOf.get(condition)!;
        const noise = Math.hypot(standardError, other.standardError);
        expect(Math.abs(weight - other.weight)).toBeLessThan(5 * noise + 0.01);
      }
      expect(Math.abs(together.r2 - alone.r2)).toBeLessThan(0.02);
    }
  });

  it("does not depend on what was explained before, and makes up rows once", () => {
    let asked = 0;
    const counted = create({ samples: 500, samplesMax: 500 }, (table) => {
      asked += table.rows;
      return predict(table);
    });
    const explainCounted = (table: Matrix) => counted.explain(table);
    counted.prepare();
    expect(asked).toBe(500);
    const first = rows.map(explainCounted);
    expect(asked).toBe(500 + rows.length);
    expect(rows.toReversed().map(explainCounted).toReversed()).toEqual(first);
    expect(rows.map((table) => create({ samples: 500, samplesMax: 500 }).explain(table))).toEqual(first);
    const other = create({ modelVersion: "2", samples: 500, samplesMax: 500 });
    expect(other.explain(strange)).not.toEqual(first[0]);
  });

  it("takes more rows while the order is not sure, as LIME does, and no more than are allowed", () => {
    const taken = [1, 2, 3, 4].map((version) => {
      const options = { modelVersion: String(version), samples: 100, samplesMax: 400 };
      return create(options, even).explain(tied).samples;
    });
    expect(Math.max(...taken)).toBe(400);
  });
});

describe("the weights of made-up rows", () => {
  it("fall from 1 to 0.411, whatever the number of columns", () => {
    for (const width of [1, 4, 100]) {
      const weights = neighbourWeights(width, 0.75);
      expect(weights).toHaveLength(width + 1);
      expect(weights[0]).toBe(1);
      expect(weights[width]).toBeCloseTo(0.4111, 4);
    }
    expect(neighbourWeights(4, 0.75)[2]).toBeCloseTo(Math.sqrt(Math.exp(-2 / (0.75 ** 2 * 4))), 14);
  });
});

describe("made-up rows", () => {
  it("have the training shares to one row, inside the bins, and mark cells that share the row's bin", () => {
    const drawn = drawNeighbours(reference, 1000, createRng(1));
    const same = markSame(reference, drawn.bins, [2.5, 0.5, 1, 0.5]);
    const places = [...(numbersOf(drawn.table, "place") as Int32Array)];
    expect(places.filter((code) => code === 1)).toHaveLength(250);
    const ages = [...(numbersOf(drawn.table, "age") as Float64Array)];
    expect(ages.filter(Number.isNaN)).toHaveLength(100);
    expect(ages.every((age) => Number.isNaN(age) || (age >= 0 && age <= 1))).toBe(true);
    for (let i = 0; i < 1000; i++) expect((same[i]! >> 2) & 1).toBe(places[i]);
  });

  it("mark every column, beyond the bits of a word too", () => {
    const wide = createLimeReference(
      matrixFromRows(Array.from({ length: 40 }, () => Array.from({ length: 65 }, () => rng.next()))),
    );
    const own = 0.5;
    const drawn = drawNeighbours(wide, 50, createRng(2));
    const same = markSame(wide, drawn.bins, new Array<number>(65).fill(own));
    wide.columns.forEach((column, c) => {
      const values = numbersOf(drawn.table, column.name);
      const marked = Array.from({ length: 50 }, (_, i) => (same[(c >>> 5) * 50 + i]! >>> (c & 31)) & 1);
      expect(marked).toEqual(
        Array.from(values, (value) => Number(binOfCell(column, value) === binOfCell(column, own))),
      );
    });
  });
});

describe("places inside a bin", () => {
  const inverseOf = (bin: { mean: number; deviation: number; min: number; max: number }) =>
    inversesOf({
      rows: 1,
      columns: [{ kind: "numeric", name: "x", edges: [], bins: [{ share: 1, ...bin }], missingShare: 0 }],
    })[0]!;

  it("are spread as a normal distribution cut off at the bin's ends", () => {
    const inverse = inverseOf({ mean: 0, deviation: 1, min: -1, max: 2 });
    // scipy.stats.truncnorm.ppf
    const expected = [-1, -0.349641, 0.171164, 0.747441, 1.149988, 2];
    const found = [0, 0.25, 0.5, 0.75, 0.875, 1].map((share) => inverse[share * INVERSE_STEPS]!);
    for (const [at, value] of found.entries()) expect(value).toBeCloseTo(expected[at]!, 4);
  });

  it("stay inside a bin whose deviation is nothing or lost in its width", () => {
    expect(new Set(inverseOf({ mean: 3, deviation: 0, min: 3, max: 3 }).subarray(0, INVERSE_POINTS))).toEqual(
      new Set([3]),
    );
    for (const deviation of [1e-300, 1e-3, 1e300]) {
      const inverse = inverseOf({ mean: 1, deviation, min: 0, max: 1e9 }).subarray(0, INVERSE_POINTS);
      expect(inverse.every((value) => value >= 0 && value <= 1e9)).toBe(true);
    }
  });
});

describe("ridge regression on 0/1 features", () => {
  it("finds an exact linear law, and splits a doubled feature without breaking", () => {
    const sums = createSums(3);
    for (let i = 0; i < 64; i++) {
      const on = [0, 1, 2].filter((c) => (c === 2 ? i & 1 : (i >> c) & 1) === 1);
      const target = 1 + 2 * (i & 1) - 3 * ((i >> 1) & 1);
      addObservation(sums, { on: Int32Array.from(on), count: on.length, target, weight: 1 + (i % 3) });
    }
    const fit = fitRidge(sums, [0, 1], 1e-9);
    expect([fit.intercept, ...fit.coefficients]).toEqual([1, 2, -3].map((v) => expect.closeTo(v, 6)));
    expect(fit.r2).toBeCloseTo(1, 9);
    const doubled = fitRidge(sums, [0, 1, 2], 1e-9);
    expect(doubled.coefficients[0]! + doubled.coefficients[2]!).toBeCloseTo(2, 6);
  });
});
