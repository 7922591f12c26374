import type { Matrix, NumericColumn } from "../matrix.ts";
import { quantileOfSorted } from "../threshold.ts";

/** Ordered values that a reference keeps of a column; longer ones are thinned to evenly spaced ranks. */
export const REFERENCE_VALUES_MAX = 2000;
/** Cells between the reference's deciles. */
const CELLS = 10;

/** What is kept of a numeric column of the reference window. Plain JSON. */
export interface NumericReference {
  readonly kind: "numeric";
  readonly name: string;
  readonly rows: number;
  readonly missing: number;
  /** Ascending, without gaps: all values, or REFERENCE_VALUES_MAX ranks of them. */
  readonly values: readonly number[];
  /** Distinct inner deciles; cell k holds values up to edges[k], the last one the rest. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Population deviation, the unit of the Wasserstein distance; 0 for a constant column. */
  readonly deviation: number;
}

/** What is kept of a categorical column. */
export interface CategoricalReference {
  readonly kind: "categorical";
  readonly name: string;
  readonly rows: number;
  readonly missing: number;
  readonly categories: readonly string[];
  readonly counts: readonly number[];
}

export type ColumnReference = NumericReference | CategoricalReference;

/** A window to compare later ones with: the training window, or the same weekdays of the weeks before. */
export interface DriftReference {
  readonly rows: number;
  readonly columns: readonly ColumnReference[];
}

/** Summarises the table; its size does not grow with the rows. Stored beside the model, it needs no training rows. */
export function createDriftReference(table: Matrix): DriftReference {
  const columns = table.columns.map((column): ColumnReference => {
    if (column.kind === "numeric") return describeNumbers(column);
    const { missing, counts } = countCategories(column.codes, column.categories.length);
    const { name, categories } = column;
    return {
      kind: "categorical",
      name,
      rows: column.codes.length,
      missing,
      categories: [...categories],
      counts,
    };
  });
  return { rows: table.rows, columns };
}

function describeNumbers({ name, values }: Pick<NumericColumn, "name" | "values">): NumericReference {
  const sorted = sortedValues(values);
  const edges = decilesOf(sorted);
  return {
    kind: "numeric",
    name,
    rows: values.length,
    missing: values.length - sorted.length,
    values: thin(sorted),
    edges,
    counts: countCells(sorted, edges),
    deviation: deviationOf(sorted),
  };
}

/** The values that are there, ascending. */
export const sortedValues = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

function decilesOf(sorted: Float64Array): number[] {
  const edges: number[] = [];
  for (let k = 1; k < CELLS && sorted.length > 0; k++) {
    const edge = quantileOfSorted(sorted, k / CELLS);
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** How many of the ascending values lie in each cell: up to the first edge, up to the second, ..., above the last. */
export function countCells(sorted: Float64Array, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let cell = 0;
  for (const value of sorted) {
    while (cell < edges.length && value > edges[cell]!) cell++;
    counts[cell]!++;
  }
  return counts;
}

export function countCategories(
  codes: Int32Array,
  categories: number,
): { readonly missing: number; readonly unseen: number; readonly counts: number[] } {
  const counts = new Array<number>(categories).fill(0);
  let missing = 0;
  let unseen = 0;
  for (const code of codes) {
    if (code === -1) missing++;
    else if (code < 0) unseen++;
    else counts[code]!++;
  }
  return { missing, unseen, counts };
}

function thin(sorted: Float64Array): number[] {
  if (sorted.length <= REFERENCE_VALUES_MAX) return [...sorted];
  return Array.from({ length: REFERENCE_VALUES_MAX }, (_, k) =>
    quantileOfSorted(sorted, k / (REFERENCE_VALUES_MAX - 1)),
  );
}

function deviationOf(sorted: Float64Array): number {
  if (sorted.length === 0) return 0;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
}
