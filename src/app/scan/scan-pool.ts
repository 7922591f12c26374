import { toProgram, WorkerCrew } from "../worker-crew.ts";
import type { ScanPart, ScanSettings, ScanTask } from "./scan-task.ts";
import { createTaskScanner } from "./task-scanner.ts";

/** Threads that begin to load the program at once, while the main thread still reads rules. */
export interface ScanPool {
  /** Runs tasks and gives their parts in the order of the tasks, whatever the number of threads. Once for each pool. */
  run(tasks: Iterable<ScanTask>, settings: ScanSettings): AsyncGenerator<ScanPart>;
  close(): Promise<void>;
}

/** 0 threads: the work is done here. */
export function openScanPool(threads: number): ScanPool {
  if (threads === 0) return { run: runHere, close: async () => {} };
  const crew = new WorkerCrew<ScanSettings, ScanTask, ScanPart>({
    threads,
    program: toProgram(import.meta.url, "scan-worker"),
    nameOf: (task) => task.paths[0] ?? "the input",
  });
  return { run: (tasks, settings) => crew.run(tasks, settings), close: () => crew.dismiss() };
}

async function* runHere(tasks: Iterable<ScanTask>, settings: ScanSettings): AsyncGenerator<ScanPart> {
  const scanner = await createTaskScanner(settings);
  for (const task of tasks) yield* scanner.scan(task);
}
