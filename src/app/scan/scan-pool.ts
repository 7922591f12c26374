import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import type { ScanPart, ScanSettings, ScanTask } from "./scan-task.ts";
import { createTaskScanner } from "./task-scanner.ts";

/** Tasks that may be under way or waiting for their turn, per thread: bounds what is held in memory. */
const TASKS_AHEAD_PER_THREAD = 3;
/** Old-generation heap of one worker; with two of them and the main thread a scan stays under 1 GiB. */
const WORKER_HEAP_MB = 256;
/** Records live for a moment: a roomy young generation lets most of them die before they are copied. */
const WORKER_YOUNG_HEAP_MB = 96;

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

async function* runInWorkers(
  tasks: Iterable<ScanTask> | AsyncIterable<ScanTask>,
  settings: ScanSettings,
  threads: number,
): AsyncGenerator<ScanPart> {
  const crew = new Crew(settings, threads);
  try {
    const source = toIterator(tasks);
    let exhausted = false;
    let turn = 0;
    for (;;) {
      while (!exhausted && crew.given - turn < threads * TASKS_AHEAD_PER_THREAD) {
        const next = await source.next();
        if (next.done === true) exhausted = true;
        else crew.give(next.value);
      }
      if (turn === crew.given) return;
      const part = await crew.takePart(turn);
      if (part.last) turn++;
      yield part;
    }
  } finally {
    await crew.dismiss();
  }
}

interface Seat {
  readonly worker: Worker;
  /** Tasks given to it and not finished. */
  load: number;
}

/** Worker threads with the parts that wait for their turn. */
class Crew {
  given = 0;
  readonly #seats: readonly Seat[];
  readonly #waiting = new Map<number, ScanPart[]>();
  readonly #underWay = new Map<number, ScanTask>();
  #failure: Error | null = null;
  #wake = (): void => {};

  constructor(settings: ScanSettings, threads: number) {
    this.#seats = Array.from({ length: threads }, () => this.#createSeat(settings));
  }

  /** Gives a task to the thread that has the least to do. */
  give(task: ScanTask): void {
    const seat = this.#seats.reduce((least, one) => (one.load < least.load ? one : least));
    this.#waiting.set(task.number, []);
    this.#underWay.set(task.number, task);
    seat.load++;
    this.given++;
    seat.worker.postMessage(task);
  }

  /** The task's next part, as soon as there is one. Throws when a thread has failed. */
  async takePart(task: number): Promise<ScanPart> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const part = this.#waiting.get(task)!.shift();
      if (part === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (part.last) this.#waiting.delete(task);
      return part;
    }
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.worker.terminate()));
  }

  #createSeat(settings: ScanSettings): Seat {
    const seat: Seat = { worker: startWorker(settings), load: 0 };
    seat.worker.on("message", (part: ScanPart) => {
      this.#waiting.get(part.task)!.push(part);
      if (part.last) {
        seat.load--;
        this.#underWay.delete(part.task);
      }
      this.#wake();
    });
    seat.worker.on("error", (error: Error) => {
      this.#failure ??= toWorkerError(error, [...this.#underWay.values()][0]);
      this.#wake();
    });
    return seat;
  }
}

function startWorker(settings: ScanSettings): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./scan-worker.ts" : "./scan-worker.js";
  return new Worker(new URL(file, import.meta.url), {
    workerData: settings,
    resourceLimits: {
      maxOldGenerationSizeMb: WORKER_HEAP_MB,
      maxYoungGenerationSizeMb: WORKER_YOUNG_HEAP_MB,
    },
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
