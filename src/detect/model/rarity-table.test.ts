import { describe, expect, it } from "vitest";
import { toColumns } from "./feature-sample.ts";
import { columnBits, createRarityScorer, fitRarity } from "./rarity-table.ts";

const fitColumns = (
  columns: readonly (readonly number[])[],
  orientations: Parameters<typeof fitRarity>[1] = [],
) => {
  const rows = columns[0]!.length;
  const features = new Float64Array(rows * columns.length);
  columns.forEach((values, column) => {
    values.forEach((value, row) => {
      features[row * columns.length + column] = value;
    });
  });
  const sample = { rows, features, hashes: new Uint32Array(rows), kinds: new Uint8Array(rows) };
  return fitRarity(
    toColumns(
      sample,
      Uint32Array.from({ length: rows }, (_, row) => row),
    ),
    orientations,
  );
};

const ramp = Array.from({ length: 1_000 }, (_, row) => row);
const flag = ramp.map((row) => (row % 100 === 0 ? 1 : 0));

describe("rarity", () => {
  it("is quiet in the middle, rises outwards, and further beyond everything seen", () => {
    const [column] = fitColumns([ramp], ["both"]).columns;
    const bits = [500, 950, 990, 998, 999, 1_000, 100_000].map((value) => columnBits(column!, value));
    expect(bits[0]).toBe(0);
    expect(bits).toEqual(bits.toSorted((a, b) => a - b));
    expect(bits.at(-1)! - bits.at(-2)!).toBeGreaterThan(5);
    expect(columnBits(column!, 1)).toBeGreaterThan(columnBits(column!, 50));
  });

  it("looks at the end that is strange, at neither where a feature only sets others in proportion", () => {
    const { columns } = fitColumns([ramp, ramp, ramp], ["higher", "lower", "neither"]);
    expect(columns.map((column) => columnBits(column, 999) > 0)).toEqual([true, false, false]);
    expect(columns.map((column) => columnBits(column, 0) > 0)).toEqual([false, true, false]);
  });

  it("is the sum of what the features say, each for itself", () => {
    const alone = createRarityScorer(fitColumns([flag], ["higher"]));
    const twice = createRarityScorer(fitColumns([flag, flag], ["higher", "higher"]));
    expect(twice(Float64Array.of(1, 1))).toBeCloseTo(2 * alone(Float64Array.of(1)), 9);
  });

  it("adds nothing for a gap, and nothing for what was never known", () => {
    const gaps = ramp.map(() => Number.NaN);
    const score = createRarityScorer(fitColumns([flag, gaps], ["higher", "higher"]));
    expect(score(Float64Array.of(Number.NaN, 7))).toBe(0);
    expect(score(Float64Array.of(1, 7))).toBeGreaterThan(4);
  });

  it("knows a flag that was never set as the rarest", () => {
    const { columns } = fitColumns([ramp.map(() => 0)], ["higher"]);
    expect(columnBits(columns[0]!, 1)).toBeGreaterThan(Math.log2(1_000) - 2);
  });
});
