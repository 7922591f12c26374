import { toError } from "../domain/index.ts";
import { LEARN_PROBLEMS } from "./problems.ts";

/** Throws LEARN_LENGTH or LEARN_WEIGHT unless there is one finite weight of at least 0 a row, and one above 0. */
export function checkRowWeights(weights: Float64Array, rows: number): void {
  if (weights.length !== rows) {
    const details = { what: "The row weights", found: weights.length, expected: rows };
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", details);
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw toError(LEARN_PROBLEMS, "LEARN_WEIGHT", { row: bad, value: weights[bad]! });
  if (!weights.some((weight) => weight > 0))
    throw toError(LEARN_PROBLEMS, "LEARN_WEIGHT", { row: 0, value: 0 });
}

/** The same numbers in memory that threads share. */
export function toSharedArray(values: Float64Array): Float64Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.length * 8));
  copy.set(values);
  return copy;
}

/** The given weights, checked, or ones. */
export function toColumnWeights(weights: Float64Array | undefined, rows: number): Float64Array {
  if (weights === undefined) return new Float64Array(rows).fill(1);
  checkRowWeights(weights, rows);
  return weights;
}
