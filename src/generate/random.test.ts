import { expect, test } from "vitest";
import { createDice } from "./random.ts";

test.each([0, 0.5, 8, 99, 100, 101, 250])(
  "Poisson numbers of mean %d have that mean and variance",
  (mean) => {
    const dice = createDice(3);
    const draws = Array.from({ length: 4000 }, () => dice.poisson(mean));
    const average = draws.reduce((sum, count) => sum + count, 0) / draws.length;
    const variance = draws.reduce((sum, count) => sum + (count - average) ** 2, 0) / draws.length;
    // Five standard errors of a mean of 4000.
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean / 4000));
    expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.12 * mean);
  },
);
