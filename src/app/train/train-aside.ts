import { setImmediate as giveWay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { GaitError, type ProblemReport } from "../../domain/index.ts";
import { toProgram } from "../worker-crew.ts";
import type { LabelledEvent } from "./read-labelled.ts";
import type { OnTrainingStep, TrainingResult, TrainingStep, TrainingTask } from "./train-task.ts";

/** What the thread is told: rows, then that these are all. */
export type TrainingOrder =
  | { readonly kind: "rows"; readonly rows: readonly LabelledEvent[] }
  | { readonly kind: "begin" };

/** What the thread tells. */
export type TrainingAnswer =
  | {
      readonly kind: "step";
      readonly step: TrainingStep;
      readonly done: number;
      readonly total: number | null;
    }
  | { readonly kind: "over"; readonly result: TrainingResult }
  | { readonly kind: "refused"; readonly report: ProblemReport };

export interface TrainingAside {
  readonly task: TrainingTask;
  /** Stored events, page by page; null: the task makes its own. */
  readonly rows: AsyncIterable<readonly LabelledEvent[]> | null;
  readonly rowsMax: number;
  readonly stop: AbortSignal;
  readonly onStep: OnTrainingStep;
}

/** Memory of the thread, above what events of its rows take. */
const HEAP_MB = 2048;

/** Learns in a thread of its own, so that whoever asks the server meanwhile waits for nobody. Throws the stop's reason. */
export async function trainAside({
  task,
  rows,
  rowsMax,
  stop,
  onStep,
}: TrainingAside): Promise<TrainingResult> {
  const worker = new Worker(toProgram(import.meta.url, "train-worker"), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const end = (): void => void worker.terminate();
  stop.addEventListener("abort", end, { once: true });
  try {
    const answer = listen(worker, { stop, onStep });
    // Looked at below; a thread that fails while rows are sent must not end the server.
    answer.catch(() => {});
    let sent = 0;
    for await (const page of rows ?? []) {
      stop.throwIfAborted();
      worker.postMessage({ kind: "rows", rows: page } satisfies TrainingOrder);
      sent += page.length;
      onStep("reading", sent, rowsMax);
      await giveWay();
    }
    worker.postMessage({ kind: "begin" } satisfies TrainingOrder);
    return await answer;
  } finally {
    stop.removeEventListener("abort", end);
    await worker.terminate();
  }
}

/** What the thread comes to. */
const listen = (
  worker: Worker,
  { stop, onStep }: Pick<TrainingAside, "stop" | "onStep">,
): Promise<TrainingResult> =>
  new Promise((resolve, reject) => {
    worker.on("message", (answer: TrainingAnswer) => {
      if (answer.kind === "step") onStep(answer.step, answer.done, answer.total);
      else if (answer.kind === "refused") reject(new GaitError(answer.report));
      else resolve(answer.result);
    });
    worker.on("error", reject);
    worker.on("exit", () =>
      reject(
        stop.aborted
          ? new Error("The thread was stopped.")
          : new Error("The thread ended without an answer."),
      ),
    );
  });
