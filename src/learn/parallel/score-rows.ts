import { type AnyFitted, scoreModel } from "../estimators.ts";
import { adoptShared, type SharedForest, shareForest } from "../forest/share-forest.ts";
import { type Matrix, toSharedMatrix, viewRows } from "../matrix.ts";
import type { Job } from "./job.ts";

export interface ScoreSetup {
  readonly fitted: AnyFitted;
  readonly table: Matrix;
  /** Holds the forest of `fitted`; null where it has none, and where this thread does the work. */
  readonly shared: SharedForest | null;
}

/** Rows `from` to `to`, `to` excluded. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export const SCORE_JOB: Job<ScoreSetup, RowRange, Float64Array> = {
  name: "score-rows",
  prepare: ({ fitted, table, shared }) => {
    if (shared !== null) adoptShared(shared);
    return { run: ({ from, to }) => scoreModel(fitted, viewRows(table, from, to)) };
  },
};

/** Setup for other threads: table and forest in shared memory, and the forest coded here, once for all of them. */
export function toSharedSetup(fitted: AnyFitted, table: Matrix): ScoreSetup {
  const sharedTable = toSharedMatrix(table);
  if (fitted.kind !== "isolation-forest" && fitted.kind !== "random-forest") {
    return { fitted, table: sharedTable, shared: null };
  }
  const shared = shareForest(fitted.forest, fitted.features.length, table.rows);
  return { fitted: { ...fitted, forest: shared.forest }, table: sharedTable, shared };
}
