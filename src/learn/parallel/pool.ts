import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import type { Progress } from "../estimator.ts";
import { forgetSharedForests } from "../forest/share-forest.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import type { Job, WorkerAnswer, WorkerRequest } from "./job.ts";

export interface RunOptions {
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly abort?: AbortSignal;
}

interface Run<Setup, Task> {
  readonly setup: Setup;
  readonly tasks: readonly Task[];
}

/** Workers are kept for the next run and do not hold the process open while they wait. */
const IDLE: Worker[] = [];

/** Run from source the worker is TypeScript as well, run from the built package it is JavaScript. */
const WORKER_URL = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/**
 * Runs every task and gives the results in the order of the tasks, whatever the number of threads. One thread means
 * this one, which lets other work run between tasks. Rejects with LEARN_CANCELLED soon after `abort` fires; tasks that
 * already run are waited for.
 */
export async function runTasks<Setup, Task, Result>(
  job: Job<Setup, Task, Result>,
  run: Run<Setup, Task>,
  options: RunOptions,
): Promise<Result[]> {
  throwIfAborted(options.abort);
  const threads = Math.min(options.threads ?? 1, run.tasks.length);
  return threads <= 1 ? runHere(job, run, options) : runInThreads(job, run, { ...options, threads });
}

/** Ends all waiting worker threads and lets go of what was laid out for them. Later runs start new ones. */
export async function closeThreads(): Promise<void> {
  forgetSharedForests();
  await Promise.all(IDLE.splice(0).map((worker) => worker.terminate()));
}

/** How many worker threads wait for work. */
export const idleThreads = (): number => IDLE.length;

export function throwIfAborted(abort: AbortSignal | undefined): void {
  if (abort?.aborted === true) throw toError(LEARN_PROBLEMS, "LEARN_CANCELLED");
}

async function runHere<Setup, Task, Result>(
  job: Job<Setup, Task, Result>,
  { setup, tasks }: Run<Setup, Task>,
  { onProgress, abort }: RunOptions,
): Promise<Result[]> {
  const work = job.prepare(setup);
  const results: Result[] = [];
  for (const task of tasks) {
    results.push(work.run(task));
    onProgress?.({ done: results.length, total: tasks.length });
    await nextTurn();
    throwIfAborted(abort);
  }
  return results;
}

async function runInThreads<Setup, Task, Result>(
  job: Job<Setup, Task, Result>,
  { setup, tasks }: Run<Setup, Task>,
  options: RunOptions & { readonly threads: number },
): Promise<Result[]> {
  const results = new Array<Result>(tasks.length);
  let next = 0;
  let done = 0;
  let failed = false;
  const workOff = async (worker: Worker): Promise<void> => {
    try {
      tell(worker, { kind: "setup", job: job.name, setup });
      while (next < tasks.length && !failed && options.abort?.aborted !== true) {
        const at = next++;
        results[at] = await ask<Result>(worker, tasks[at]);
        done++;
        options.onProgress?.({ done, total: tasks.length });
      }
      release(worker);
    } catch (error) {
      failed = true;
      await worker.terminate();
      throw error;
    }
  };
  const workers = Array.from({ length: options.threads }, takeWorker);
  const ends = await Promise.allSettled(workers.map(workOff));
  const broken = ends.find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  throwIfAborted(options.abort);
  return results;
}

function takeWorker(): Worker {
  const worker = IDLE.pop() ?? new Worker(WORKER_URL, { execArgv: [], name: "gait-learn" });
  worker.ref();
  return worker;
}

function release(worker: Worker): void {
  tell(worker, { kind: "forget" });
  worker.unref();
  IDLE.push(worker);
}

const tell = (worker: Worker, request: WorkerRequest): void => worker.postMessage(request);

function ask<Result>(worker: Worker, task: unknown): Promise<Result> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
    };
    const onMessage = (answer: WorkerAnswer & { readonly result: Result }): void => {
      settle();
      if (answer.kind === "result") resolve(answer.result);
      else reject(new Error(`A learning thread failed: ${answer.message}`));
    };
    const onError = (error: unknown): void => {
      settle();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = (code: number): void => {
      settle();
      reject(new Error(`A learning thread ended with code ${code}`));
    };
    worker.once("message", onMessage);
    worker.once("error", onError);
    worker.once("exit", onExit);
    tell(worker, { kind: "task", task });
  });
}
