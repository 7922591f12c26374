/** The running half of a job: what `prepare` set up, applied to one task after another. */
export interface Work<Task, Result> {
  run(task: Task): Result;
}

/**
 * A kind of work that threads can share. Setup and tasks are sent to each thread once and should hold SharedArrayBuffers
 * where they are large; results are sent back one by one. A result must depend on setup and task alone.
 */
export interface Job<Setup, Task, Result> {
  /** Name in the table of jobs of `worker.ts`. */
  readonly name: string;
  prepare(setup: Setup): Work<Task, Result>;
  /** Memory that belongs to the result alone: another thread hands it over instead of having it copied. */
  owned?(result: Result): readonly ArrayBuffer[];
}

/** What the pool tells a worker: do what you can claim of these tasks, then say that you are at the end. */
export interface WorkerRequest {
  readonly job: string;
  readonly setup: unknown;
  readonly tasks: readonly unknown[];
  readonly claims: Int32Array;
}

/** What a worker answers: the result of the task at a place, as often as it claimed one, and an end. */
export type WorkerAnswer<Result = unknown> =
  | { readonly kind: "result"; readonly at: number; readonly result: Result }
  | { readonly kind: "end" }
  | { readonly kind: "failure"; readonly message: string };

/** The memory under the arrays that is not shared. */
export const buffersOf = (arrays: readonly ArrayBufferView[]): readonly ArrayBuffer[] =>
  arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
