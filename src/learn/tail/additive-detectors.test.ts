import { describe, expect, it } from "vitest";
import { describeEstimator } from "../estimator.suite.ts";
import { histogramDetector } from "../histogram/histogram-detector.ts";
import { matrixFromRecords, matrixFromRows } from "../matrix.ts";
import { tailContributions, tailDetector } from "./tail-detector.ts";

for (const params of [{}, { points: 64 }]) {
  describeEstimator({
    name: `Tail detector ${JSON.stringify(params)}`,
    estimator: tailDetector,
    params,
    withLabels: (options) => options,
    kind: "detector",
    areaMin: 0.96,
  });
}

describeEstimator({
  name: "Histogram detector",
  estimator: histogramDetector,
  params: {},
  withLabels: (options) => options,
  kind: "detector",
  areaMin: 0.97,
});

describe("tail detector", () => {
  it("adds up minus the logarithm of the tail's share", async () => {
    const table = matrixFromRows([[1], [2], [3], [3], [10]]);
    const fitted = await tailDetector.fit({}, table, { seed: 0 });
    // Skewed to the right, so the right tail counts where it is the longer one: 10 is the only one of 5 (+1).
    const [most] = tailContributions(fitted, matrixFromRows([[10]]));
    expect(most).toBeCloseTo(-Math.log(2 / 6), 12);
    const [beyond] = tailContributions(fitted, matrixFromRows([[11]]));
    expect(beyond).toBeCloseTo(-Math.log(1 / 6), 12);
    const [tied] = tailContributions(fitted, matrixFromRows([[3]]));
    expect(tied).toBeCloseTo(-Math.log(4 / 6), 12);
    const [between] = tailContributions(fitted, matrixFromRows([[2.5]]));
    expect(between).toBeCloseTo(Math.max(-Math.log(4 / 6), -Math.log(3 / 6)), 12);
  });

  it("splits a row's surprise among its columns", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => [at, (at * 37) % 100]);
    const fitted = await tailDetector.fit({}, matrixFromRows(rows), { seed: 0 });
    const [usual, strange] = tailContributions(fitted, matrixFromRows([[50, 1000]]));
    expect(strange).toBeGreaterThan(4);
    expect(usual).toBeLessThan(1);
  });

  it("finds a rare category more surprising than a common one, and an unseen one most", async () => {
    const records = Array.from({ length: 50 }, (_, at) => ({ tool: at === 0 ? "odd" : "usual" }));
    const table = matrixFromRecords(records);
    for (const fitted of [
      await tailDetector.fit({}, table, { seed: 0 }),
      await histogramDetector.fit({}, table, { seed: 0 }),
    ]) {
      const asked = matrixFromRecords([
        { tool: "usual" },
        { tool: "odd" },
        { tool: "toString" },
        { tool: null },
      ]);
      const scores =
        fitted.kind === "tail-detector"
          ? tailDetector.score(fitted, asked)
          : histogramDetector.score(fitted, asked);
      expect(scores[0]).toBeLessThan(scores[1]!);
      expect(scores[1]).toBeLessThan(scores[2]!);
      expect(scores[3]).toBe(0);
    }
  });

  it("counts a row of weight three like three rows", async () => {
    const once = matrixFromRows([[1], [2], [5]]);
    const thrice = matrixFromRows([[1], [2], [5], [5], [5]]);
    const weighted = await tailDetector.fit({}, once, { seed: 0, rowWeights: Float64Array.of(1, 1, 3) });
    const repeated = await tailDetector.fit({}, thrice, { seed: 0 });
    expect(weighted.columns).toEqual(repeated.columns);
  });
});

describe("histogram detector", () => {
  it("sees the gap between two clusters, which tails do not", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => [at < 50 ? at / 100 : 9 + at / 100]);
    const fitted = await histogramDetector.fit({}, matrixFromRows(rows), { seed: 0 });
    const scores = histogramDetector.score(fitted, matrixFromRows([[0.2], [5], [9.7]]));
    expect(scores[1]).toBeGreaterThan(scores[0]! + 0.5);
    expect(scores[1]).toBeGreaterThan(scores[2]! + 0.5);
  });
});
