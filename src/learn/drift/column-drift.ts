import { toError } from "../../domain/index.ts";
import type { Column } from "../matrix.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import {
  chiSquare,
  jensenShannon,
  largestGap,
  poolSmallCells,
  stabilityIndex,
  wasserstein,
} from "./distances.ts";
import { chiSquareCritical, kolmogorovTail } from "./distributions.ts";
import {
  type CategoricalReference,
  type ColumnReference,
  countCategories,
  countCells,
  type NumericReference,
  sortedValues,
} from "./reference.ts";

/** Effect sizes below these are no news, however sure one is of them in a large window. */
export const PSI_MODERATE = 0.1;
export const PSI_SEVERE = 0.25;
export const GAP_MIN = 0.1;
export const JENSEN_SHANNON_MIN = 0.1;
/** Change of the share of missing values, or share of unseen categories, from which the source is suspect. */
export const FAULT_SHARE_MIN = 0.05;
/** The level at which PSI's critical value is taken. */
const PSI_LEVEL = 0.01;

/** How far a column of the current window lies from the reference. */
export interface ColumnDistance {
  readonly name: string;
  readonly kind: "numeric" | "categorical";
  readonly psi: number;
  /** What PSI stays below in 99 of 100 windows without drift, for so many rows and cells. */
  readonly psiCritical: number;
  /** Kolmogorov-Smirnov's D, or the chi-square statistic over pooled cells. */
  readonly statistic: number;
  readonly p: number;
  /** In [0, 1]. */
  readonly jensenShannon: number;
  /** Wasserstein distance in reference deviations; null for categories and constant reference columns. */
  readonly shift: number | null;
  readonly missing: { readonly reference: number; readonly current: number };
  /** Share of values in categories that the reference does not have. */
  readonly unseenShare: number;
}

/** PSI ~ (1/n + 1/m) chi-square with one degree less than there are cells. */
export function psiCritical(n: number, m: number, cells: number): number {
  if (cells < 2 || n === 0 || m === 0) return Number.POSITIVE_INFINITY;
  return (1 / n + 1 / m) * chiSquareCritical(PSI_LEVEL, cells - 1);
}

export function measureColumn(reference: ColumnReference, column: Column): ColumnDistance {
  if (reference.kind === "numeric" && column.kind === "numeric")
    return measureNumbers(reference, column.values);
  if (reference.kind === "categorical" && column.kind === "categorical") {
    return measureCategories(reference, column);
  }
  throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_KIND", {
    feature: reference.name,
    found: column.kind,
    expected: reference.kind,
  });
}

export function measureNumbers(reference: NumericReference, values: Float64Array): ColumnDistance {
  const sorted = sortedValues(values);
  const counts = countCells(sorted, reference.edges);
  const n = reference.rows - reference.missing;
  const m = sorted.length;
  const d = n === 0 || m === 0 ? 0 : largestGap(reference.values, sorted);
  const away = n === 0 || m === 0 ? 0 : wasserstein(reference.values, sorted);
  return {
    name: reference.name,
    kind: "numeric",
    psi: n === 0 || m === 0 ? 0 : stabilityIndex(reference.counts, counts),
    psiCritical: psiCritical(n, m, counts.length),
    statistic: d,
    // With the rows behind the thinned reference, not the ranks that are kept of them.
    p: n === 0 || m === 0 ? 1 : kolmogorovTail(d, Math.round((n * m) / (n + m))),
    jensenShannon: n === 0 || m === 0 ? 0 : jensenShannon(reference.counts, counts),
    shift: reference.deviation > 0 ? away / reference.deviation : null,
    missing: {
      reference: share(reference.missing, reference.rows),
      current: share(values.length - m, values.length),
    },
    unseenShare: 0,
  };
}

function measureCategories(
  reference: CategoricalReference,
  column: Extract<Column, { kind: "categorical" }>,
): ColumnDistance {
  const place = new Map(reference.categories.map((category, code) => [category, code]));
  const found = countCategories(column.codes, column.categories.length);
  const counts = new Array<number>(reference.categories.length).fill(0);
  let unseen = found.unseen;
  found.counts.forEach((count, code) => {
    const at = place.get(column.categories[code]!);
    if (at === undefined) unseen += count;
    else counts[at]! += count;
  });
  const m = column.codes.length - found.missing;
  const n = reference.rows - reference.missing;
  // Unseen categories are one cell that the reference has nothing in.
  const pooled = poolSmallCells([...reference.counts, 0], [...counts, unseen]);
  const empty = n === 0 || m === 0;
  return {
    name: reference.name,
    kind: "categorical",
    psi: empty ? 0 : stabilityIndex(pooled.reference, pooled.current),
    psiCritical: psiCritical(n, m, pooled.reference.length),
    ...chiSquare(pooled.reference, pooled.current),
    jensenShannon: empty ? 0 : jensenShannon(pooled.reference, pooled.current),
    shift: null,
    missing: {
      reference: share(reference.missing, reference.rows),
      current: share(found.missing, column.codes.length),
    },
    unseenShare: share(unseen, m),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
