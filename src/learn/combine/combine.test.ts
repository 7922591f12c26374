import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { calibrate, fitIsotonic, fitLogistic } from "./calibration.ts";
import {
  combineBits,
  erf,
  findConsensus,
  fitGaussianScale,
  mergeScores,
  rankScores,
  scaleGaussian,
} from "./combine.ts";
import { fitEmpiricalTail, TAIL_SCORES_MAX, tailBits, tailProbability } from "./empirical-tail.ts";

const TRUTH = [0, 0, 1, 1, 0, 1, 0, 1, 0, 0];
const SCORES = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.2, 0.9, 0.05, 0.8);

describe("isotonic calibration", () => {
  it("agrees with scikit-learn", () => {
    const calibration = fitIsotonic(TRUTH, SCORES);
    const asked = [0.05, 0.1, 0.2, 0.35, 0.4, 0.8, 0.9];
    expect(asked.map((score) => calibrate(calibration, score))).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 1]);
  });

  it("never falls, joins its steps by lines and keeps its ends", () => {
    const rng = createRng(4);
    const scores = Float64Array.from({ length: 300 }, () => rng.next());
    const truth = Array.from(scores, (score) => (rng.next() < score ** 2 ? 1 : 0));
    const calibration = fitIsotonic(truth, scores);
    let before = -1;
    for (let score = -0.1; score < 1.2; score += 0.01) {
      const probability = calibrate(calibration, score);
      expect(probability).toBeGreaterThanOrEqual(before);
      before = probability;
    }
    expect(calibrate(calibration, 0.5)).toBeGreaterThan(0.1);
    expect(calibrate(calibration, 0.5)).toBeLessThan(0.45);
  });
});

describe("logistic calibration", () => {
  it("finds the law that made the truths", () => {
    const rng = createRng(5);
    const scores = Float64Array.from({ length: 20_000 }, () => rng.next());
    const truth = Array.from(scores, (score) => (rng.next() < 1 / (1 + Math.exp(3 - 6 * score)) ? 1 : 0));
    const calibration = fitLogistic(truth, scores);
    expect(calibration.kind === "logistic" && calibration.slope).toBeCloseTo(6, 0);
    expect(calibrate(calibration, 0.5)).toBeCloseTo(0.5, 1);
  });

  it("stays finite where the truths are wholly separable, of one class, or the scores constant", () => {
    const separable = fitLogistic([0, 0, 1, 1], Float64Array.of(0, 0.1, 0.9, 1));
    expect(calibrate(separable, 1)).toBeGreaterThan(0.6);
    expect(calibrate(separable, 1)).toBeLessThan(1);
    const oneClass = fitLogistic([1, 1], Float64Array.of(0.2, 0.4));
    expect(calibrate(oneClass, 0.3)).toBeGreaterThan(0.5);
    const constant = fitLogistic([0, 1, 1, 1], Float64Array.of(0.5, 0.5, 0.5, 0.5));
    expect(calibrate(constant, 0.5)).toBeCloseTo((3 * 0.8 + 1 / 3) / 4, 6);
  });
});

describe("empirical tail", () => {
  it("gives (1 + at least) / (n + 1), exactly at and between the scores", () => {
    const tail = fitEmpiricalTail(Float64Array.of(1, 2, 2, 3));
    expect([0, 1, 1.5, 2, 2.5, 3, 4].map((score) => 5 * tailProbability(tail, score))).toEqual([
      5, 5, 4, 4, 2, 2, 1,
    ]);
    expect(tailBits(tail, 4)).toBeCloseTo(Math.log2(5), 12);
    expect(tailBits(tail, 0)).toBe(0);
  });

  it("keeps a bounded number of a large reference's scores and never calls a score rarer than it is", () => {
    const rng = createRng(6);
    const reference = Float64Array.from({ length: 50_000 }, () => rng.next());
    const tail = fitEmpiricalTail(reference);
    expect(tail.scores.length).toBeLessThanOrEqual(2 * TAIL_SCORES_MAX + 1);
    for (let at = 0; at < 200; at++) {
      const score = rng.next();
      const exact = (1 + reference.filter((one) => one >= score).length) / 50_001;
      const said = tailProbability(tail, score);
      expect(said).toBeGreaterThanOrEqual(exact);
      expect(said - exact).toBeLessThan(0.001);
    }
    const high = reference.toSorted()[49_000]!;
    expect(tailProbability(tail, high)).toBe(1001 / 50_001);
  });

  it("knows nothing without a reference", () => {
    expect(tailProbability(fitEmpiricalTail(new Float64Array()), 0.9)).toBe(1);
  });
});

