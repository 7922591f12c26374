import { parentPort, workerData } from "node:worker_threads";
import { GaitError } from "../../domain/index.ts";
import type { LabelledEvent } from "./read-labelled.ts";
import type { TrainingAnswer, TrainingOrder } from "./train-aside.ts";
import { type TrainingTask, trainOn } from "./train-task.ts";

const port = parentPort;
if (port === null) throw new Error("This program runs in a thread of its own.");
// The thread's starter gives it nothing else.
const task = workerData as TrainingTask;
const rows: LabelledEvent[] = [];
const tell = (answer: TrainingAnswer): void => port.postMessage(answer);

port.on("message", (order: TrainingOrder) => {
  if (order.kind === "rows") {
    rows.push(...order.rows);
    return;
  }
  void learn().finally(() => port.close());
});

async function learn(): Promise<void> {
  try {
    const result = await trainOn(task, rows, (step, done, total) =>
      tell({ kind: "step", step, done, total }),
    );
    tell({ kind: "over", result });
  } catch (error) {
    if (!(error instanceof GaitError)) throw error;
    tell({ kind: "refused", report: error.report });
  }
}
