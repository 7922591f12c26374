import { API_PROBLEMS } from "../../api/index.ts";
import { toError } from "../../domain/index.ts";

/** One piece of work after another: what writes much does not do so at once. */
export interface WorkQueue {
  /** Throws API_BUSY when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** When all is done that was asked for until then. */
  idle(): Promise<void>;
}

/** Pieces of work that may wait. */
const WAITING_MAX = 64;

export function createWorkQueue(waitingMax: number = WAITING_MAX): WorkQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async run(work) {
      if (waiting >= waitingMax) throw toError(API_PROBLEMS, "API_BUSY", { waiting });
      waiting++;
      const next = last.then(work).finally(() => {
        waiting--;
      });
      last = next.catch(() => {});
      return next;
    },
    async idle() {
      await last;
    },
  };
}
