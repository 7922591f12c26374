import { expect, test } from "vitest";
import { QUANTILES_MAX, QuantileCache } from "./quantile-cache.ts";

test("remembers each quantile for itself, even one that is not known", () => {
  const cache = new QuantileCache();
  cache.set(3, 0x80000007, { share: 0.95, quantile: 8 });
  cache.set(4, 0x80000007, { share: 0.95, quantile: Number.NaN });
  cache.set(3, 0x80000007, { share: 0.5, quantile: 2 });
  expect(cache.get(3, 0x80000007, 0.95)).toBe(8);
  expect(cache.get(4, 0x80000007, 0.95)).toBeNaN();
  expect(cache.get(3, 0x80000007, 0.5)).toBe(2);
  expect(cache.get(3, 1, 0.95)).toBeUndefined();
});

test("forgets all before it remembers one too many", () => {
  const cache = new QuantileCache();
  for (let group = 0; group < QUANTILES_MAX; group++) cache.set(1, group, { share: 0.5, quantile: group });
  expect(cache.get(1, 0, 0.5)).toBe(0);
  cache.set(1, QUANTILES_MAX, { share: 0.5, quantile: 7 });
  expect(cache.get(1, 0, 0.5)).toBeUndefined();
  expect(cache.get(1, QUANTILES_MAX, 0.5)).toBe(7);
});
