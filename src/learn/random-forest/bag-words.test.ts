import { describe, expect, it } from "vitest";
import { matrixFromRows } from "../matrix.ts";
import {
  BAG_ROWS_MAX,
  bagWordsMax,
  COUNT_MAX,
  fillWords,
  PACK,
  PACKED_WEIGHTS,
  ROW_SHIFT,
  WEIGHT_BITS,
} from "./bag-words.ts";
import { randomForest } from "./random-forest.ts";

describe("words of a bag", () => {
  it("hold every row as often as it was drawn, in order, and its class", () => {
    const counts = Uint16Array.of(0, 1, COUNT_MAX, COUNT_MAX + 1, 0, 3 * COUNT_MAX + 2, 0);
    const labels = Uint16Array.of(1, 0, 1, 1, 1, 0, 0);
    const draws = counts.reduce((sum, count) => sum + count, 0);
    const words = new Int32Array(bagWordsMax(counts.length, draws));
    const size = fillWords(words, counts, labels);
    expect(size).toBe(8);
    const weights = new Float64Array(counts.length);
    const ones = new Float64Array(counts.length);
    let before = 0;
    for (const word of words.subarray(0, size)) {
      const row = word >>> ROW_SHIFT;
      expect(row).toBeGreaterThanOrEqual(before);
      before = row;
      const packed = PACKED_WEIGHTS[word & WEIGHT_BITS]!;
      ones[row]! += Math.floor(packed / PACK);
      weights[row]! += packed % PACK;
    }
    expect(weights).toEqual(Float64Array.from(counts));
    expect(ones).toEqual(Float64Array.from(counts, (count, row) => count * labels[row]!));
  });

  it("know the last row of the greatest table, and no forest is fitted on a greater one", async () => {
    const last = BAG_ROWS_MAX - 1;
    expect(((last << ROW_SHIFT) | WEIGHT_BITS) >>> ROW_SHIFT).toBe(last);
    const labels = { codes: new Int32Array(0), classes: ["a", "b"] };
    const fitTable = (rows: number) =>
      randomForest.fit({}, { ...matrixFromRows([[1]]), rows }, { seed: 1, labels });
    await expect(fitTable(BAG_ROWS_MAX)).rejects.toThrow(/Column x0 has 1 values/);
    await expect(fitTable(BAG_ROWS_MAX + 1)).rejects.toThrow(/rows is 134217729/);
  });
});
