import { setTimeout as wait } from "node:timers/promises";
import type { DetectProgress } from "../../cli/detect.ts";
import { GaitError } from "../../domain/index.ts";
import type { WorkQueue } from "./work-queue.ts";

/** How long the first of several uploads waits for the next. */
const GATHER_MS = 200;

/** Nobody wants to know any more what the pass would find: the server ends, or the rules are others now. */
class PassBrokenOff extends Error {}

export type TurnState =
  | { readonly state: "idle" | "waiting" }
  | { readonly state: "running"; readonly progress: DetectProgress | null };

/** What a pass tells of itself and asks while it goes on. */
export interface LookWatch {
  /** May throw, to break the pass off. */
  readonly onProgress: (progress: DetectProgress) => void;
  /** When more came in since it was asked last; false: told to stop before. */
  readonly untilFresh: (stop: AbortSignal) => Promise<boolean>;
}

export interface PassTurns {
  state(): TurnState;
  /** What went wrong with the last pass; null: nothing. */
  failure(): string | null;
  /** Asks for a pass, soon. */
  request(): void;
  /** The same when rules are others now: a pass that still matches the ones before breaks off. */
  requestAnew(): void;
  /** No pass begins any more; one that still matches rules breaks off. */
  stop(): void;
}

export interface PassTurnsParts {
  readonly queue: WorkQueue;
  readonly look: (watch: LookWatch) => Promise<void>;
  /** Told of what went wrong. */
  readonly onFailure: (error: unknown) => void;
}

/** One pass at a time, and one more when something came meanwhile. */
export function createPassTurns({ queue, look, onFailure }: PassTurnsParts): PassTurns {
  let state: TurnState = { state: "idle" };
  let failure: string | null = null;
  let isStopped = false;
  let isOutdated = false;
  let isWantedAgain = false;
  const fresh = createFlag();
  const pass = (): Promise<void> => {
    state = { state: "running", progress: null };
    isOutdated = false;
    fresh.take();
    return look({
      onProgress(progress) {
        state = { state: "running", progress };
        // What was matched is kept. The rest of a pass ends soon, in threads that nothing may break into.
        if ((isStopped || isOutdated) && progress.step === "matching rules") throw new PassBrokenOff();
      },
      untilFresh: (stop) => fresh.until(stop),
    });
  };
  const begin = async (): Promise<void> => {
    try {
      // What comes in one after another is looked at together.
      await wait(GATHER_MS);
      await queue.run(async () => {
        if (!isStopped) await pass();
      });
      failure = null;
    } catch (error) {
      if (error instanceof PassBrokenOff) return;
      failure = error instanceof GaitError ? error.report.text : "something that should not go wrong";
      onFailure(error);
    } finally {
      state = { state: "idle" };
      if (isWantedAgain) request();
    }
  };
  const request = (): void => {
    // What waits has not begun: it will look at this, too.
    if (isStopped || state.state === "waiting") return;
    isWantedAgain = state.state === "running";
    fresh.set(isWantedAgain);
    if (isWantedAgain) return;
    state = { state: "waiting" };
    void begin();
  };
  return {
    state: () => state,
    failure: () => failure,
    request,
    requestAnew() {
      isOutdated = true;
      request();
    },
    stop() {
      isStopped = true;
    },
  };
}

/** Set once, taken once. */
function createFlag() {
  let isSet = false;
  let wake = (): void => {};
  const take = (): boolean => {
    const was = isSet;
    isSet = false;
    return was;
  };
  return {
    set(value: boolean): void {
      isSet = value;
      if (value) wake();
    },
    take,
    /** Takes it when it is set; false: told to stop before. */
    async until(stop: AbortSignal): Promise<boolean> {
      while (!stop.aborted) {
        if (take()) return true;
        await new Promise<void>((resolve) => {
          wake = resolve;
          stop.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      return false;
    },
  };
}
