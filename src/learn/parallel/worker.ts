/** The thread's side of the pool: keeps one job's setup and answers its tasks one by one. */
import { parentPort } from "node:worker_threads";
import { ISOLATION_JOB } from "../isolation-forest/grow.ts";
import { RANDOM_FOREST_JOB } from "../random-forest/grow.ts";
import type { Job, Work, WorkerAnswer, WorkerRequest } from "./job.ts";
import { SCORE_JOB } from "./score-rows.ts";

const JOBS: readonly Job<unknown, unknown, unknown>[] = [ISOLATION_JOB, RANDOM_FOREST_JOB, SCORE_JOB];

let work: Work<unknown, unknown> | null = null;

parentPort?.on("message", (request: WorkerRequest) => {
  if (request.kind === "setup") {
    work = JOBS.find((job) => job.name === request.job)?.prepare(request.setup) ?? null;
    return;
  }
  if (request.kind === "forget") {
    work = null;
    return;
  }
  parentPort?.postMessage(answer(request.task));
});

function answer(task: unknown): WorkerAnswer {
  try {
    if (work === null) throw new Error("no such job was set up");
    return { kind: "result", result: work.run(task) };
  } catch (error) {
    return {
      kind: "failure",
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
