/** The thread's side of the pool: does what it can claim of a job's tasks. */
import { parentPort } from "node:worker_threads";
import { claimTask } from "./claims.ts";
import type { Job, WorkerAnswer, WorkerRequest } from "./job.ts";

type AnyJob = Job<unknown, unknown, unknown>;

/** Loaded when asked for: a thread that grows trees need not read the code of everything else. */
const JOBS: Readonly<Record<string, () => Promise<AnyJob>>> = {
  "bin-columns": async () => (await import("../random-forest/bin-columns.ts")).BIN_JOB,
  "grow-isolation-trees": async () => (await import("../isolation-forest/grow.ts")).ISOLATION_JOB,
  "grow-random-trees": async () => (await import("../random-forest/grow.ts")).RANDOM_FOREST_JOB,
  "score-rows": async () => (await import("./score-rows.ts")).SCORE_JOB,
};

parentPort?.on("message", (request: WorkerRequest) => {
  workOff(request).then(
    () => tell({ kind: "end" }),
    (error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tell({ kind: "failure", message });
    },
  );
});

async function workOff({ job: name, setup, tasks, claims }: WorkerRequest): Promise<void> {
  const load = Object.hasOwn(JOBS, name) ? JOBS[name] : undefined;
  if (load === undefined) throw new Error(`there is no such job: ${name}`);
  const job = await load();
  const work = job.prepare(setup);
  for (let at = claimTask(claims, tasks.length); at >= 0; at = claimTask(claims, tasks.length)) {
    const result = work.run(tasks[at]);
    tell({ kind: "result", at, result }, job.owned?.(result));
  }
}

function tell(answer: WorkerAnswer, owned: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, owned);
}
