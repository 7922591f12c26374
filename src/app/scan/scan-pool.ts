import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import type { ScanPart, ScanSettings, ScanTask } from "./scan-task.ts";
import { createTaskScanner } from "./task-scanner.ts";

/** Tasks that may be under way or waiting for their turn, per thread: bounds what is held in memory. */
const TASKS_AHEAD_PER_THREAD = 3;
/** Old-generation heap of one worker; with two of them and the main thread a scan stays under 1 GiB. */
const WORKER_HEAP_MB = 320;

/** Runs tasks and gives their parts in the order of the tasks, whatever the number of threads. */
export async function* runTasks(
  tasks: Iterable<ScanTask> | AsyncIterable<ScanTask>,
  settings: ScanSettings,
  threads: number,
): AsyncGenerator<ScanPart> {
  if (threads > 0) {
    yield* runInWorkers(tasks, settings, threads);
    return;
  }
  const scanner = await createTaskScanner(settings);
  for await (const task of tasks) yield* scanner.scan(task);
}

interface Seat {
  readonly worker: Worker;
  /** Tasks given to it and not finished. */
  load: number;
}

async function* runInWorkers(
  tasks: Iterable<ScanTask> | AsyncIterable<ScanTask>,
  settings: ScanSettings,
  threads: number,
): AsyncGenerator<ScanPart> {
  const waiting = new Map<number, ScanPart[]>();
  const underWay = new Map<number, ScanTask>();
  const state = { failure: null as Error | null, wake: () => {} };
  const seats = Array.from({ length: threads }, (): Seat => ({ worker: startWorker(settings), load: 0 }));
  for (const seat of seats) {
    seat.worker.on("message", (part: ScanPart) => {
      waiting.get(part.task)!.push(part);
      if (part.last) {
        seat.load--;
        underWay.delete(part.task);
      }
      state.wake();
    });
    seat.worker.on("error", (error: Error) => {
      state.failure ??= toWorkerError(error, [...underWay.values()][0]);
      state.wake();
    });
  }
  try {
    const source = toIterator(tasks);
    let exhausted = false;
    let next = 0;
    let turn = 0;
    for (;;) {
      while (!exhausted && next - turn < threads * TASKS_AHEAD_PER_THREAD) {
        const given = await source.next();
        if (given.done === true) exhausted = true;
        else {
          const seat = seats.reduce((least, one) => (one.load < least.load ? one : least));
          waiting.set(given.value.number, []);
          underWay.set(given.value.number, given.value);
          seat.load++;
          seat.worker.postMessage(given.value);
          next++;
        }
      }
      if (state.failure !== null) throw state.failure;
      const parts = waiting.get(turn);
      if (parts === undefined) return;
      const part = parts.shift();
      if (part === undefined) {
        await new Promise<void>((resolve) => {
          state.wake = resolve;
        });
        continue;
      }
      if (part.last) {
        waiting.delete(turn);
        turn++;
      }
      yield part;
    }
  } finally {
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }
}

function startWorker(settings: ScanSettings): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./scan-worker.ts" : "./scan-worker.js";
  return new Worker(new URL(file, import.meta.url), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
}

function toWorkerError(error: Error, task: ScanTask | undefined): Error {
  return toError(
    APP_PROBLEMS,
    "RUN_WORKER_FAILED",
    { file: task?.paths[0] ?? "the input", reason: error.message },
    { cause: error },
  );
}

function toIterator<T>(items: Iterable<T> | AsyncIterable<T>): { next(): Promise<IteratorResult<T>> } {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  return { next: async () => iterator.next() };
}
