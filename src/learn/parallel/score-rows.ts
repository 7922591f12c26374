import { type AnyFitted, scoreModel } from "../estimators.ts";
import { adoptShared, type SharedForest, shareForest } from "../forest/share-forest.ts";
import { copyColumn, type Matrix, toSharedShape, viewRows } from "../matrix.ts";
import { buffersOf, type Job } from "./job.ts";

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
  owned: (scores) => buffersOf([scores]),
};

/** What a run over other threads needs. */
export interface SharedScoring {
  readonly setup: ScoreSetup;
  /** Brings the rows to the shared table. */
  readonly feed: (rows: RowRange) => void;
}

/** Setup for other threads: table and forest in shared memory, and the forest coded here, once for all of them. */
export function toSharedScoring(fitted: AnyFitted, table: Matrix): SharedScoring {
  const sharedTable = toSharedShape(table);
  const feed = ({ from, to }: RowRange): void => {
    for (let at = 0; at < table.columns.length; at++) copyColumn(table, sharedTable, { at, from, to });
  };
  if (fitted.kind !== "isolation-forest" && fitted.kind !== "random-forest") {
    return { setup: { fitted, table: sharedTable, shared: null }, feed };
  }
  const shared = shareForest(fitted.forest, fitted.features.length, table.rows);
  return { setup: { fitted: { ...fitted, forest: shared.forest }, table: sharedTable, shared }, feed };
}
