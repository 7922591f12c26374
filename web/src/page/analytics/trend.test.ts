import { describe, expect, it } from "vitest";
import { findTrend, toMovingAverage } from "./trend.ts";

describe("a trend", () => {
  it("is the line itself where the values lie on one", () => {
    expect(findTrend([1, 3, 5, 7])).toEqual({ first: 1, last: 7, slope: 2, fit: 1 });
  });

  it("is flat where nothing changes, and none where there is one value", () => {
    expect(findTrend([4, 4, 4])).toEqual({ first: 4, last: 4, slope: 0, fit: null });
    expect(findTrend([4])).toBeNull();
    expect(findTrend([])).toBeNull();
  });

  it("explains little of what goes up and down", () => {
    const trend = findTrend([0, 10, 0, 10, 0, 10])!;
    expect(trend.fit).toBeGreaterThan(0);
    expect(trend.fit).toBeLessThan(0.15);
  });
});

describe("a moving average", () => {
  it("begins with the first value that has enough before it", () => {
    expect(toMovingAverage([2, 4, 6, 8], 2)).toEqual([null, 3, 5, 7]);
    expect(toMovingAverage([2, 4], 3)).toEqual([null, null]);
    expect(toMovingAverage([5], 1)).toEqual([5]);
  });
});
