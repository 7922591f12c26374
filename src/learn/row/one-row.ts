import { toError } from "../../domain/index.ts";
import type { Column, Feature, Matrix } from "../matrix.ts";
import { UNSEEN_CODE } from "../matrix.ts";
import { LEARN_PROBLEMS } from "../problems.ts";

/** A table of one row whose cells are written over and over: what scores tables scores it without new memory. */
export interface OneRow {
  /** Aligned with the model's features. */
  readonly table: Matrix;
  /**
   * Copies the cells in, one number a feature from `offset` on: a number or NaN, or the code of a category. Throws what
   * a table with such a row throws: LEARN_LENGTH, LEARN_VALUE_INFINITE or LEARN_COLUMN_CODE.
   */
  place(row: Float64Array, offset: number): void;
}

export function createOneRow(features: readonly Feature[]): OneRow {
  const columns = features.map(
    (feature): Column =>
      feature.kind === "numeric"
        ? { ...feature, values: new Float64Array(1) }
        : { ...feature, codes: new Int32Array(1) },
  );
  const width = columns.length;
  const place = (row: Float64Array, offset: number): void => {
    if (!(offset >= 0 && offset + width <= row.length)) {
      throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", {
        what: "The row",
        found: row.length - offset,
        expected: width,
      });
    }
    for (let at = 0; at < width; at++) placeCell(columns[at]!, row[offset + at]!);
  };
  return { table: { rows: 1, columns }, place };
}

function placeCell(column: Column, cell: number): void {
  if (column.kind === "numeric") {
    if (cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY) {
      throw toError(LEARN_PROBLEMS, "LEARN_VALUE_INFINITE", { column: column.name, row: 0 });
    }
    column.values[0] = cell;
    return;
  }
  if (!(Number.isInteger(cell) && cell >= UNSEEN_CODE && cell < column.categories.length)) {
    const details = { column: column.name, code: cell, row: 0, categories: column.categories.length };
    throw toError(LEARN_PROBLEMS, "LEARN_COLUMN_CODE", details);
  }
  column.codes[0] = cell;
}
