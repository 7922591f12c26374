import { expect, test } from "vitest";
import { BoundedCache } from "./bounded-cache.ts";

test("a working set of half the limit stays, one key more may not", () => {
  const fits = new BoundedCache<number>(8);
  const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);
  for (const key of keys(4)) fits.set(key, 1);
  for (let round = 0; round < 3; round++) {
    fits.set(`other${round}`, 0);
    expect(keys(4).map((key) => fits.get(key))).toEqual([1, 1, 1, 1]);
  }
  for (const key of keys(20)) fits.set(`more${key}`, 2);
  expect(fits.get("k0")).toBeUndefined();
});

test("never holds more than its limit, and keeps what is used", () => {
  const cache = new BoundedCache<number>(100);
  cache.set("used", -1);
  for (let i = 0; i < 10_000; i++) {
    cache.set(`k${i}`, i);
    expect(cache.get("used")).toBe(-1);
    expect(cache.size).toBeLessThanOrEqual(100);
  }
});
