import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { ScanSettings, ScanTask } from "./scan-task.ts";

/** A worker thread of a scan: tasks come in, parts of results go out. Typed arrays are handed over, not copied. */
const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

// Each thread reads the same program; what the first compiled need not be compiled again.
enableCompileCache();
const scanner = import("./task-scanner.ts").then(({ createTaskScanner }) =>
  createTaskScanner(workerData as ScanSettings),
);
let previous: Promise<void> = Promise.resolve();
port.on("message", (task: ScanTask) => {
  previous = previous.then(() => run(task));
});

async function run(task: ScanTask): Promise<void> {
  for await (const part of (await scanner).scan(task)) {
    const { fingerprints, rows, ordinals } = part.batch;
    port!.postMessage(part, [
      fingerprints.buffer,
      ordinals.buffer,
      rows.at.buffer,
      rows.ids.buffer,
      rows.fields.buffer,
      rows.values.buffer,
    ] as ArrayBuffer[]);
  }
}
