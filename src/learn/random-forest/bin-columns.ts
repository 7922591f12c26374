import { copyColumn, type Matrix, toSharedShape } from "../matrix.ts";
import type { Job } from "../parallel/job.ts";
import { type RunOptions, runTasks } from "../parallel/pool.ts";
import { type BinnedTable, binColumn, type ColumnBins } from "./bins.ts";

interface BinSetup {
  readonly table: Matrix;
  readonly binsMax: number;
  /** Shared; gets the codes. */
  readonly codes: Uint8Array;
}

/** A task is a column. */
export const BIN_JOB: Job<BinSetup, number, ColumnBins> = {
  name: "bin-columns",
  prepare: ({ table: { columns, rows }, binsMax, codes }) => ({
    run: (at) => binColumn(columns[at]!, binsMax, codes.subarray(at * rows, (at + 1) * rows)),
  }),
};

/** A table of fewer cells is binned by this thread: a message to another costs more than it saves. */
export const CELLS_FOR_THREADS = 100_000;

/** Bins the columns of a table, by several threads where it is large; the codes lie in memory that threads share. */
export async function binColumns(
  table: Matrix,
  binsMax: number,
  { threads = 1, abort }: Pick<RunOptions, "threads" | "abort"> = {},
): Promise<BinnedTable> {
  const { rows, columns } = table;
  const codes = new Uint8Array(new SharedArrayBuffer(columns.length * rows));
  const tasks = columns.map((_, at) => at);
  const inThreads = threads > 1 && rows * columns.length >= CELLS_FOR_THREADS;
  const shared = inThreads ? toSharedShape(table) : table;
  const run = {
    setup: { table: shared, binsMax, codes },
    tasks,
    feed: (at: number) => copyColumn(table, shared, { at, from: 0, to: rows }),
  };
  const options = { threads: inThreads ? threads : 1, ...(abort === undefined ? {} : { abort }) };
  return { rows, codes, columns: await runTasks(BIN_JOB, run, options) };
}
