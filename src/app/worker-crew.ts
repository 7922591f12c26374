import { Worker } from "node:worker_threads";
import { toError } from "../domain/index.ts";
import { APP_PROBLEMS } from "./problems.ts";

/** Work for one thread; tasks are numbered from 0 without gaps. */
export interface CrewTask {
  readonly number: number;
}

/** A part of a task's result; a long one gives several. */
export interface CrewPart {
  readonly task: number;
  /** The task's last part. */
  readonly last: boolean;
}

/** What a worker is told: the settings first, then tasks. `sender` tells the threads of one crew apart. */
export type CrewMessage<Settings, Task> =
  | { readonly kind: "settings"; readonly settings: Settings; readonly sender: number }
  | { readonly kind: "task"; readonly task: Task };

export interface CrewOptions<Task> {
  readonly threads: number;
  /** The program of each thread. */
  readonly program: URL;
  /** What the task works on, for the message when a thread fails. */
  readonly nameOf: (task: Task) => string;
}

/** Tasks that may be under way or waiting for their turn, per thread: bounds what is held in memory. */
const TASKS_AHEAD_PER_THREAD = 3;
/** Old-generation heap of one worker; with two of them and the main thread a scan stays under 1 GiB. */
const WORKER_HEAP_MB = 256;
/** Records live for a moment: a roomy young generation lets most of them die before they are copied. */
const WORKER_YOUNG_HEAP_MB = 64;

interface Seat {
  readonly worker: Worker;
  /** Tasks given to it and not finished. */
  load: number;
}

/** Worker threads, which begin to load their program at once, with the parts that wait for their turn. */
export class WorkerCrew<Settings, Task extends CrewTask, Part extends CrewPart> {
  readonly #options: CrewOptions<Task>;
  readonly #seats: readonly Seat[];
  readonly #waiting = new Map<number, Part[]>();
  readonly #underWay = new Map<number, Task>();
  #failure: Error | null = null;
  #wake = (): void => {};
  #given = 0;

  constructor(options: CrewOptions<Task>) {
    this.#options = options;
    this.#seats = Array.from({ length: options.threads }, () => this.#createSeat());
  }

  /** Gives the tasks' parts in the order of the tasks, whatever the number of threads. Once for each crew. */
  async *run(tasks: Iterable<Task> | AsyncIterable<Task>, settings: Settings): AsyncGenerator<Part> {
    this.#seats.forEach(({ worker }, sender) => {
      worker.postMessage({ kind: "settings", settings, sender } satisfies CrewMessage<Settings, Task>);
    });
    const source = Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]();
    const aheadMax = this.#seats.length * TASKS_AHEAD_PER_THREAD;
    let exhausted = false;
    for (let turn = 0; ; ) {
      while (!exhausted && this.#given - turn < aheadMax) {
        const next = await source.next();
        if (next.done === true) exhausted = true;
        else this.#give(next.value);
      }
      if (turn === this.#given) return;
      const part = await this.#takePart(turn);
      if (part.last) turn++;
      yield part;
    }
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.worker.terminate()));
  }

  /** Gives a task to the thread that has the least to do. */
  #give(task: Task): void {
    const seat = this.#seats.reduce((least, one) => (one.load < least.load ? one : least));
    this.#waiting.set(task.number, []);
    this.#underWay.set(task.number, task);
    seat.load++;
    this.#given++;
    seat.worker.postMessage({ kind: "task", task } satisfies CrewMessage<Settings, Task>);
  }

  /** The task's next part, as soon as there is one. Throws when a thread has failed. */
  async #takePart(task: number): Promise<Part> {
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

  #createSeat(): Seat {
    const worker = new Worker(this.#options.program, {
      resourceLimits: {
        maxOldGenerationSizeMb: WORKER_HEAP_MB,
        maxYoungGenerationSizeMb: WORKER_YOUNG_HEAP_MB,
      },
    });
    const seat: Seat = { worker, load: 0 };
    worker.on("message", (part: Part) => {
      this.#waiting.get(part.task)!.push(part);
      if (part.last) {
        seat.load--;
        this.#underWay.delete(part.task);
      }
      this.#wake();
    });
    worker.on("error", (error: Error) => {
      this.#failure ??= this.#toProblem(error);
      this.#wake();
    });
    return seat;
  }

  #toProblem(error: Error): Error {
    const [task] = this.#underWay.values();
    const file = task === undefined ? "the input" : this.#options.nameOf(task);
    return toError(APP_PROBLEMS, "RUN_WORKER_FAILED", { file, reason: error.message }, { cause: error });
  }
}

/** The program beside a module, as it stands or as it was built. */
export const toProgram = (moduleUrl: string, name: string): URL =>
  new URL(`./${name}${moduleUrl.endsWith(".ts") ? ".ts" : ".js"}`, moduleUrl);
