import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "./bootstrap.ts";
import {
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  matthewsCorrelation,
  toVerdicts,
} from "./classification.ts";
import { brierScore, calibrationCurve, calibrationError, logLoss } from "./probability.ts";
import { averagePrecision, precisionAt, precisionRecallCurve, rocArea, rocCurve } from "./ranking.ts";

const TRUTH = [0, 0, 1, 1, 0, 1, 0, 1, 0, 0];
const SCORES = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.2, 0.9, 0.05, 0.8);
const CLASSES = ["usual", "strange"];

describe("ranking", () => {
  it("agrees with scikit-learn on areas with tied scores", () => {
    expect(rocArea(TRUTH, SCORES)).toBeCloseTo(0.7708333, 7);
    expect(averagePrecision(TRUTH, SCORES)).toBeCloseTo(0.6845238, 7);
  });

  it("gives curves whose trapezoids and steps are the areas", () => {
    const { points, area } = rocCurve(TRUTH, SCORES);
    const trapezoids = points.slice(1).reduce((sum, point, at) => {
      const before = points[at]!;
      const width = point.falsePositiveRate - before.falsePositiveRate;
      return sum + (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
    }, 0);
    expect(trapezoids).toBeCloseTo(area ?? Number.NaN, 12);
    const curve = precisionRecallCurve(TRUTH, SCORES);
    const steps = curve.points.reduce(
      (sum, point, at) => sum + (point.recall - (curve.points[at - 1]?.recall ?? 0)) * point.precision,
      0,
    );
    expect(steps).toBeCloseTo(curve.averagePrecision ?? Number.NaN, 12);
    expect(points[0]).toEqual({
      threshold: Number.POSITIVE_INFINITY,
      falsePositiveRate: 0,
      truePositiveRate: 0,
    });
  });

  it("says null where one kind of rows is absent", () => {
    expect(rocArea([1, 1], Float64Array.of(0.1, 0.2))).toBeNull();
    expect(rocArea([0, 0], Float64Array.of(0.1, 0.2))).toBeNull();
    expect(averagePrecision([0, 0], Float64Array.of(0.1, 0.2))).toBeNull();
    expect(rocArea([], new Float64Array())).toBeNull();
  });

  it("shares the k-th place among equal scores", () => {
    expect(precisionAt(TRUTH, SCORES, 1)).toEqual({ precision: 1, recall: 0.25 });
    expect(precisionAt(TRUTH, SCORES, 2)).toEqual({ precision: 0.75, recall: 0.375 });
    expect(precisionAt(TRUTH, SCORES, 3).precision).toBeCloseTo(2 / 3, 12);
    expect(precisionAt(TRUTH, SCORES, 100)).toEqual({ precision: 0.4, recall: 1 });
    expect(precisionAt([0], Float64Array.of(1), 1)).toEqual({ precision: 0, recall: null });
  });

  it("refuses truths that are no 0 or 1 and scores that are no number", () => {
    expect(() => rocArea([2], Float64Array.of(1))).toThrow(/Row 0 has truth 2/);
    expect(() => rocArea([1], Float64Array.of(Number.NaN))).toThrow(/score NaN/);
    expect(() => rocArea([1, 0], Float64Array.of(1))).toThrow(/The truth has 2 values/);
  });
});

describe("classification", () => {
  const answers = { truth: TRUTH, predicted: toVerdicts(SCORES, 0.4), classes: CLASSES };

  it("prints the report as scikit-learn does", () => {
    const report = classificationReport({
      truth: [0, 1, 2, 2, 2],
      predicted: [0, 0, 2, 2, 1],
      classes: ["class 0", "class 1", "class 2"],
    });
    expect(formatClassificationReport(report)).toBe(
      [
        "              precision    recall  f1-score   support",
        "",
        "     class 0       0.50      1.00      0.67         1",
        "     class 1       0.00      0.00      0.00         1",
        "     class 2       1.00      0.67      0.80         3",
        "",
        "    accuracy                           0.60         5",
        "   macro avg       0.50      0.56      0.49         5",
        "weighted avg       0.70      0.60      0.61         5",
        "",
      ].join("\n"),
    );
  });

  it("rounds ties to even, as Python prints them", () => {
    const truth = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    const predicted = [1, 0, 0, 0, 0, 0, 0, 0, 0];
    const report = classificationReport({ truth, predicted, classes: CLASSES });
    expect(report.classes[1]?.recall).toBe(0.125);
    expect(formatClassificationReport(report)).toContain("strange       1.00      0.12      0.22         8");
  });

  it("widens the first column to the longest name", () => {
    const name = "a class of a long name";
    const report = classificationReport({ truth: [0, 1], predicted: [0, 1], classes: [name, "b"] });
    const lines = formatClassificationReport(report).split("\n");
    expect(lines[2]).toBe(`${name}       1.00      1.00      1.00         1`);
    expect(lines[0]?.length).toBe(lines[2]?.length);
  });

  it("counts the confusion matrix and its correlation", () => {
    expect(confusionMatrix(answers)).toEqual([
      [3, 3],
      [1, 3],
    ]);
    expect(matthewsCorrelation(answers)).toBeCloseTo(0.25, 10);
    expect(matthewsCorrelation({ truth: [0, 1], predicted: [0, 0], classes: CLASSES })).toBe(0);
    expect(() => confusionMatrix({ truth: [0], predicted: [2], classes: CLASSES })).toThrow(/code 2/);
  });

  it("answers labels of one class with zeros for the other", () => {
    const report = classificationReport({ truth: [0, 0], predicted: [0, 0], classes: CLASSES });
    expect(report.classes[1]).toEqual({ name: "strange", precision: 0, recall: 0, f1: 0, support: 0 });
    expect(report.accuracy).toBe(1);
    expect(report.weighted.f1).toBe(1);
  });
});

describe("probability", () => {
  it("agrees with scikit-learn on Brier score and log-loss", () => {
    expect(brierScore(TRUTH, SCORES)).toBeCloseTo(0.1845, 10);
    expect(logLoss(TRUTH, SCORES)).toBeCloseTo(0.5305503, 7);
  });

  it("stays finite on a certain error", () => {
    expect(logLoss([1], Float64Array.of(0))).toBeCloseTo(36.04, 1);
  });

  it("sets what was said against what happened", () => {
    const bins = calibrationCurve(TRUTH, SCORES, { bins: 2 });
    expect(bins.map(({ rows }) => rows)).toEqual([7, 3]);
    expect(bins[1]?.said).toBeCloseTo(2.5 / 3, 12);
    expect(bins[1]?.happened).toBeCloseTo(2 / 3, 12);
    expect(calibrationError(bins)).toBeGreaterThan(0);
    const even = calibrationCurve(TRUTH, SCORES, { bins: 5, strategy: "quantile" });
    expect(even.reduce((sum, bin) => sum + bin.rows, 0)).toBe(10);
    expect(calibrationError([{ said: 0.5, happened: 0.5, rows: 4 }])).toBe(0);
  });
});

describe("bootstrapInterval", () => {
  const area = (rows: Int32Array): number | null =>
    rocArea(
      Array.from(rows, (row) => TRUTH[row]!),
      Float64Array.from(rows, (row) => SCORES[row]!),
    );

  it("spans the estimate, the same for the same seed", () => {
    const interval = bootstrapInterval(area, { rows: 10, seed: 1, draws: 400 });
    expect(interval.low).toBeLessThan(0.7708);
    expect(interval.high).toBeGreaterThan(0.7709);
    expect(bootstrapInterval(area, { rows: 10, seed: 1, draws: 400 })).toEqual(interval);
  });

  it("draws groups whole: with copies of one row in a group, the interval does not shrink", () => {
    const values = Float64Array.from({ length: 400 }, (_, row) => row % 8);
    const mean = (rows: Int32Array): number => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
    const width = (groups?: Int32Array): number => {
      const options = { rows: 400, seed: 2, draws: 300 };
      const interval = bootstrapInterval(mean, groups === undefined ? options : { ...options, groups });
      return (interval.high ?? 0) - (interval.low ?? 0);
    };
    const byValue = Int32Array.from(values);
    expect(width(byValue)).toBeGreaterThan(4 * width());
  });

  it("gives nulls for no rows, and for a statistic that is never defined", () => {
    expect(bootstrapInterval(area, { rows: 0, seed: 1 })).toMatchObject({
      estimate: null,
      low: null,
      draws: 0,
    });
    expect(bootstrapInterval(() => null, { rows: 3, seed: 1, draws: 5 })).toMatchObject({
      low: null,
      draws: 0,
    });
  });
});
