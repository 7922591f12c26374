import { describe, expect, it } from "vitest";
import recorded from "../fixtures/statistics.json" with { type: "json" };
import {
  chiSquare,
  jensenShannon,
  kolmogorovSmirnov,
  meanDiscrepancy,
  poolSmallCells,
  stabilityIndex,
  wasserstein,
} from "./distances.ts";
import {
  chiSquareCritical,
  incompleteBeta,
  kolmogorovTail,
  logGamma,
  lowerGamma,
  upperGamma,
} from "./distributions.ts";
import { falseDiscoveryRates, wilsonInterval } from "./multiple-tests.ts";

const a = Array.from({ length: 60 }, (_, i) => ((37 * i) % 101) / 100);
const b = Array.from({ length: 80 }, (_, i) => (((53 * i) % 97) / 97) * 0.9 + 0.15);
const ascending = (values: readonly number[]) => [...values].sort((x, y) => x - y);
const [deciles, moved] = recorded.counts;

/** Relative to the recorded value, which may be tiny. */
const expectNear = (value: number, wanted: number, tolerance = 1e-12) =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance * Math.abs(wanted) + 1e-300);

describe("distributions, against scipy's recorded values", () => {
  it("log gamma", () => {
    for (const [x, wanted] of recorded.logGamma) expect(logGamma(x!)).toBeCloseTo(wanted!, 10);
  });
  it("incomplete gamma, both tails", () => {
    for (const [p, x, lower, upper] of recorded.gamma) {
      expectNear(lowerGamma(p!, x!), lower!, 1e-11);
      if (upper! > 1e-290) expectNear(upperGamma(p!, x!), upper!, upper! < 1e-3 ? 1e-11 : 1e-12);
    }
  });
  it("incomplete beta", () => {
    for (const [p, q, x, wanted] of recorded.beta) expectNear(incompleteBeta(p!, q!, x!), wanted!, 1e-11);
  });
  it("critical values of chi-square", () => {
    for (const [tail, freedom, wanted] of recorded.chiSquare)
      expectNear(chiSquareCritical(tail!, freedom!), wanted!, 1e-9);
  });
  it("Kolmogorov's tail: exact for small samples, within a twentieth of p beyond", () => {
    for (const [d, n, wanted] of recorded.kolmogorov) {
      const tail = kolmogorovTail(d!, n!);
      if (n! <= 140) expect(Math.abs(tail - wanted!)).toBeLessThan(1e-10);
      else expect(Math.abs(tail - wanted!)).toBeLessThan(0.05 * wanted! + 1e-12);
    }
  });
});

describe("two-sample statistics, against published and scipy's values", () => {
  it("Kolmogorov-Smirnov", () => {
    const { statistic, p } = kolmogorovSmirnov(ascending(a), ascending(b));
    expect(statistic).toBeCloseTo(0.1583333, 7);
    expect(p).toBeCloseTo(0.3263231, 7);
    expect(p).toBeCloseTo(recorded.kolmogorovSmirnov[1]!, 10);
  });
  it("Wasserstein", () => {
    expect(wasserstein(ascending(a), ascending(b))).toBeCloseTo(0.0890601, 7);
    expect(wasserstein(ascending(a), ascending(b))).toBeCloseTo(recorded.wasserstein, 13);
  });
  it("PSI with half a count added, Jensen-Shannon, chi-square on the deciles", () => {
    expect(moved).toEqual([0, 6, 9, 8, 9, 8, 10, 9, 7, 14]);
    expect(stabilityIndex(deciles!, moved!)).toBeCloseTo(0.3210375, 7);
    expect(jensenShannon(deciles!, moved!)).toBeCloseTo(0.2467084, 7);
    const { statistic, p } = chiSquare(deciles!, moved!);
    expect(statistic).toBeCloseTo(9.9951923, 7);
    expect(p).toBeCloseTo(0.3508746, 7);
  });
  it("maximum mean discrepancy", () => {
    expect(meanDiscrepancy(a.slice(0, 20), b.slice(0, 20), 0.3)).toBeCloseTo(-0.0269919, 7);
  });
  it("is zero for equal samples, one apart at most, and does not mind empty ones", () => {
    expect(kolmogorovSmirnov(ascending(a), ascending(a))).toEqual({ statistic: 0, p: 1 });
    expect(wasserstein(ascending(a), ascending(a))).toBe(0);
    expect(jensenShannon([3, 0], [0, 9])).toBe(1);
    expect(kolmogorovSmirnov([], [1])).toEqual({ statistic: 0, p: 1 });
    expect(chiSquare([0, 0], [1, 2])).toEqual({ statistic: 0, p: 1 });
  });
  it("pools cells that are expected to be small, and only those", () => {
    expect(poolSmallCells([50, 40, 6, 4], [48, 44, 4, 4])).toEqual({
      reference: [50, 40, 6, 4],
      current: [48, 44, 4, 4],
    });
    expect(poolSmallCells([50, 44, 3, 3], [48, 44, 5, 3])).toEqual({
      reference: [50, 44, 6],
      current: [48, 44, 8],
    });
  });
});

describe("many tests at once", () => {
  it("gives Benjamini and Hochberg's rates", () => {
    const ps = recorded.rates.map(([p]) => p!);
    const wanted = recorded.rates.map(([, rate]) => expect.closeTo(rate!, 12));
    expect(falseDiscoveryRates(ps)).toEqual(wanted);
    expect(falseDiscoveryRates([Number.NaN, 0.02, 0.04])).toEqual([Number.NaN, 0.04, 0.04]);
  });
  it("gives Wilson's interval, never outside [0, 1]", () => {
    const { low, high } = wilsonInterval(8, 10);
    expect([low, high]).toEqual([expect.closeTo(0.4901625, 6), expect.closeTo(0.9433178, 6)]);
    expect(wilsonInterval(0, 10).low).toBe(0);
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
