import { Worker } from "node:worker_threads";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { Lane, type MakeLens } from "./lane.ts";
import type { EndWishes, LaneAnswer, LaneMessage, LensEnd, RowBlock } from "./lane-message.ts";

/** Old-generation heap of one lane. */
const LANE_HEAP_MB = 320;
const LANE_YOUNG_HEAP_MB = 32;

/** Lanes that work at the same time, each on partitions of its own. */
export interface Lanes {
  readonly count: number;
  tell(lane: number, message: Exclude<LaneMessage, { readonly kind: "rows" | "end" }>): void;
  /** Hands a block to all lanes; `onRelease` is called once all are through with it. */
  push(block: RowBlock, onRelease: (block: number) => void): void;
  /** Ends the day; what each lane has found, by lane, then lens. */
  endDay(wants: EndWishes): Promise<readonly (readonly LensEnd[])[]>;
  /** Rejects when a lane has failed; never resolves. */
  readonly failure: Promise<never>;
  close(): Promise<void>;
}

/** Lanes that work here, at once, one after the other. */
export function openLaneHere(makeLens: MakeLens, count = 1): Lanes {
  const lanes = Array.from({ length: count }, () => new Lane(makeLens));
  return {
    count,
    tell: (lane, message) => lanes[lane]!.take(message),
    push(block, onRelease) {
      for (const lane of lanes) lane.push(block);
      onRelease(block.number);
    },
    endDay: async (wants) => lanes.map((lane) => lane.endDay(wants)),
    failure: new Promise(() => {}),
    close: async () => {},
  };
}

/** As many threads, which begin to load the program at once. */
export const openLaneThreads = (threads: number): Lanes => new LaneCrew(threads);

interface Seat {
  readonly worker: Worker;
  onEnd: (lenses: readonly LensEnd[]) => void;
}

class LaneCrew implements Lanes {
  readonly failure: Promise<never>;
  readonly #seats: readonly Seat[];
  /** Lanes that are not yet through with a block. */
  readonly #readers = new Map<number, { lanes: number; readonly onRelease: (block: number) => void }>();
  #fail: (error: Error) => void = () => {};

  constructor(threads: number) {
    this.failure = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    // Whoever waits for something else meanwhile must not leave it unhandled.
    this.failure.catch(() => {});
    this.#seats = Array.from({ length: threads }, () => this.#createSeat());
  }

  get count(): number {
    return this.#seats.length;
  }

  tell(lane: number, message: LaneMessage): void {
    this.#seats[lane]!.worker.postMessage(message);
  }

  push(block: RowBlock, onRelease: (block: number) => void): void {
    this.#readers.set(block.number, { lanes: this.#seats.length, onRelease });
    for (const { worker } of this.#seats) worker.postMessage({ kind: "rows", block } satisfies LaneMessage);
  }

  endDay(wants: EndWishes): Promise<readonly (readonly LensEnd[])[]> {
    const ends = this.#seats.map(
      (seat) =>
        new Promise<readonly LensEnd[]>((resolve) => {
          seat.onEnd = resolve;
          seat.worker.postMessage({ kind: "end", wants } satisfies LaneMessage);
        }),
    );
    return Promise.race([this.failure, Promise.all(ends)]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#seats.map(({ worker }) => worker.terminate()));
  }

  #createSeat(): Seat {
    const seat: Seat = { worker: startWorker(), onEnd: () => {} };
    seat.worker.on("message", (answer: LaneAnswer) => {
      if (answer.kind === "ended") seat.onEnd(answer.lenses);
      else this.#release(answer.block);
    });
    seat.worker.on("error", (error: Error) => {
      this.#fail(toError(APP_PROBLEMS, "RUN_BEHAVIOUR_FAILED", { reason: error.message }, { cause: error }));
    });
    return seat;
  }

  #release(block: number): void {
    const readers = this.#readers.get(block);
    if (readers === undefined) return;
    readers.lanes--;
    if (readers.lanes > 0) return;
    this.#readers.delete(block);
    readers.onRelease(block);
  }
}

function startWorker(): Worker {
  const file = import.meta.url.endsWith(".ts") ? "./lane-worker.ts" : "./lane-worker.js";
  return new Worker(new URL(file, import.meta.url), {
    resourceLimits: {
      maxOldGenerationSizeMb: LANE_HEAP_MB,
      maxYoungGenerationSizeMb: LANE_YOUNG_HEAP_MB,
    },
  });
}
