import { type Column, MISSING_CODE, type NumericColumn } from "../matrix.ts";
import { quantileOfSorted } from "../threshold.ts";

/**
 * `standardise`: mean 0, standard deviation 1. `robust`: median 0, interquartile range 1. `bin`: categories between
 * quantiles of the training rows.
 */
export type ScalingKind = "keep" | "drop" | "standardise" | "robust" | "bin";

/** What was learned about a numeric column. Missing values stay missing. */
export type Scaler =
  | { readonly of: "numeric"; readonly kind: "keep" | "drop" }
  | { readonly of: "numeric"; readonly kind: "scale"; readonly centre: number; readonly width: number }
  | { readonly of: "numeric"; readonly kind: "bin"; readonly edges: readonly number[] };

/** Bins where the plan does not say how many: quartiles. */
export const BINS_DEFAULT = 4;
export const PREPARED_BINS_MAX = 1_000;

export function fitScaler({ values }: NumericColumn, kind: ScalingKind, bins: number): Scaler {
  const present = values.filter((value) => !Number.isNaN(value));
  switch (kind) {
    case "keep":
    case "drop":
      return { of: "numeric", kind };
    case "standardise": {
      const mean = present.reduce((sum, value) => sum + value / present.length, 0);
      const variance = present.reduce((sum, value) => sum + (value - mean) ** 2 / present.length, 0);
      return { of: "numeric", kind: "scale", centre: mean, width: usableWidth(Math.sqrt(variance)) };
    }
    case "robust": {
      const sorted = present.sort();
      const centre = present.length === 0 ? 0 : quantileOfSorted(sorted, 0.5);
      const range = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
      return { of: "numeric", kind: "scale", centre, width: usableWidth(range) };
    }
    case "bin": {
      const sorted = present.sort();
      const edges = Array.from({ length: bins - 1 }, (_, at) => quantileOfSorted(sorted, (at + 1) / bins));
      return { of: "numeric", kind: "bin", edges: [...new Set(edges.filter((edge) => !Number.isNaN(edge)))] };
    }
  }
}

/** The column as the scaler makes it: one column, or none. */
export function scale(scaler: Scaler, column: NumericColumn): readonly Column[] {
  switch (scaler.kind) {
    case "keep":
      return [column];
    case "drop":
      return [];
    case "scale": {
      const values = column.values.map((value) => (value - scaler.centre) / scaler.width);
      return [{ ...column, values }];
    }
    case "bin":
      return [toBins(scaler.edges, column)];
  }
}

/** A constant column, or one too wide for doubles, is only centred. */
const usableWidth = (width: number): number => (width > 0 && Number.isFinite(width) ? width : 1);

function toBins(edges: readonly number[], { name, values }: NumericColumn): Column {
  const categories = [
    ...edges.map((edge, at) => (at === 0 ? `<= ${edge}` : `${edges[at - 1]} < x <= ${edge}`)),
    edges.length === 0 ? "any" : `> ${edges.at(-1)}`,
  ];
  const codes = Int32Array.from(values, (value) =>
    Number.isNaN(value) ? MISSING_CODE : edges.filter((edge) => edge < value).length,
  );
  return { kind: "categorical", name, codes, categories };
}
