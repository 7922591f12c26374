import { type AnyFitted, scoreModel } from "../estimators.ts";
import { type Matrix, viewRows } from "../matrix.ts";
import type { Job } from "./job.ts";

export interface ScoreSetup {
  readonly fitted: AnyFitted;
  readonly table: Matrix;
}

/** Rows `from` to `to`, `to` excluded. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export const SCORE_JOB: Job<ScoreSetup, RowRange, Float64Array> = {
  name: "score-rows",
  prepare: ({ fitted, table }) => ({
    run: ({ from, to }) => scoreModel(fitted, viewRows(table, from, to)),
  }),
};
