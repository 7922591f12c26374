import { createMatrix, type Matrix, type NumericColumn } from "../../learn/index.ts";
import { columnOf, type FeatureSample } from "./feature-sample.ts";

/**
 * The rows' features by name, in six digits: what explanations and drift compare with is kept in a model's file, and
 * whatever is compared with it must be rounded alike. Infinite numbers become the greatest finite ones.
 */
export function toRawTable(sample: FeatureSample, rows: Uint32Array, names: readonly string[]): Matrix {
  return createMatrix(
    names.map(
      (name, column): NumericColumn => ({
        kind: "numeric",
        name,
        values: columnOf(sample, rows, column).map(toFinite),
      }),
    ),
    rows.length,
  );
}

/** Steps of the features that drift tells apart: they are bits and doublings, of which a tenth means nothing. */
const DRIFT_STEPS = 4;

/**
 * The rows' features for comparing windows, in quarters: of a feature that all but stands still, a change in the third
 * digit would look like another world.
 */
export function toDriftTable(sample: FeatureSample, rows: Uint32Array, names: readonly string[]): Matrix {
  return createMatrix(
    names.map(
      (name, column): NumericColumn => ({
        kind: "numeric",
        name,
        values: columnOf(sample, rows, column).map(
          (value) => Math.round(toFinite(value) * DRIFT_STEPS) / DRIFT_STEPS,
        ),
      }),
    ),
    rows.length,
  );
}

/** One row of features as a table. */
export const toRowTable = (features: Float64Array, names: readonly string[]): Matrix =>
  createMatrix(
    names.map(
      (name, at): NumericColumn => ({
        kind: "numeric",
        name,
        values: Float64Array.of(toFinite(features[at]!)),
      }),
    ),
    1,
  );

/** The greatest number that stays finite when it is rounded up. */
const FINITE_MAX = 1e300;

function toFinite(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return value;
  if (Number.isNaN(value)) return value;
  return Number(Math.min(Math.max(value, -FINITE_MAX), FINITE_MAX).toPrecision(6));
}
