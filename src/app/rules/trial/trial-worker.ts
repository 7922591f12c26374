import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { TrialMessage, TrialTask } from "./trial-task.ts";

/** A worker thread that tries one rule: the task is there from the start, steps and the outcome go out. */
const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

enableCompileCache();
const { tryInputs } = await import("./try-inputs.ts");
const task: TrialTask = workerData;
const tell = (message: TrialMessage): void => port.postMessage(message);
tell({ kind: "over", tried: await tryInputs(task, (done, total) => tell({ kind: "step", done, total })) });
