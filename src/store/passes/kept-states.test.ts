import { expect, it } from "vitest";
import { isStateKept } from "./kept-states.ts";

const keptAt = (latest: number, first = 20_000): readonly number[] => {
  const kept: number[] = [];
  for (let day = first; day <= latest; day++) if (isStateKept(day, latest)) kept.push(day);
  return kept;
};

it("keeps few days, and one that is less than twice as far back as any that is asked for", () => {
  for (let latest = 20_001; latest < 20_800; latest += 7) {
    const kept = keptAt(latest, 10_000);
    expect(kept.length).toBeLessThan(40);
    for (let age = 1; age < 1000; age++)
      expect(kept.some((day) => day <= latest - age && day > latest - 4 * age)).toBe(true);
  }
});

it("never wants a day back that was dropped before", () => {
  let before = new Set(keptAt(20_000));
  for (let latest = 20_001; latest < 20_300; latest++) {
    const kept = keptAt(latest);
    for (const day of kept) expect(day === latest || before.has(day)).toBe(true);
    before = new Set(kept);
  }
});

it("keeps the latest day and day 0, and days before 1970 alike", () => {
  expect(isStateKept(5, 5)).toBe(true);
  expect(isStateKept(0, 1_000_000)).toBe(true);
  expect(isStateKept(-4, 4)).toBe(true);
  expect(isStateKept(-4, 5)).toBe(false);
});
