import { expect, test } from "vitest";
import { createEventFacts, type EventFacts } from "../../profile/index.ts";
import { hashFacts, RowSampler } from "./row-sampler.ts";

const fact = (n: number): EventFacts => ({
  ...createEventFacts(),
  event: n,
  at: 1e12 + n * 1000,
  actor: n % 7,
  action: n % 3,
});
const sample = (order: readonly number[], rowsMax: number, below = 2 ** 32) => {
  const sampler = new RowSampler(2, rowsMax);
  sampler.start(below);
  for (const n of order) sampler.offer(fact(n), Float64Array.of(n, -n));
  return sampler.take();
};
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

test("the rows with the smallest hashes are kept, whatever the order", () => {
  const forward = sample(numbers(1000), 50);
  expect(sample(numbers(1000).reverse(), 50)).toEqual(forward);
  const smallest = numbers(1000).sort((a, b) => hashFacts(fact(a)) - hashFacts(fact(b)));
  expect([...forward.features].filter((_, i) => i % 2 === 0)).toEqual(smallest.slice(0, 50));
  expect([...forward.hashes]).toEqual(smallest.slice(0, 50).map((n) => hashFacts(fact(n))));
});

test("fewer events than the limit, as many, and one more", () => {
  expect([49, 50, 51].map((count) => sample(numbers(count), 50).rows)).toEqual([49, 50, 50]);
});

test("parts of the events, brought together, give the same rows as all of them", () => {
  const all = sample(numbers(600), 40);
  const parts = [0, 1, 2].map((part) =>
    sample(
      numbers(600).filter((n) => n % 3 === part),
      40,
    ),
  );
  const hashes = parts.flatMap((part) => [...part.hashes]).sort((a, b) => a - b);
  expect(hashes.slice(0, 40)).toEqual([...all.hashes]);
});

test("hashes from a bound on are left out", () => {
  const all = sample(numbers(600), 600);
  const bound = all.hashes[99]!;
  expect(sample(numbers(600), 600, bound).rows).toBe(99);
});

test("a hash follows from what the event is, not from its number, and spreads evenly", () => {
  expect(hashFacts({ ...fact(3), event: 99 })).toBe(hashFacts(fact(3)));
  const low = numbers(10_000).filter((n) => hashFacts(fact(n)) < 2 ** 31).length;
  expect(Math.abs(low - 5000)).toBeLessThan(200);
});
