import { describe, expect, it } from "vitest";
import { isolationForest } from "../isolation-forest/isolation-forest.ts";
import type { IsolationForestParams } from "../isolation-forest/params.ts";
import { selectRows } from "../matrix.ts";
import { plantOutliers } from "../planted.suite.ts";
import type { RandomForestParams } from "../random-forest/params.ts";
import { randomForest } from "../random-forest/random-forest.ts";
import { splitStratified } from "../split/split.ts";
import { crossValidate, selectLabels, validateOutOfBag } from "./objective.ts";
import { searchByHalving, searchRandomly } from "./search.ts";
import { drawParams, ISOLATION_FOREST_SPACE, RANDOM_FOREST_SPACE } from "./space.ts";

const PLANTED = plantOutliers({ rows: 300, columns: 4, strangeShare: 0.1, seed: 7 });
const SPLITS = splitStratified(PLANTED.truth, { folds: 3, seed: 1 });

describe("drawParams", () => {
  it("draws legal parameters, the same for the same trial", () => {
    for (let trial = 0; trial < 50; trial++) {
      const forest = drawParams<RandomForestParams>(RANDOM_FOREST_SPACE, 1, trial);
      expect(Object.keys(randomForest.resolve(forest))).toHaveLength(12);
      isolationForest.resolve(drawParams<IsolationForestParams>(ISOLATION_FOREST_SPACE, 1, trial));
      expect(drawParams(RANDOM_FOREST_SPACE, 1, trial)).toEqual(forest);
    }
  });

  it("reaches both ends of a range of integers", () => {
    const space = { size: { kind: "between", min: 1, max: 3, integer: true, log: true } } as const;
    const sizes = Array.from({ length: 60 }, (_, trial) => drawParams(space, 2, trial).size);
    expect(new Set(sizes)).toEqual(new Set([1, 2, 3]));
  });
});

describe("searches", () => {
  const space = { x: { kind: "between", min: -1, max: 1 } } as const;
  const objective = async ({ x }: { x?: number }): Promise<number> => 1 - Math.abs((x ?? 0) - 0.3);

  it("find the best of their trials and can be followed", async () => {
    let last = 0;
    const result = await searchRandomly<{ x: number }>(space, objective, {
      trials: 40,
      seed: 3,
      onProgress: ({ done }) => {
        last = done;
      },
    });
    expect(result.trials).toHaveLength(40);
    expect(last).toBe(40);
    expect(result.best?.value).toBe(Math.max(...result.trials.map(({ value }) => value ?? 0)));
    expect(result.best?.params.x).toBeCloseTo(0.3, 0);
  });

  it("halve the trials while the rows grow, each round within the next", async () => {
    const seen: number[][] = [];
    const result = await searchByHalving<{ x: number }>(
      space,
      async (params, rows) => {
        seen.push([...(rows ?? [])]);
        return objective(params);
      },
      { trials: 9, seed: 3, rows: 100, rowsMin: 10 },
    );
    expect(result.trials.map(({ rows }) => rows)).toEqual([...new Array(9).fill(10), 30, 30, 30, 100]);
    expect(seen[0]!.every((row) => seen[10]!.includes(row))).toBe(true);
    expect(result.best?.rows).toBe(100);
    const full = await searchRandomly<{ x: number }>(space, objective, { trials: 9, seed: 3 });
    expect(result.best?.params).toEqual(full.best?.params);
  });

  it("have no best where nothing can be said, and stop when told to", async () => {
    const mute = await searchRandomly(space, async () => null, { trials: 3, seed: 1 });
    expect(mute.best).toBeNull();
    const abort = AbortSignal.abort();
    await expect(searchRandomly(space, objective, { trials: 3, seed: 1, abort })).rejects.toThrow(
      /cancelled/,
    );
  });
});

describe("crossValidate", () => {
  it("measures on rows that were not learned from", async () => {
    const score = await crossValidate(
      { trees: 20 },
      {
        estimator: randomForest,
        table: PLANTED.table,
        truth: PLANTED.truth,
        splits: SPLITS,
        fitOptions: (train) => ({ seed: 1, labels: selectLabels(PLANTED.labels, train) }),
      },
    );
    expect(score.perSplit).toHaveLength(3);
    expect(score.mean).toBeGreaterThan(0.9);
    expect(score.error).toBeLessThan(0.1);
  });

  it("refuses to measure on a training row", async () => {
    const [split] = SPLITS;
    const leaking = { train: split!.train, test: Int32Array.of(split!.train[5]!) };
    const run = crossValidate(
      {},
      {
        estimator: isolationForest,
        table: PLANTED.table,
        truth: PLANTED.truth,
        splits: [leaking],
        fitOptions: () => ({ seed: 1 }),
      },
    );
    await expect(run).rejects.toThrow(/stands in the training part and in the test part/);
  });

  it("says null where no test row is strange", async () => {
    const usual = Int32Array.from({ length: 300 }, (_, row) => row).filter((row) => PLANTED.truth[row] === 0);
    const score = await crossValidate(
      { trees: 5 },
      {
        estimator: isolationForest,
        table: PLANTED.table,
        truth: PLANTED.truth,
        splits: [{ train: usual.slice(0, 100), test: usual.slice(100) }],
        fitOptions: () => ({ seed: 1 }),
      },
    );
    expect(score).toEqual({ mean: null, error: 0, perSplit: [null] });
  });
});

describe("validateOutOfBag", () => {
  it("comes near cross-validation at the price of one fit, and takes the training table only", async () => {
    const { table, labels, truth } = PLANTED;
    const fitted = await randomForest.fit({ trees: 60 }, table, { seed: 1, labels });
    expect(validateOutOfBag(fitted, table, { truth })).toBeGreaterThan(0.9);
    const other = selectRows(table, [1, 0, 2]);
    expect(() => validateOutOfBag(fitted, other, { truth: [0, 1, 0] })).toThrow(/not the table/);
  });
});
