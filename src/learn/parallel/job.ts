/** The running half of a job: what `prepare` set up, applied to one task after another. */
export interface Work<Task, Result> {
  run(task: Task): Result;
}

/**
 * A kind of work that threads can share. `setup` is sent to each thread once and should hold SharedArrayBuffers where
 * it is large; tasks and results are sent per task. A result must depend on setup and task alone.
 */
export interface Job<Setup, Task, Result> {
  /** Name in the table of jobs of `worker.ts`. */
  readonly name: string;
  prepare(setup: Setup): Work<Task, Result>;
}

/** What the pool tells a worker. A setup stays until the next one, or until `forget`. */
export type WorkerRequest =
  | { readonly kind: "setup"; readonly job: string; readonly setup: unknown }
  | { readonly kind: "task"; readonly task: unknown }
  | { readonly kind: "forget" };

/** What a worker answers to a task. */
export type WorkerAnswer =
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "failure"; readonly message: string };
