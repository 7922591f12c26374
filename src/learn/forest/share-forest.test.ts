import { afterEach, describe, expect, it } from "vitest";
import { isolationForest } from "../isolation-forest/isolation-forest.ts";
import { closeThreads } from "../parallel/pool.ts";
import { plantOutliers } from "../planted.suite.ts";
import type { Forest } from "./forest.ts";
import { SHARED_FORESTS_MAX, shareForest } from "./share-forest.ts";
import { CODED_ROWS_MIN } from "./sum-trees.ts";

const { table } = plantOutliers({ rows: 600, columns: 3, strangeShare: 0.05, seed: 1 });
const grow = async (seed: number): Promise<Forest> =>
  (await isolationForest.fit({ trees: 2 }, table, { seed })).forest;
const shareIt = (forest: Forest) => shareForest(forest, 3, table.rows);

afterEach(closeThreads);

describe("shared forests", () => {
  it("are laid out once, in memory that threads share", async () => {
    const forest = await grow(1);
    const shared = shareIt(forest);
    expect(shared.forest).toEqual(forest);
    expect(shared.forest.split.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.coded).not.toBeNull();
    expect(shareIt(forest)).toBe(shared);
  });

  it("are coded when the first table comes that is long enough", async () => {
    const forest = await grow(1);
    const short = shareForest(forest, 3, CODED_ROWS_MIN - 1);
    expect(short.coded).toBeNull();
    expect(shareForest(forest, 3, CODED_ROWS_MIN - 1)).toBe(short);
    expect(shareForest(forest, 3, CODED_ROWS_MIN).coded).not.toBeNull();
  });

  it("are kept of the forests used last alone, and of none once the threads are closed", async () => {
    const forests = await Promise.all(
      Array.from({ length: SHARED_FORESTS_MAX + 1 }, (_, seed) => grow(seed)),
    );
    const copies = forests.slice(0, SHARED_FORESTS_MAX).map(shareIt);
    expect(shareIt(forests[0]!)).toBe(copies[0]);
    shareIt(forests[SHARED_FORESTS_MAX]!);
    expect(shareIt(forests[0]!)).toBe(copies[0]);
    expect(shareIt(forests[1]!)).not.toBe(copies[1]);
    await closeThreads();
    expect(shareIt(forests[0]!)).not.toBe(copies[0]);
  });
});
