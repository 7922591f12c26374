import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { fitTailScale, TAIL_BITS_MAX, toScore, toTailBits } from "./tail-scale.ts";

const exponential = (rows: number, seed: number): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length: rows }, () => -Math.log(1 - rng.next()));
};

describe("tail scale", () => {
  it("gives the share of usual rows at or above a score, in bits", () => {
    const scale = fitTailScale(exponential(20_000, 1));
    for (const share of [0.5, 0.1, 0.01]) {
      expect(2 ** -toTailBits(scale, -Math.log(share))).toBeCloseTo(share, 2);
    }
    expect(toScore(toTailBits(scale, -Math.log(0.01)))).toBeCloseTo(0.99, 2);
  });

  it("goes on beyond its rows with the tail's own slope", () => {
    const scale = fitTailScale(exponential(2_000, 2));
    const bits = toTailBits(scale, -Math.log(1e-6));
    expect(bits).toBeGreaterThan(15);
    expect(bits).toBeLessThan(28);
    expect(toTailBits(scale, 1e9)).toBe(TAIL_BITS_MAX);
    const flat = fitTailScale(new Float64Array(1_000).fill(2));
    expect(toTailBits(flat, 2)).toBe(0);
    expect(toTailBits(flat, 2.1)).toBeCloseTo(Math.log2(1_001), 9);
  });

  it("never falls, and never calls equal scores rarer than they are", () => {
    const scale = fitTailScale(Float64Array.from({ length: 1_000 }, (_, row) => row % 4));
    let last = 0;
    for (let score = -1; score < 6; score += 0.01) {
      const bits = toTailBits(scale, score);
      expect(bits).toBeGreaterThanOrEqual(last);
      last = bits;
    }
    expect(2 ** -toTailBits(scale, 3)).toBeGreaterThanOrEqual(0.25);
    expect(toTailBits(scale, 0)).toBe(0);
  });

  it("is quiet without rows", () => {
    expect(toTailBits(fitTailScale(new Float64Array(0)), 5)).toBe(0);
  });
});
