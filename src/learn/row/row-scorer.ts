import type { AnyFitted } from "../estimators.ts";
import { createHistogramRowScorer } from "../histogram/histogram-detector.ts";
import { createIsolationRowScorer } from "../isolation-forest/isolation-forest.ts";
import { createSvmRowScorer } from "../one-class-svm/one-class-svm.ts";
import { createForestRowScorer } from "../random-forest/random-forest.ts";
import { createTailRowScorer } from "../tail/tail-detector.ts";
import { createOneRow, type OneRow } from "./one-row.ts";

/**
 * The score of one row, whose cells stand in the order of the model's features from `offset` on: a number, or NaN where
 * it is missing; of a categorical feature the position in the model's list, -1 where it is missing, -2 for one that the
 * list does not hold. Throws LEARN_LENGTH, LEARN_VALUE_INFINITE or LEARN_COLUMN_CODE.
 */
export type RowScorer = (row: Float64Array, offset: number) => number;

/**
 * A scorer for rows that come one by one: the same bits as scoring them in a table, without making a table of each, and
 * without new memory. What can be worked out beforehand is, so a scorer is made once for a model. Forests take a few
 * times as long for a row with gaps, which goes down both sides of a split.
 */
export function createRowScorer(fitted: AnyFitted): RowScorer {
  const one = createOneRow(fitted.features);
  const score = createPlacedScorer(fitted, one);
  return (row, offset) => {
    one.place(row, offset);
    return score();
  };
}

function createPlacedScorer(fitted: AnyFitted, row: OneRow): () => number {
  switch (fitted.kind) {
    case "isolation-forest":
      return createIsolationRowScorer(fitted, row);
    case "random-forest":
      return createForestRowScorer(fitted, row);
    case "one-class-svm":
      return createSvmRowScorer(fitted, row);
    case "tail-detector":
      return createTailRowScorer(fitted, row);
    case "histogram-detector":
      return createHistogramRowScorer(fitted, row);
  }
}
