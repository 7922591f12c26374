import { afterAll, describe, expect, it } from "vitest";
import { scoreModel } from "../estimators.ts";
import { isolationForest } from "../isolation-forest/isolation-forest.ts";
import { toLabels } from "../labels.ts";
import { type Matrix, selectColumns, viewRows } from "../matrix.ts";
import { addGaps, plantOutliers } from "../planted.suite.ts";
import { binColumns, CELLS_FOR_THREADS } from "../random-forest/bin-columns.ts";
import { randomForest } from "../random-forest/random-forest.ts";
import { scoreInThreads } from "../score-in-threads.ts";
import type { Job } from "./job.ts";
import { closeThreads, idleThreads, runTasks } from "./pool.ts";

const { table } = plantOutliers({ rows: 20_000, columns: 4, strangeShare: 0.05, seed: 1 });
const BROKEN: Job<number, number, number> = {
  name: "toString",
  prepare: (setup) => ({ run: (task) => setup + task }),
};

afterAll(closeThreads);

describe("threads", () => {
  it("are kept for the next run and end when told to", async () => {
    await closeThreads();
    await isolationForest.fit({ trees: 40 }, table, { seed: 1, threads: 2 });
    expect(idleThreads()).toBe(2);
    await isolationForest.fit({ trees: 40 }, table, { seed: 1, threads: 2 });
    expect(idleThreads()).toBe(2);
    await closeThreads();
    expect(idleThreads()).toBe(0);
  });

  it("score the same as one thread does", async () => {
    const fitted = await isolationForest.fit({ trees: 20 }, table, { seed: 1 });
    const seen: number[] = [];
    const onProgress = ({ done }: { readonly done: number }): void => {
      seen.push(done);
    };
    const scores = await scoreInThreads(fitted, table, { threads: 2, onProgress });
    expect(scores).toEqual(isolationForest.score(fitted, table));
    expect(await scoreInThreads(fitted, table, {})).toEqual(scores);
    expect(await scoreInThreads(fitted, table, { threads: 3 })).toEqual(scores);
    expect(seen).toEqual(Array.from(seen, (_, at) => at + 1));
    expect(seen.length).toBeGreaterThan(4);
  });

  it("score what can be scored, and say what is wrong with the rest as one thread does", async () => {
    const fitted = await isolationForest.fit({ trees: 20 }, table, { seed: 1 });
    const infinite = structuredClone(table);
    const [column] = infinite.columns;
    if (column?.kind === "numeric") column.values[15_000] = Number.POSITIVE_INFINITY;
    const broken: readonly (readonly [Matrix, string])[] = [
      [infinite, "LEARN_VALUE_INFINITE"],
      [{ ...table, rows: table.rows + 1 }, "LEARN_COLUMN_LENGTH"],
      [selectColumns(table, ["x0", "x1", "x2"]), "LEARN_FEATURE_MISSING"],
    ];
    for (const [bad, code] of broken) {
      for (const threads of [1, 2]) {
        const work = scoreInThreads(fitted, bad, { threads });
        await expect(work).rejects.toMatchObject({ report: { code } });
      }
    }
    expect(await scoreInThreads(fitted, table, { threads: 2 })).toEqual(isolationForest.score(fitted, table));
  });

  it("bin a table's columns as one thread does", async () => {
    await closeThreads();
    expect(table.rows * table.columns.length).toBeLessThan(CELLS_FOR_THREADS);
    const gapped = addGaps(table, 1);
    expect(gapped.rows * gapped.columns.length).toBeGreaterThanOrEqual(CELLS_FOR_THREADS);
    await binColumns(table, 255, { threads: 2 });
    expect(idleThreads()).toBe(0);
    const binned = await binColumns(gapped, 255, { threads: 2 });
    expect(idleThreads()).toBe(2);
    expect(binned).toEqual(await binColumns(gapped, 255));
  });

  it("tell models of one shape apart, and know one again after another", async () => {
    const few = viewRows(table, 0, 9_000);
    const labels = toLabels(
      Array.from(few.columns[0]!.kind === "numeric" ? few.columns[0]!.values : [], (x) =>
        x > 0 ? "b" : "a",
      ),
    );
    const models = [
      await isolationForest.fit({ trees: 20 }, few, { seed: 1 }),
      await isolationForest.fit({ trees: 20 }, few, { seed: 2 }),
      await isolationForest.fit({ trees: 20, profile: "classic" }, few, { seed: 1 }),
      await isolationForest.fit({ trees: 20, ndim: 2 }, few, { seed: 1 }),
      await randomForest.fit({ trees: 4 }, few, { seed: 1, labels }),
    ];
    const alone = models.map((model) => scoreModel(model, few));
    expect(new Set(alone.map((scores) => scores[0])).size).toBe(models.length);
    for (const at of [0, 1, 0, 2, 3, 4, 1, 4, 0]) {
      expect(await scoreInThreads(models[at]!, few, { threads: 2 })).toEqual(alone[at]);
    }
  });

  it("stop soon after the work is cancelled, and can be used again", async () => {
    await closeThreads();
    for (const threads of [1, 2]) {
      const cancel = new AbortController();
      let done = 0;
      const onProgress = (): void => {
        done++;
        if (done === 2) cancel.abort();
      };
      const work = isolationForest.fit({ trees: 2_000 }, table, {
        seed: 1,
        threads,
        onProgress,
        abort: cancel.signal,
      });
      await expect(work).rejects.toThrow(/cancelled/);
      // Nothing is told of what was under way then.
      expect(done).toBe(2);
    }
    await isolationForest.fit({ trees: 40 }, table, { seed: 1, threads: 2 });
    expect(idleThreads()).toBe(2);
  });

  it("that fail make the run fail, and are not used again", async () => {
    await closeThreads();
    const run = runTasks(BROKEN, { setup: 1, tasks: [1, 2, 3] }, { threads: 2 });
    await expect(run).rejects.toThrow(/there is no such job/);
    expect(idleThreads()).toBeLessThanOrEqual(1);
    expect(await runTasks(BROKEN, { setup: 1, tasks: [1, 2, 3] }, {})).toEqual([2, 3, 4]);
  });

  it("end with what a listener throws, and are not used again", async () => {
    await closeThreads();
    const onProgress = (): void => {
      throw new Error("full");
    };
    const work = isolationForest.fit({ trees: 40 }, table, { seed: 1, threads: 2, onProgress });
    await expect(work).rejects.toThrow("full");
    expect(idleThreads()).toBeLessThanOrEqual(1);
  });

  it("are no more than there are tasks", async () => {
    await closeThreads();
    await isolationForest.fit({ trees: 5 }, table, { seed: 1, threads: 4 });
    expect(idleThreads()).toBe(0);
  });
});