describe("combination", () => {
  it("ranks with equal scores sharing their mean rank", () => {
    expect(rankScores(Float64Array.of(5, 1, 5, 9))).toEqual(Float64Array.of(0.625, 0.25, 0.625, 1));
  });

  it("merges by the greatest or the mean", () => {
    const detectors = [Float64Array.of(0.2, 0.9), Float64Array.of(0.6, 0.1)];
    expect(mergeScores(detectors, "max")).toEqual(Float64Array.of(0.6, 0.9));
    expect(mergeScores(detectors, "mean")).toEqual(Float64Array.of(0.4, 0.5));
    expect(() => mergeScores([...detectors, Float64Array.of(1)], "max")).toThrow(/1 values, but 2/);
  });

  it("finds what k of n detectors agree on, at the threshold itself", () => {
    const detectors = [
      { scores: Float64Array.of(0.5, 0.9, 0.9), threshold: 0.5 },
      { scores: Float64Array.of(0.4, 0.3, 0.9), threshold: 0.4 },
      { scores: Float64Array.of(0, 0, 0.9), threshold: 0.9 },
    ];
    expect([...findConsensus(detectors, 1)]).toEqual([1, 1, 1]);
    expect([...findConsensus(detectors, 2)]).toEqual([1, 0, 1]);
    expect([...findConsensus(detectors, 3)]).toEqual([0, 0, 1]);
    expect(() => findConsensus(detectors, 4)).toThrow(/needed is 4/);
  });

  it("adds a capped part of further bits to the greatest", () => {
    expect(combineBits([])).toBe(0);
    expect(combineBits([8])).toBe(8);
    expect(combineBits([8, 4, 4])).toBe(10);
    expect(combineBits([8, ...new Array<number>(50).fill(7)])).toBe(12);
  });

  it("scales by median and median deviation, blind to a few extremes", () => {
    const usual = Array.from({ length: 99 }, (_, at) => at);
    const scaled = fitGaussianScale(Float64Array.from([...usual, 1e9]));
    expect(scaled.centre).toBe(49.5);
    expect(scaled.width).toBeCloseTo(1.4826 * 25, 6);
    expect(scaleGaussian(scaled, 49.5)).toBe(0);
    expect(scaleGaussian(scaled, 0)).toBe(0);
    expect(scaleGaussian(scaled, scaled.centre + 1.959964 * scaled.width)).toBeCloseTo(0.95, 6);
    expect(scaleGaussian({ centre: 1, width: 0 }, 1)).toBe(0);
    expect(scaleGaussian({ centre: 1, width: 0 }, 1.1)).toBe(1);
  });

  it("computes the error function to thirteen digits", () => {
    const known = [
      [0, 0],
      [0.5, 0.5204998778130465],
      [1, 0.8427007929497149],
      [2.4, 0.9993114861033549],
      [2.6, 0.999763965583471],
      [4, 0.9999999845827421],
      [7, 1],
    ] as const;
    for (const [x, value] of known) {
      expect(erf(x)).toBeCloseTo(value, 13);
      expect(erf(-x)).toBeCloseTo(-value, 13);
    }
  });
});
