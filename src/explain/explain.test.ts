import { describe, expect, it } from "vitest";
import { createRng } from "../domain/index.ts";
import {
  classProbabilities,
  createMatrix,
  isolationForest,
  matrixFromRows,
  randomForest,
  selectRows,
} from "../learn/index.ts";
import {
  checkAdditivity,
  compareExplanations,
  createLimeReference,
  explainClass,
  explainIsolation,
  explainLocally,
  groupByField,
  interactionsOf,
  meanContributions,
  permutationImportances,
} from "./index.ts";

const rng = createRng(12);
const rows = 300;
const numbers = (make: (i: number) => number) => Float64Array.from({ length: rows }, (_, i) => make(i));
const table = createMatrix([
  { kind: "numeric", name: "a", values: numbers((i) => rng.nextNormal() + (i === 0 ? 9 : 0)) },
  { kind: "numeric", name: "b", values: numbers((i) => (i % 9 === 1 ? Number.NaN : rng.nextNormal())) },
  { kind: "numeric", name: "c", values: numbers(() => rng.next()) },
  {
    kind: "categorical",
    name: "place",
    codes: Int32Array.from({ length: rows }, (_, i) => (i % 50 === 0 ? -1 : i % 3)),
    categories: ["x", "y", "z"],
  },
]);
const [a] = table.columns;
const aboveHalf = Int32Array.from({ length: rows }, (_, i) =>
  a!.kind === "numeric" ? Number(a!.values[i]! > 0.5) : 0,
);

describe("explaining an isolation forest", () => {
  it.each(["classic", "standard", "deep"] as const)(
    "adds up to the score that the %s forest gives",
    async (profile) => {
      const fitted = await isolationForest.fit({ profile, trees: 10 }, table, { seed: 1 });
      const explained = explainIsolation(fitted, table);
      checkAdditivity(explained);
      isolationForest.score(fitted, table).forEach((score, row) => {
        const values = explained.values.subarray(row * 4, row * 4 + 4);
        const bits = values.reduce((sum, value) => sum + value, explained.base);
        expect(2 ** bits).toBeCloseTo(score, 12);
      });
      // The first row is strange by its `a`, and more is stranger.
      expect(explained.values[0]).toBeGreaterThan(0.1);
      expect(Math.max(...explained.values.subarray(0, 4))).toBe(explained.values[0]);
    },
  );

  it("explains densities as odds", async () => {
    const fitted = await isolationForest.fit({ scoring: "density", trees: 5 }, table, { seed: 1 });
    const explained = explainIsolation(fitted, table);
    checkAdditivity(explained);
    const score = isolationForest.score(fitted, table)[5]!;
    expect(explained.unit).toBe("log2-odds");
    expect(explained.outputs[5]).toBeCloseTo(Math.log2(score / (1 - score)), 9);
  });

  it("has nothing to say about a forest of one row, and refuses oblique splits", async () => {
    const one = await isolationForest.fit({}, matrixFromRows([[1, 2]]), { seed: 1 });
    expect([...explainIsolation(one, matrixFromRows([[5, 5]])).values].map(Math.abs)).toEqual([0, 0]);
    const oblique = await isolationForest.fit({ ndim: 2, trees: 5 }, table, { seed: 1 });
    expect(() => explainIsolation(oblique, table)).toThrow(/several columns at once/);
  });
});

describe("explaining a random forest", () => {
  it("adds up to the probability of each of two and of three classes", async () => {
    const place = table.columns[3]!;
    const three = Int32Array.from(aboveHalf, (above, i) =>
      above === 1 ? 2 : Number(place.kind === "categorical" && place.codes[i] === 1),
    );
    for (const labels of [
      { codes: aboveHalf, classes: ["low", "high"] },
      { codes: three, classes: ["p", "q", "r"] },
    ]) {
      const fitted = await randomForest.fit({ trees: 20 }, table, { seed: 3, labels });
      const probabilities = classProbabilities(fitted, table);
      labels.classes.forEach((_, classAt) => {
        const explained = explainClass(fitted, table, { classAt });
        checkAdditivity(explained);
        explained.outputs.forEach((output, row) => {
          expect(output).toBeCloseTo(probabilities[row * labels.classes.length + classAt]!, 12);
        });
      });
      expect(meanContributions(explainClass(fitted, table)).get("a")).toBeGreaterThan(0.05);
      expect(() => explainClass(fitted, table, { classAt: 3 })).toThrow(/no output 3/);
    }
  });

  it("agrees with permutation about what matters, and with LIME about one row", async () => {
    const labels = { codes: aboveHalf, classes: ["low", "high"] };
    const fitted = await randomForest.fit({ trees: 30 }, table, { seed: 3, labels });
    const predict = (t: typeof table) => randomForest.score(fitted, t);
    const quality = (scores: Float64Array) =>
      scores.reduce((right, score, i) => right + Number((score > 0.5 ? 1 : 0) === aboveHalf[i]), 0) / rows;
    const losses = permutationImportances({ table, predict, quality }, { seed: 1, repeats: 3 });
    expect(losses.map(({ feature }) => feature)).toEqual(["a", "b", "c", "place"]);
    expect(losses[0]!.loss).toBeGreaterThan(0.2);
    expect(Math.abs(losses[2]!.loss)).toBeLessThan(0.05);
    expect(permutationImportances({ table, predict, quality }, { seed: 1, repeats: 3 })).toEqual(losses);
    const row = selectRows(table, [0]);
    const local = explainLocally(createLimeReference(table), { table: row, predict }, { modelVersion: "1" });
    const agreement = compareExplanations(explainClass(fitted, row), 0, local);
    expect(local.weights[0]!.feature).toBe("a");
    expect(agreement.topOverlap).toBe(1);
    expect(agreement.contradictions).not.toContain("a");
    const turned = {
      ...local,
      weights: local.weights.map((weight) => ({ ...weight, weight: -weight.weight })),
    };
    expect(compareExplanations(explainClass(fitted, row), 0, turned).sentence).toMatch(
      /contradict each other on a/,
    );
  });

  it("has interactions that add up as well", async () => {
    const labels = { codes: aboveHalf, classes: ["low", "high"] };
    const fitted = await randomForest.fit({ trees: 5 }, table, { seed: 3, labels });
    const some = selectRows(table, [0, 1, 50]);
    const { pairs, values } = interactionsOf(fitted, some);
    values.forEach((value, at) => {
      expect(pairs.subarray(at * 4, at * 4 + 4).reduce((sum, pair) => sum + pair, 0)).toBeCloseTo(value, 12);
    });
  });
});

describe("fields", () => {
  it("add up the contributions of their columns", async () => {
    const fitted = await isolationForest.fit({ trees: 10 }, table, { seed: 1 });
    const explained = explainIsolation(fitted, selectRows(table, [0, 1]));
    const grouped = groupByField(
      explained,
      new Map([
        ["letters", ["a", "c"]],
        ["absent", ["zz"]],
      ]),
    );
    expect(grouped.features).toEqual(["letters", "b", "place"]);
    expect(grouped.values[0]).toBe(explained.values[0]! + explained.values[2]!);
    checkAdditivity(grouped);
    const twice = new Map([
      ["one", ["a"]],
      ["two", ["a"]],
    ]);
    expect(() => groupByField(explained, twice)).toThrow(/two fields, one and two/);
  });
});
