import { type Column, type Matrix, MISSING_CODE, quantileOfSorted } from "../../learn/index.ts";

/** How a number is cut into bins: at the training quartiles, or deciles. */
export type LimeBins = "quartile" | "decile";

/** The training values of one bin. The bin reaches from the edge below (excluded) to its own upper edge. */
export interface Bin {
  readonly share: number;
  readonly mean: number;
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
}

export interface NumericBins {
  readonly kind: "numeric";
  readonly name: string;
  /** Distinct inner edges, ascending; bin k holds values up to edges[k], the last bin the rest. */
  readonly edges: readonly number[];
  readonly bins: readonly Bin[];
  /** Share of missing values, a bin of its own that stands last. */
  readonly missingShare: number;
}

export interface CategoricalBins {
  readonly kind: "categorical";
  readonly name: string;
  readonly categories: readonly string[];
  readonly shares: readonly number[];
  readonly missingShare: number;
}

export type ColumnBins = NumericBins | CategoricalBins;

/** What LIME and counterfactuals need of the training rows. Plain JSON. */
export interface LimeReference {
  readonly rows: number;
  readonly columns: readonly ColumnBins[];
}

export function createLimeReference(training: Matrix, bins: LimeBins = "quartile"): LimeReference {
  return { rows: training.rows, columns: training.columns.map((column) => describeColumn(column, bins)) };
}

function describeColumn(column: Column, kind: LimeBins): ColumnBins {
  if (column.kind === "numeric")
    return describeNumbers(column.name, column.values, kind === "quartile" ? 4 : 10);
  const { name, categories, codes } = column;
  const counts = new Array<number>(categories.length).fill(0);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code]!++;
  }
  const rows = Math.max(1, codes.length);
  const shares = counts.map((count) => count / rows);
  return { kind: "categorical", name, categories: [...categories], shares, missingShare: missing / rows };
}

function describeNumbers(name: string, values: Float64Array, parts: number): NumericBins {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  for (let k = 1; k < parts && sorted.length > 0; k++) {
    const edge = quantileOfSorted(sorted, k / parts);
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  const rows = Math.max(1, values.length);
  const members: number[][] = Array.from({ length: edges.length + 1 }, () => []);
  for (const value of sorted) members[binOfNumber(edges, value)]!.push(value);
  const bins = members.map((inside) => describeBin(inside, rows));
  return { kind: "numeric", name, edges, bins, missingShare: (values.length - sorted.length) / rows };
}

function describeBin(ascending: readonly number[], rows: number): Bin {
  if (ascending.length === 0) return { share: 0, mean: 0, deviation: 0, min: 0, max: 0 };
  const mean = ascending.reduce((sum, value) => sum + value, 0) / ascending.length;
  const squares = ascending.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    share: ascending.length / rows,
    mean,
    deviation: Math.sqrt(squares / ascending.length),
    min: ascending[0]!,
    max: ascending.at(-1)!,
  };
}

/** The bin of a number; a value on an edge belongs below it. */
export function binOfNumber(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin++;
  return bin;
}

/** Bins of a column, the one of missing values included; it stands last. */
export const binCount = (column: ColumnBins): number =>
  (column.kind === "numeric" ? column.bins.length : column.categories.length) + 1;

/** Shares of all bins, the one of missing values last. */
export const binShares = (column: ColumnBins): readonly number[] =>
  column.kind === "numeric"
    ? [...column.bins.map(({ share }) => share), column.missingShare]
    : [...column.shares, column.missingShare];

/** The bin of a cell: -1 for a category that the training rows do not have. */
export function binOfCell(column: ColumnBins, cell: number): number {
  const missing = binCount(column) - 1;
  if (column.kind === "numeric") return Number.isNaN(cell) ? missing : binOfNumber(column.edges, cell);
  return cell >= 0 ? cell : cell === MISSING_CODE ? missing : -1;
}

/** Four significant digits: enough to tell bins apart, few enough to read. */
const formatNumber = (value: number): string => String(Number(value.toPrecision(4)));

/** What the cell's bin says, for people: `bytes > 1200`, `2 < hour <= 5`, `country = DE`, `size is missing`. */
export function wordBin(column: ColumnBins, cell: number): string {
  const bin = binOfCell(column, cell);
  if (bin === binCount(column) - 1) return `${column.name} is missing`;
  if (column.kind === "categorical") {
    return bin < 0 ? `${column.name} is new` : `${column.name} = ${column.categories[bin]!}`;
  }
  const { edges, name } = column;
  if (edges.length === 0) return `${name} is present`;
  if (bin === 0) return `${name} <= ${formatNumber(edges[0]!)}`;
  if (bin === edges.length) return `${name} > ${formatNumber(edges[bin - 1]!)}`;
  return `${formatNumber(edges[bin - 1]!)} < ${name} <= ${formatNumber(edges[bin]!)}`;
}
