import type { AnyFitted } from "./estimators.ts";
import { alignMatrix, checkMatrix, checkShape, type Matrix, viewRows } from "./matrix.ts";
import { type RunOptions, runTasks } from "./parallel/pool.ts";
import { type RowRange, SCORE_JOB, toSharedScoring } from "./parallel/score-rows.ts";
import { checkParameter, THREADS_MAX } from "./parameter.ts";

/** Rows that a thread scores at most before it reports. */
const ROWS_A_TASK = 8_192;
/** Less towards the end, for the last thread at work keeps all waiting; but no less than a message is worth. */
const ROWS_A_TASK_MIN = 2_048;

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
  checkShape(table);
  const tasks = toRowRanges(table.rows, threads);
  const scores = new Float64Array(table.rows);
  for (const [at, part] of (await scoreRanges(fitted, table, { ...options, tasks })).entries()) {
    scores.set(part, tasks[at]!.from);
  }
  return scores;
}

async function scoreRanges(
  fitted: AnyFitted,
  table: Matrix,
  options: RunOptions & { readonly tasks: readonly RowRange[] },
): Promise<Float64Array[]> {
  const { threads = 1, tasks } = options;
  if (threads === 1 || tasks.length < 2) {
    checkMatrix(table);
    return runTasks(SCORE_JOB, { setup: { fitted, table, shared: null }, tasks }, options);
  }
  // A thread's error is only its text: what is wrong with the table is found here, with its code.
  alignMatrix(viewRows(table, 0, 0), fitted.features);
  try {
    return await runTasks(SCORE_JOB, { ...toSharedScoring(fitted, table), tasks }, options);
  } catch (error) {
    checkMatrix(table);
    throw error;
  }
}

/** One range where a thread's message costs more than it saves, else ranges that become shorter towards the end. */
function toRowRanges(rows: number, threads: number): RowRange[] {
  const ranges: RowRange[] = [];
  for (let from = 0; from < rows; ) {
    const share = Math.ceil((rows - from) / (2 * threads));
    const size = rows <= ROWS_A_TASK ? rows : Math.min(Math.max(share, ROWS_A_TASK_MIN), ROWS_A_TASK);
    const to = Math.min(from + size, rows);
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}
