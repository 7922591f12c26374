import { fork } from "node:child_process";
import { once } from "node:events";
import { isolationForest, type Matrix, randomForest } from "../src/learn/index.ts";
import { makeData } from "./learn-data.ts";

/**
 * What two cores of this machine give at best: two processes that know nothing of each other, each doing the whole job
 * on its own data, against one alone. Shared caches, memory and clock rates keep it below 2, and no number of workers
 * can do better.
 */
export type CeilingJob = "isolation forest, fit" | "isolation forest, score" | "random forest, fit";

export interface CeilingPlan {
  readonly job: CeilingJob;
  readonly rows: number;
  readonly width: number;
  readonly trees: number;
}

/** Two processes that stand ready with the job's data. */
export interface Ceiling {
  /** Seconds that one of them takes while the other waits. */
  readonly alone: () => Promise<number>;
  /** Seconds until both are through, each with the whole job. */
  readonly together: () => Promise<number>;
  readonly stop: () => void;
}

export async function startCeiling(plan: CeilingPlan): Promise<Ceiling> {
  const processes = [startProcess(plan), startProcess(plan)];
  await Promise.all(processes.map(({ next }) => next()));
  const run = async (chosen: typeof processes): Promise<number> => {
    const finished = chosen.map(({ next }) => next());
    for (const { go } of chosen) go();
    return Math.max(...(await Promise.all(finished)));
  };
  return {
    alone: () => run(processes.slice(0, 1)),
    together: () => run(processes),
    stop: () => {
      for (const { stop } of processes) stop();
    },
  };
}

function startProcess(plan: CeilingPlan) {
  const child = fork(new URL(import.meta.url), [JSON.stringify(plan)], { execArgv: [] });
  const ended = once(child, "exit").then(([code]): never => {
    throw new Error(`A process of the ceiling ended with code ${code}.`);
  });
  // It ends when it is stopped, and then nobody waits for it.
  ended.catch(() => {});
  return {
    go: (): void => {
      child.send("go");
    },
    /** Seconds of the next finished job; the first answer says that the process is ready. */
    next: async (): Promise<number> => {
      const [seconds] = await Promise.race([once(child, "message"), ended]);
      return Number(seconds);
    },
    stop: (): void => {
      child.disconnect();
    },
  };
}

async function serve(plan: CeilingPlan): Promise<void> {
  const work = await toWork(plan);
  await work();
  process.on("message", () => {
    const started = performance.now();
    void work().then(() => process.send?.((performance.now() - started) / 1000));
  });
  process.send?.(0);
}

async function toWork({ job, rows, width, trees }: CeilingPlan): Promise<() => Promise<unknown>> {
  const { table, labels } = makeData(rows, width, 1);
  const works: Readonly<Record<CeilingJob, () => Promise<unknown>>> = {
    "isolation forest, fit": () => isolationForest.fit({ trees: 1000 }, table, { seed: 1 }),
    "isolation forest, score": await toScoring(table),
    "random forest, fit": () => randomForest.fit({ trees }, table, { seed: 1, labels }),
  };
  return works[job];
}

async function toScoring(table: Matrix): Promise<() => Promise<unknown>> {
  const fitted = await isolationForest.fit({ profile: "classic", trees: 250 }, table, { seed: 1 });
  return async () => isolationForest.score(fitted, table);
}

const plan = process.argv[2];
if (process.send !== undefined && plan?.startsWith("{") === true) await serve(JSON.parse(plan));
