import { describe, expect, it } from "vitest";
import { type Matrix, matrixFromRows, toFeatures } from "../learn/index.ts";
import limeRecorded from "./fixtures/lime.json" with { type: "json" };
import shapRecorded from "./fixtures/tree-shap.json" with { type: "json" };
import {
  checkAdditivity,
  contributionsOf,
  createLimeReference,
  explainIsolation,
  explainLocally,
  type Predict,
} from "./index.ts";
import { importSklearnForest } from "./sklearn-forest.suite.ts";

/** c(n) with the digits that scikit-learn uses. */
const pathLength = (rows: number): number =>
  rows <= 1 ? 0 : rows === 2 ? 1 : 2 * (Math.log(rows - 1) + 0.5772156649015329) - (2 * (rows - 1)) / rows;

/** scikit-learn compares 32-bit floats. */
const rows = matrixFromRows(shapRecorded.rows.map((row) => row.map(Math.fround)));
const largestError = (own: ArrayLike<number>, wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, at) => Math.abs(value - own[at]!)));

describe("shap's TreeExplainer, recorded", () => {
  it("gives the same values for an isolation forest, and they add up to its scores", () => {
    const { trees, sample, base, values, scores } = shapRecorded.isolation;
    const forest = importSklearnForest(
      trees,
      5,
      (tree, node, depth) => depth + pathLength(tree.samples[node]!),
    );
    const model = {
      forest,
      features: toFeatures(rows),
      normalPath: pathLength(sample),
      params: { scoring: "depth" },
    };
    const explained = contributionsOf(model, rows);
    checkAdditivity(explained);
    expect(explained.base).toBeCloseTo(base, 6);
    expect(largestError(explained.values, values.flat())).toBeLessThan(1e-6);
    const bits = explainIsolation(model, rows);
    expect(
      largestError(
        bits.outputs.map((output) => 2 ** output),
        scores,
      ),
    ).toBeLessThan(1e-9);
  });

  it("gives the same values for the probability of a random forest", () => {
    const { trees, base, values, scores } = shapRecorded.classifier;
    const forest = importSklearnForest(trees, 5, (tree, node) => tree.value[node]!);
    const explained = contributionsOf({ forest, features: toFeatures(rows) }, rows);
    checkAdditivity(explained);
    expect(explained.base).toBeCloseTo(base, 6);
    expect(largestError(explained.outputs, scores)).toBeLessThan(1e-12);
    expect(largestError(explained.values, values.flat())).toBeLessThan(1e-6);
  });
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The functions of the script that recorded lime's weights. */
const MODELS: Readonly<Record<string, (x: readonly number[]) => number>> = {
  linear: ([a, , c, d]) => 3 * a! + 1.2 * c! - 0.4 * d!,
  logistic: ([a, b, c]) => sigmoid(2 * a! - 1.5 * b! + 0.25 * c!),
  steps: ([, , c, d, e, f]) =>
    4 * Number(c! > 7.5) + 2 * Number(d! < 0) + Number(e! >= 12) + 0.4 * Number(f! > 0),
  product: ([a, , c, d]) => a! * d! + 0.5 * c!,
  distance: ([a, , , d, e]) => Math.sqrt(a! ** 2 + (d! / 3) ** 2 + 0.02 * (e! - 12) ** 2),
};

describe("lime's local weights, recorded", () => {
  const { names, training, cases } = limeRecorded;
  const reference = createLimeReference(matrixFromRows(training, names));

  it.each(cases)("come in the same order for the $model model", ({ model, row, weights }) => {
    const predict: Predict = (table: Matrix) =>
      Float64Array.from({ length: table.rows }, (_, i) =>
        MODELS[model]!(
          table.columns.map((column) => (column.kind === "numeric" ? column.values[i]! : Number.NaN)),
        ),
      );
    const picture = explainLocally(
      reference,
      { table: matrixFromRows([row], names), predict },
      { modelVersion: "1", samples: 20_000 },
    );
    const largest = Math.max(...weights.map(Math.abs));
    // Weights below a twentieth of the largest are noise in lime, and have no order.
    const wanted = names
      .filter((_, c) => Math.abs(weights[c]!) > largest / 20)
      .sort((a, b) => Math.abs(weights[names.indexOf(b)]!) - Math.abs(weights[names.indexOf(a)]!));
    expect(picture.weights.slice(0, wanted.length).map(({ feature }) => feature)).toEqual(wanted);
    for (const { feature, weight } of picture.weights) {
      expect(Math.abs(weight - weights[names.indexOf(feature)]!)).toBeLessThan(0.06 * largest);
    }
  });
});
