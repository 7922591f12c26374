import { describe, expect, it } from "vitest";
import { isolationForest } from "../isolation-forest/isolation-forest.ts";
import { toLabels } from "../labels.ts";
import { createMatrix, matrixFromRows } from "../matrix.ts";
import { oneClassSvm } from "../one-class-svm/one-class-svm.ts";
import { plantOutliers } from "../planted.suite.ts";
import { classProbabilities } from "../random-forest/model.ts";
import { randomForest } from "../random-forest/random-forest.ts";
import { createRowScorer } from "./row-scorer.ts";

const { table } = plantOutliers({ rows: 1_000, columns: 6, strangeShare: 0.05, seed: 3 });
const ROWS = Float64Array.from({ length: table.rows * 6 }, (_, at) => {
  const column = table.columns[at % 6]!;
  return column.kind === "numeric" ? column.values[Math.floor(at / 6)]! : 0;
});

const scoreRows = (score: (row: Float64Array, offset: number) => number): Float64Array =>
  Float64Array.from({ length: table.rows }, (_, row) => score(ROWS, 6 * row));

describe("row scorer", () => {
  it("walks forests of every shape as a table's walk does, any number of trees", async () => {
    for (const profile of ["classic", "standard", "deep"] as const) {
      for (const trees of [1, 3, 4, 101]) {
        const fitted = await isolationForest.fit({ profile, trees }, table, { seed: trees });
        expect(scoreRows(createRowScorer(fitted))).toEqual(isolationForest.score(fitted, table));
      }
    }
  });

  it("gives the probability of the positive class, of two classes and of more", async () => {
    const names = Array.from({ length: table.rows }, (_, row) => ["a", "b", "c"][row % 3]!);
    for (const positive of ["a", "b", "c"]) {
      const fitted = await randomForest.fit({ trees: 7, positive }, table, {
        seed: 1,
        labels: toLabels(names),
      });
      const probabilities = classProbabilities(fitted, table);
      const place = fitted.classes.indexOf(positive);
      expect(createRowScorer(fitted)(ROWS, 6)).toBe(probabilities[3 + place]);
      expect(scoreRows(createRowScorer(fitted))).toEqual(randomForest.score(fitted, table));
    }
    const two = toLabels(names.map((name) => (name === "a" ? "a" : "b")));
    for (const positive of ["a", "b"]) {
      const fitted = await randomForest.fit({ trees: 7, positive }, table, { seed: 1, labels: two });
      expect(scoreRows(createRowScorer(fitted))).toEqual(randomForest.score(fitted, table));
    }
  });

  it("gives what both methods of the one-class SVM give", async () => {
    for (const method of ["exact", "approximate"] as const) {
      const fitted = await oneClassSvm.fit({ method }, table, { seed: 1 });
      expect(scoreRows(createRowScorer(fitted))).toEqual(oneClassSvm.score(fitted, table));
    }
  });

  it("scores on after a row that it refused", async () => {
    const places = createMatrix([
      ...matrixFromRows([[1], [2], [3]], ["x"]).columns,
      { kind: "categorical", name: "place", codes: Int32Array.of(0, 1, 0), categories: ["eu", "us"] },
    ]);
    const score = createRowScorer(await isolationForest.fit({ trees: 5 }, places, { seed: 1 }));
    const usual = score(Float64Array.of(2, 1), 0);
    expect(() => score(Float64Array.of(2, 1), 1)).toThrow(/The row has 1 values, but 2 are needed/);
    expect(() => score(Float64Array.of(2, 1), -1)).toThrow(/The row has 3 values/);
    expect(() => score(Float64Array.of(Number.NEGATIVE_INFINITY, 1), 0)).toThrow(
      /x holds an infinite number/,
    );
    for (const code of [2, -3, 0.5, Number.NaN]) {
      expect(() => score(Float64Array.of(2, code), 0)).toThrow(/place holds category code/);
    }
    for (const code of [-1, -2]) expect(score(Float64Array.of(2, code), 0)).toBeGreaterThan(0);
    expect(score(Float64Array.of(2, 1), 0)).toBe(usual);
  });
});
