import { type Column, type Matrix, MISSING_CODE, quantileOfSorted } from "../../learn/index.ts";

/** Training ranks that a number may move to. */
const RANKS = 21;
/** Categories that a cell may change to: the most frequent of training. */
const CATEGORIES_TRIED = 20;
/** Ranks that refine a move once it works. */
const FINE_RANKS = 257;

/** What is kept of the training rows to propose other values. Plain JSON. */
export type ValueReference =
  | { readonly kind: "numeric"; readonly name: string; readonly ranks: readonly number[] }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly categories: readonly string[];
      /** Codes by frequency, the most frequent first. */
      readonly common: readonly number[];
    };

export function createValueReferences(training: Matrix): readonly ValueReference[] {
  return training.columns.map(describeValues);
}

function describeValues(column: Column): ValueReference {
  if (column.kind === "numeric") {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const length = sorted.length === 0 ? 0 : FINE_RANKS;
    const ranks = Array.from({ length }, (_, k) => quantileOfSorted(sorted, k / (FINE_RANKS - 1)));
    return { kind: "numeric", name: column.name, ranks };
  }
  const counts = new Array<number>(column.categories.length).fill(0);
  for (const code of column.codes) if (code >= 0) counts[code]!++;
  const common = [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!);
  const { name, categories } = column;
  return {
    kind: "categorical",
    name,
    categories: [...categories],
    common: common.slice(0, CATEGORIES_TRIED),
  };
}

/** A cell's other value and how far away it is: in training ranks, from 0 to 1; another category is 1 away. */
export interface Candidate {
  readonly column: number;
  readonly cell: number;
  readonly distance: number;
}

/** Other values of one cell, the nearest first. */
export function proposeValues(reference: ValueReference, column: number, cell: number): readonly Candidate[] {
  if (reference.kind === "categorical") {
    return reference.common
      .filter((code) => code !== cell)
      .map((code) => ({ column, cell: code, distance: 1 }));
  }
  const step = (FINE_RANKS - 1) / (RANKS - 1);
  const values = reference.ranks.filter((_, k) => k % step === 0);
  return [...new Set(values)]
    .filter((value) => value !== cell)
    .map((value) => ({ column, cell: value, distance: rankDistance(reference.ranks, cell, value) }))
    .sort((a, b) => a.distance - b.distance);
}

/** Share of training values between the two; the whole way from a missing value. */
export function rankDistance(ranks: readonly number[], from: number, to: number): number {
  if (Number.isNaN(from)) return 1;
  return Math.abs(rankOf(ranks, from) - rankOf(ranks, to));
}

/** Middle rank of the value among the training ranks; a little beyond 0 or 1 for values outside all of them. */
function rankOf(ranks: readonly number[], value: number): number {
  let below = 0;
  let equal = 0;
  for (const rank of ranks) {
    if (rank < value) below++;
    else if (rank === value) equal++;
  }
  return (below + equal / 2) / ranks.length;
}

/** Training ranks strictly between two values, the one nearest to `from` first: shorter moves to try. */
export function ranksBetween(ranks: readonly number[], from: number, to: number): readonly number[] {
  const inside = [...new Set(ranks)].filter((rank) => rank > Math.min(from, to) && rank < Math.max(from, to));
  return from < to ? inside : inside.reverse();
}

/** The cell as people read it; null: missing. */
export function wordCell(reference: ValueReference, cell: number): string | number | null {
  if (reference.kind === "numeric") return Number.isNaN(cell) ? null : cell;
  return cell === MISSING_CODE ? null : (reference.categories[cell] ?? null);
}
