import { Worker } from "node:worker_threads";
import { toProgram } from "../../worker-crew.ts";
import type { TrialMessage, TrialTask, Tried } from "./trial-task.ts";

/** Memory of the thread: matches beyond it go to a temporary file. */
const HEAP_MB = 512;

/** Tries in a thread of its own, so that nobody waits for a rule that is slow. Throws the stop's reason. */
export async function tryAside(
  task: TrialTask,
  { stop, onStep }: { readonly stop: AbortSignal; readonly onStep: (done: number, total: number) => void },
): Promise<Tried> {
  stop.throwIfAborted();
  const worker = new Worker(toProgram(import.meta.url, "trial-worker"), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  const end = (): void => void worker.terminate();
  stop.addEventListener("abort", end, { once: true });
  try {
    return await new Promise<Tried>((resolve, reject) => {
      worker.on("message", (message: TrialMessage) => {
        if (message.kind === "step") onStep(message.done, message.total);
        else resolve(message.tried);
      });
      worker.on("error", reject);
      worker.on("exit", () =>
        reject(stop.aborted ? stop.reason : new Error("The thread ended without an answer.")),
      );
    });
  } finally {
    stop.removeEventListener("abort", end);
    await worker.terminate();
  }
}
