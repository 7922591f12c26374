import { enableCompileCache } from "node:module";
import { parentPort } from "node:worker_threads";
import type { CrewMessage } from "../worker-crew.ts";
import type { ScanSettings, ScanTask } from "./scan-task.ts";
import type { TaskScanner } from "./task-scanner.ts";

/** A worker thread of a scan: settings and tasks come in, parts of results go out. Typed arrays are handed over, not copied. */
const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

// Each thread reads the same program; what the first compiled need not be compiled again.
enableCompileCache();
const program = import("./task-scanner.ts");
let scanner: Promise<TaskScanner> | null = null;
let previous: Promise<void> = Promise.resolve();
port.on("message", (message: CrewMessage<ScanSettings, ScanTask>) => {
  if (message.kind === "settings") {
    scanner = program.then(({ createTaskScanner }) => createTaskScanner(message.settings, message.sender));
  } else {
    previous = previous.then(() => runTask(message.task));
  }
});

async function runTask(task: ScanTask): Promise<void> {
  if (scanner === null) throw new Error("a task came before the settings");
  for await (const part of (await scanner).scan(task)) {
    const { events, matches } = part.batch;
    port!.postMessage(part, [
      events.rows.at.buffer,
      matches.fields.buffer,
      matches.values.buffer,
    ] as ArrayBuffer[]);
  }
}
