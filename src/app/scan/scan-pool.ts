import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import type { ScanMessage, ScanPart, ScanSettings, ScanTask } from "./scan-task.ts";
import { createTaskScanner } from "./task-scanner.ts";

/** Tasks that may be under way or waiting for their turn, per thread: bounds what is held in memory. */
const TASKS_AHEAD_PER_THREAD = 3;
/** Old-generation heap of one worker; with two of them and the main thread a scan stays under 1 GiB. */
const WORKER_HEAP_MB = 256;
/** Records live for a moment: a roomy young generation lets most of them die before they are copied. */
const WORKER_YOUNG_HEAP_MB = 96;

/** Threads that begin to load the program at once, while the main thread still reads rules. */
export interface ScanPool {
  /** Runs tasks and gives their parts in the order of the tasks, whatever the number of threads. Once for each pool. */
  run(tasks: Iterable<ScanTask>, settings: ScanSettings): AsyncGenerator<ScanPart>;
  close(): Promise<void>;
}

/** 0 threads: the work is done here. */
export function openScanPool(threads: number): ScanPool {
  if (threads === 0) return { run: runHere, close: async () => {} };
  const crew = new Crew(threads);
  return { run: (tasks, settings) => crew.run(tasks, settings), close: () => crew.dismiss() };
}

async function* runHere(tasks: Iterable<ScanTask>, settings: ScanSettings): AsyncGenerator<ScanPart> {
  const scanner = await createTaskScanner(settings);
  for (const task of tasks) yield* scanner.scan(task);
}

interface Seat {
  readonly worker: Worker;
  /** Tasks given to it and not finished. */
  load: number;
}

/** Worker threads with the parts that wait for their turn. */
class Crew {
  readonly #seats: readonly Seat[];
  readonly #waiting = new Map<number, ScanPart[]>();
  readonly #underWay = new Map<number, ScanTask>();
  #failure: Error | null = null;
  #wake = (): void => {};

  #given = 0;

  constructor(threads: number) {
    this.#seats = Array.from({ length: threads }, () => this.#createSeat());
  }

  async *run(tasks: Iterable<ScanTask>, settings: ScanSettings): AsyncGenerator<ScanPart> {
    this.#seats.forEach(({ worker }, sender) => {
      worker.postMessage({ kind: "settings", settings, sender } satisfies ScanMessage);
    });
    const source = tasks[Symbol.iterator]();
    const aheadMax = this.#seats.length * TASKS_AHEAD_PER_THREAD;
    let exhausted = false;
    for (let turn = 0; ; ) {
      while (!exhausted && this.#given - turn < aheadMax) {
        const next = source.next();
        if (next.done === true) exhausted = true;
        else this.#give(next.value);
      }
      if (turn === this.#given) return;
      const part = await this.#takePart(turn);
      if (part.last) turn++;
      yield part;
    }
  }

  /** Gives a task to the thread that has the least to do. */
  #give(task: ScanTask): void {
    const seat = this.#seats.reduce((least, one) => (one.load < least.load ? one : least));
    this.#waiting.set(task.number, []);
    this.#underWay.set(task.number, task);
    seat.load++;
    this.#given++;
    seat.worker.postMessage({ kind: "task", task } satisfies ScanMessage);
  }

  /** The task's next part, as soon as there is one. Throws when a thread has failed. */
  async #takePart(task: number): Promise<ScanPart> {
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

  #createSeat(): Seat {
    const seat: Seat = { worker: startWorker(), load: 0 };
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

function startWorker(): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./scan-worker.ts" : "./scan-worker.js";
  return new Worker(new URL(file, import.meta.url), {
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
