import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import type { Progress } from "../estimator.ts";
import { forgetSharedForests } from "../forest/share-forest.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { callOff, createClaims, releaseTasks } from "./claims.ts";
import type { Job, WorkerAnswer, WorkerRequest } from "./job.ts";

export interface RunOptions {
  readonly threads?: number;
  readonly onProgress?: (progress: Progress) => void;
  readonly abort?: AbortSignal;
}

interface Run<Setup, Task> {
  readonly setup: Setup;
  readonly tasks: readonly Task[];
  /** Makes ready what a task reads: called here in the order of the tasks, while other threads do those before. */
  readonly feed?: (task: Task) => void;
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
  { setup, tasks, feed }: Run<Setup, Task>,
  { onProgress, abort }: RunOptions,
): Promise<Result[]> {
  const work = job.prepare(setup);
  const results: Result[] = [];
  for (const task of tasks) {
    feed?.(task);
    results.push(work.run(task));
    onProgress?.({ done: results.length, total: tasks.length });
    await nextTurn();
    throwIfAborted(abort);
  }
  return results;
}

/** What a run over several threads shares between their messages. */
interface Share<Setup, Task, Result> extends Run<Setup, Task> {
  readonly claims: Int32Array;
  readonly keep: (at: number, result: Result) => void;
}

async function runInThreads<Setup, Task, Result>(
  job: Job<Setup, Task, Result>,
  run: Run<Setup, Task>,
  { onProgress, abort, threads }: RunOptions & { readonly threads: number },
): Promise<Result[]> {
  const results = new Array<Result>(run.tasks.length);
  const claims = createClaims();
  let done = 0;
  const keep = (at: number, result: Result): void => {
    // What was under way when the work was cancelled still comes in.
    if (abort?.aborted === true) return;
    results[at] = result;
    done++;
    onProgress?.({ done, total: results.length });
  };
  const stop = (): void => callOff(claims);
  abort?.addEventListener("abort", stop, { once: true });
  const workers = Array.from({ length: threads }, takeWorker);
  const ends = workers.map((worker) => followWorker(worker, job.name, { ...run, claims, keep }));
  const fed = feedTasks(run, claims);
  const settled = await Promise.allSettled(ends);
  abort?.removeEventListener("abort", stop);
  const broken = [fed, ...settled].find((end) => end.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  throwIfAborted(abort);
  return results;
}

/** Releases the tasks, one by one where each must be made ready first, so that threads begin with the first of them. */
function feedTasks<Setup, Task>(
  { tasks, feed }: Run<Setup, Task>,
  claims: Int32Array,
): PromiseSettledResult<void> {
  try {
    if (feed === undefined) releaseTasks(claims, tasks.length);
    else {
      tasks.forEach((task, at) => {
        feed(task);
        releaseTasks(claims, at + 1);
      });
    }
    return { status: "fulfilled", value: undefined };
  } catch (reason) {
    // Thrown on once no thread reads the setup any more.
    callOff(claims);
    return { status: "rejected", reason };
  }
}

function takeWorker(): Worker {
  const worker = IDLE.pop() ?? new Worker(WORKER_URL, { execArgv: [], name: "gait-learn" });
  worker.ref();
  return worker;
}

/** Sets the worker to the tasks and waits for its end; then it waits for the next run, or ends itself if it failed. */
async function followWorker<Setup, Task, Result>(
  worker: Worker,
  job: string,
  share: Share<Setup, Task, Result>,
): Promise<void> {
  const { setup, tasks, claims } = share;
  try {
    const end = hearWorker(worker, share);
    const request: WorkerRequest = { job, setup, tasks, claims };
    worker.postMessage(request);
    await end;
    worker.unref();
    IDLE.push(worker);
  } catch (error) {
    callOff(claims);
    await worker.terminate();
    throw error;
  }
}

/** Resolves at the end that the worker tells, after all its results. */
function hearWorker<Setup, Task, Result>(
  worker: Worker,
  { keep }: Share<Setup, Task, Result>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      if (error === null) resolve();
      else reject(error);
    };
    const onMessage = (answer: WorkerAnswer<Result>): void => {
      if (answer.kind === "end") settle(null);
      else if (answer.kind === "failure") settle(new Error(`A learning thread failed: ${answer.message}`));
      else {
        try {
          keep(answer.at, answer.result);
        } catch (error) {
          settle(toCause(error));
        }
      }
    };
    const onError = (error: unknown): void => settle(toCause(error));
    const onExit = (code: number): void => settle(new Error(`A learning thread ended with code ${code}`));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
  });
}

const toCause = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
