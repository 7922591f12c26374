import { describe, expect, it } from "vitest";
import { quantileOfSorted, thresholdAt } from "./threshold.ts";

const SCORES = Float64Array.of(0.9, 0.1, 0.5, 0.5, 0.3);
const countFrom = (threshold: number): number => SCORES.filter((score) => score >= threshold).length;

describe("thresholdAt", () => {
  it("never lets more rows through than the budget, ties or not", () => {
    for (let rows = 0; rows <= 6; rows++) {
      const threshold = thresholdAt(SCORES, { kind: "budget", rows });
      expect(countFrom(threshold)).toBeLessThanOrEqual(rows);
    }
    expect(thresholdAt(SCORES, { kind: "budget", rows: 1 })).toBe(0.9);
    expect(thresholdAt(SCORES, { kind: "budget", rows: 2 })).toBe(0.9);
    expect(thresholdAt(SCORES, { kind: "budget", rows: 3 })).toBe(0.5);
    expect(thresholdAt(SCORES, { kind: "budget", rows: 5 })).toBe(0.1);
    expect(thresholdAt(Float64Array.of(1, 1), { kind: "budget", rows: 1 })).toBe(Number.POSITIVE_INFINITY);
  });

  it("interpolates quantiles as numpy does", () => {
    const scores = Float64Array.of(1, 2, 3, 4);
    expect(thresholdAt(scores, { kind: "quantile", quantile: 0.9 })).toBeCloseTo(3.7, 12);
    expect(thresholdAt(scores, { kind: "contamination", share: 0.1 })).toBeCloseTo(3.7, 12);
    expect(quantileOfSorted([1, 2, 3, 4], 0)).toBe(1);
    expect(quantileOfSorted([1, 2, 3, 4], 1)).toBe(4);
    expect(quantileOfSorted([], 0.5)).toBeNaN();
  });

  it("calls nothing strange without scores, and refuses shares that are none", () => {
    expect(thresholdAt(new Float64Array(), { kind: "budget", rows: 3 })).toBe(Number.POSITIVE_INFINITY);
    expect(() => thresholdAt(SCORES, { kind: "quantile", quantile: 1.1 })).toThrow(/quantile is 1.1/);
    expect(() => thresholdAt(SCORES, { kind: "contamination", share: 0.6 })).toThrow(/from 0 to 0.5/);
    expect(() => thresholdAt(SCORES, { kind: "budget", rows: 0.5 })).toThrow(/an integer/);
  });
});
