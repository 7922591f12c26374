/** The thread's side of the pool: keeps one job's setup and answers its tasks one by one. */
import { parentPort } from "node:worker_threads";
import type { Job, Work, WorkerAnswer, WorkerRequest } from "./job.ts";

type AnyJob = Job<unknown, unknown, unknown>;

/** Loaded when asked for: a thread that grows trees need not read the code of everything else. */
const JOBS: Readonly<Record<string, () => Promise<AnyJob>>> = {
  "grow-isolation-trees": async () => (await import("../isolation-forest/grow.ts")).ISOLATION_JOB,
  "grow-random-trees": async () => (await import("../random-forest/grow.ts")).RANDOM_FOREST_JOB,
  "score-rows": async () => (await import("./score-rows.ts")).SCORE_JOB,
};

let work: Promise<Work<unknown, unknown>> | null = null;

parentPort?.on("message", (request: WorkerRequest) => {
  if (request.kind === "setup") {
    work = prepareJob(request.job, request.setup);
    // A failure is told with the first task's answer.
    work.catch(() => undefined);
  } else if (request.kind === "forget") work = null;
  else void answer(request.task).then((told) => parentPort?.postMessage(told));
});

async function prepareJob(name: string, setup: unknown): Promise<Work<unknown, unknown>> {
  const load = Object.hasOwn(JOBS, name) ? JOBS[name] : undefined;
  if (load === undefined) throw new Error(`there is no such job: ${name}`);
  return (await load()).prepare(setup);
}

async function answer(task: unknown): Promise<WorkerAnswer> {
  try {
    if (work === null) throw new Error("no job was set up");
    return { kind: "result", result: (await work).run(task) };
  } catch (error) {
    return {
      kind: "failure",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
