import type { AnyFitted } from "./estimators.ts";
import { checkMatrix, type Matrix, toSharedMatrix } from "./matrix.ts";
import { type RunOptions, runTasks } from "./parallel/pool.ts";
import { SCORE_JOB } from "./parallel/score-rows.ts";
import { checkParameter, THREADS_MAX } from "./parameter.ts";

/** Rows that a thread scores before it reports. */
const ROWS_A_TASK = 8_192;

/**
 * The scores of a large table by several threads: the same numbers as the estimator's `score` gives, with progress and
 * cancellation. One thread works here and lets other work run in between.
 */
export async function scoreInThreads(
  fitted: AnyFitted,
  table: Matrix,
  options: RunOptions,
): Promise<Float64Array> {
  const threads = options.threads ?? 1;
  checkParameter("threads", threads, { min: 1, max: THREADS_MAX, integer: true });
  checkMatrix(table);
  const setup = { fitted, table: threads > 1 ? toSharedMatrix(table) : table };
  const tasks = Array.from({ length: Math.ceil(table.rows / ROWS_A_TASK) }, (_, at) => ({
    from: at * ROWS_A_TASK,
    to: Math.min((at + 1) * ROWS_A_TASK, table.rows),
  }));
  const parts = await runTasks(SCORE_JOB, { setup, tasks }, options);
  const scores = new Float64Array(table.rows);
  parts.forEach((part, at) => {
    scores.set(part, at * ROWS_A_TASK);
  });
  return scores;
}
