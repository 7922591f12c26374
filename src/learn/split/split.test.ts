import { describe, expect, it } from "vitest";
import {
  checkDisjoint,
  holdOutGrouped,
  holdOutLater,
  holdOutStratified,
  type Split,
  splitByTime,
  splitGrouped,
  splitStratified,
} from "./split.ts";

const CODES = Int32Array.from({ length: 103 }, (_, row) => (row % 10 === 0 ? 1 : 0));
const GROUPS = Int32Array.from({ length: 103 }, (_, row) => (row * row) % 17);

function expectPartition(splits: readonly Split[], rows: number): void {
  const tested = splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b);
  expect(tested).toEqual(Array.from({ length: rows }, (_, row) => row));
  for (const split of splits) {
    checkDisjoint(split);
    expect(split.train.length + split.test.length).toBe(rows);
  }
}

describe("splitStratified", () => {
  it("tests every row once, with each class's share in every fold", () => {
    const splits = splitStratified(CODES, { folds: 5, seed: 1 });
    expectPartition(splits, 103);
    for (const { test } of splits) {
      const strange = test.filter((row) => CODES[row] === 1).length;
      expect(strange).toBeGreaterThanOrEqual(2);
      expect(strange).toBeLessThanOrEqual(3);
      expect(test.length).toBeGreaterThanOrEqual(20);
      expect(test.length).toBeLessThanOrEqual(21);
    }
  });

  it("repeats for the same seed and not for another", () => {
    const options = { folds: 5, seed: 1 };
    expect(splitStratified(CODES, options)).toEqual(splitStratified(CODES, options));
    expect(splitStratified(CODES, { folds: 5, seed: 2 })).not.toEqual(splitStratified(CODES, options));
  });

  it("refuses more folds than rows, and fewer than two", () => {
    expect(() => splitStratified([0, 1], { folds: 3, seed: 1 })).toThrow(/2 rows for 3 folds/);
    expect(() => splitStratified(CODES, { folds: 1, seed: 1 })).toThrow(/folds is 1/);
    expect(splitStratified([0, 1], { folds: 2, seed: 1 })).toHaveLength(2);
  });
});

describe("splitGrouped", () => {
  it("keeps groups whole, and folds of like size", () => {
    const splits = splitGrouped(GROUPS, { folds: 3, seed: 1 });
    expectPartition(splits, 103);
    for (const { train, test } of splits) {
      const trained = new Set([...train].map((row) => GROUPS[row]));
      expect([...test].some((row) => trained.has(GROUPS[row]))).toBe(false);
      expect(test.length).toBeGreaterThan(27);
    }
  });

  it("refuses more folds than groups", () => {
    expect(() => splitGrouped([1, 1, 2], { folds: 3, seed: 1 })).toThrow(/2 groups for 3 folds/);
  });
});

describe("splitByTime", () => {
  const times = Float64Array.from({ length: 100 }, (_, row) => (row * 37) % 100);

  it("learns from the past only, by the gap and more", () => {
    const splits = splitByTime(times, { folds: 4, gap: 5 });
    expect(splits).toHaveLength(4);
    for (const { train, test } of splits) {
      const last = Math.max(...[...train].map((row) => times[row]!));
      const first = Math.min(...[...test].map((row) => times[row]!));
      expect(first - last).toBeGreaterThanOrEqual(5);
    }
    const tested = splits.flatMap(({ test }) => [...test]);
    expect(new Set(tested).size).toBe(80);
  });

  it("keeps rows of one instant on one side", () => {
    const [split] = splitByTime([1, 1, 2, 2, 2, 3, 3, 3, 3], { folds: 2 });
    expect([...split!.train]).toEqual([0, 1]);
    expect([...split!.test]).toEqual([2, 3, 4]);
  });

  it("says so when one instant leaves nothing to learn from", () => {
    expect(() => splitByTime([5, 5, 5, 5], { folds: 2 })).toThrow(/nothing is left to learn from/);
    expect(() => holdOutLater([1, 2], { from: 3 })).toThrow(/nothing is left to test on/);
    expect(holdOutLater([1, 2, 4], { from: 4, gap: 2 }).train).toEqual(Int32Array.of(0, 1));
    expect(holdOutLater([1, 2.5, 4], { from: 4, gap: 2 }).train).toEqual(Int32Array.of(0));
  });
});

describe("hold-outs", () => {
  it("keep the classes' shares, or the groups whole", () => {
    const { test, train } = holdOutStratified(CODES, { share: 0.3, seed: 4 });
    expect(test.filter((row) => CODES[row] === 1)).toHaveLength(3);
    expect(train.length + test.length).toBe(103);
    const grouped = holdOutGrouped(GROUPS, { share: 0.25, seed: 4 });
    const trained = new Set([...grouped.train].map((row) => GROUPS[row]));
    expect([...grouped.test].some((row) => trained.has(GROUPS[row]))).toBe(false);
  });

  it("refuse shares that leave a side empty", () => {
    expect(() => holdOutStratified(CODES, { share: 1, seed: 4 })).toThrow(/nothing is left to learn from/);
    expect(() => holdOutStratified(CODES, { share: 0, seed: 4 })).toThrow(/share is 0/);
    expect(() => holdOutGrouped([1, 1], { share: 0.5, seed: 4 })).toThrow(/nothing is left to learn from/);
  });
});

describe("checkDisjoint", () => {
  it("names the row that stands on both sides", () => {
    const split = { train: Int32Array.of(1, 2, 3), test: Int32Array.of(4, 3) };
    expect(() => checkDisjoint(split)).toThrow(/Row 3 stands in the training part/);
  });
});
