import type { AnyFitted } from "./estimators.ts";
import { checkMatrix, type Matrix } from "./matrix.ts";
import { type RunOptions, runTasks } from "./parallel/pool.ts";
import { type RowRange, SCORE_JOB, toSharedSetup } from "./parallel/score-rows.ts";
import { checkParameter, THREADS_MAX } from "./parameter.ts";

/** Rows that a thread scores at most before it reports. */
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
  const ranges = toRowRanges(table.rows, threads);
  const setup =
    threads > 1 && ranges.length > 1 ? toSharedSetup(fitted, table) : { fitted, table, shared: null };
  const parts = await runTasks(SCORE_JOB, { setup, tasks: ranges }, options);
  const scores = new Float64Array(table.rows);
  parts.forEach((part, at) => {
    scores.set(part, ranges[at]!.from);
  });
  return scores;
}

/** Equal ranges, as many for each thread, so that all end together; one where a thread's message costs more than it saves. */
function toRowRanges(rows: number, threads: number): RowRange[] {
  if (rows === 0) return [];
  const ranges = rows <= ROWS_A_TASK ? 1 : threads * Math.ceil(rows / (threads * ROWS_A_TASK));
  const size = Math.ceil(rows / ranges);
  return Array.from({ length: Math.ceil(rows / size) }, (_, at) => ({
    from: at * size,
    to: Math.min((at + 1) * size, rows),
  }));
}
