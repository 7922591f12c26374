import { describe, expect, it } from "vitest";
import pathLengthRecorded from "../../src/learn/fixtures/path-length.json" with { type: "json" };
import qualityRecorded from "../../src/learn/fixtures/quality.json" with { type: "json" };
import {
  isolationForest,
  matrixFromRows,
  oneClassSvm,
  pathLengths,
  randomForest,
  rocArea,
} from "../../src/learn/index.ts";

describe("expected path lengths against scikit-learn's and the exact ones", () => {
  const { sizes, sklearn, exact } = pathLengthRecorded;
  const largest = Math.max(...sizes);
  it("agree to the last digits", () => {
    sizes.forEach((size, at) => {
      expect(pathLengths(largest, "sklearn")[size]).toBeCloseTo(sklearn[at]!, 8);
      expect(pathLengths(largest, "exact")[size]).toBeCloseTo(exact[at]!, 12);
    });
  });
});

const SEEDS = [0, 1, 2, 3, 4];

type Areas = (rows: readonly number[][], strange: readonly number[]) => Promise<readonly number[]>;
const AREAS: Readonly<Record<"isolation-forest" | "one-class-svm" | "random-forest", Areas>> = {
  "isolation-forest": (rows, strange) => {
    const table = matrixFromRows(rows);
    return Promise.all(
      SEEDS.map(async (seed) => {
        const fitted = await isolationForest.fit({ profile: "classic", trees: 250 }, table, { seed });
        return rocArea(strange, isolationForest.score(fitted, table))!;
      }),
    );
  },
  "one-class-svm": async (rows, strange) => {
    const table = matrixFromRows(rows);
    const fitted = await oneClassSvm.fit({ nu: 0.5 }, table, { seed: 0 });
    return [rocArea(strange, oneClassSvm.score(fitted, table))!];
  },
  "random-forest": (rows, strange) => {
    const half = (from: number) => rows.filter((_, row) => row % 2 === from);
    const truth = (from: number) => strange.filter((_, row) => row % 2 === from);
    const labels = { codes: Int32Array.from(truth(0)), classes: ["usual", "strange"] };
    return Promise.all(
      SEEDS.map(async (seed) => {
        const fitted = await randomForest.fit({ trees: 100 }, matrixFromRows(half(0)), { seed, labels });
        return rocArea(truth(1), randomForest.score(fitted, matrixFromRows(half(1))))!;
      }),
    );
  },
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1),
  );
}

describe.each(qualityRecorded.sets)(
  "areas on the $name set against scikit-learn's",
  ({ rows, strange, areas }) => {
    it.each(["isolation-forest", "one-class-svm", "random-forest"] as const)("%s", async (estimator) => {
      const recorded = areas[estimator];
      const own = await AREAS[estimator](rows, strange);
      const difference = meanOf(own) - meanOf(recorded);
      const allowed = 2 * Math.max(deviationOf(recorded), deviationOf(own)) + 0.002;
      expect(difference).toBeGreaterThanOrEqual(-allowed);
      // Trees that split on histograms are another algorithm and may do better; the other two are the same one.
      if (estimator !== "random-forest") expect(difference).toBeLessThanOrEqual(allowed);
    });
  },
);
