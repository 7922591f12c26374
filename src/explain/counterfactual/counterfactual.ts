import { toError } from "../../domain/index.ts";
import { alignMatrix, type Column, type Feature, type Matrix } from "../../learn/index.ts";
import { type Predict, predictChecked } from "../lime/lime.ts";
import { EXPLAIN_PROBLEMS } from "../problems.ts";
import {
  type Candidate,
  proposeValues,
  rankDistance,
  ranksBetween,
  type ValueReference,
  wordCell,
} from "./candidates.ts";

/** Most cells that are changed at once: a longer list explains nothing to anybody. */
export const CHANGES_MAX = 3;
/** Columns, and values of each, that are tried together when one change is not enough. */
const COLUMNS_COMBINED = 8;
const VALUES_COMBINED = 6;

export interface CellChange {
  readonly feature: string;
  /** null: missing. */
  readonly from: string | number | null;
  readonly to: string | number | null;
  /** Share of the training values that lie between; 1 for a change of category. */
  readonly distance: number;
}

/** The smallest change found that brings the score under the threshold, or what came nearest. */
export type Counterfactual =
  | {
      readonly kind: "found";
      readonly score: number;
      readonly changes: readonly CellChange[];
      /** Rows that were scored in the search. */
      readonly scored: number;
    }
  | { readonly kind: "already-below"; readonly score: number }
  | { readonly kind: "not-found"; readonly lowestScore: number; readonly scored: number };

export interface CounterfactualOptions {
  /** The score must fall below it. */
  readonly threshold: number;
  /** Changed cells at most, from 1 to CHANGES_MAX (the default). */
  readonly changesMax?: number;
  /** Features that nobody can change, or that it makes no sense to change. */
  readonly fixed?: readonly string[];
}

interface Search {
  readonly references: readonly ValueReference[];
  readonly row: readonly Column[];
  readonly predict: Predict;
  readonly threshold: number;
  scored: number;
}

interface Trial {
  readonly changes: readonly Candidate[];
  readonly score: number;
}

/**
 * What would have had to be different: the fewest cells (one, then two, then three) whose change to values that the
 * training rows have brings the score under the threshold, and among those the nearest. One change is searched
 * completely over 21 ranks of each number and the 20 commonest categories; combinations over the most promising
 * columns and values. Moves are then shortened as far as the score allows.
 */
export function findCounterfactual(
  references: readonly ValueReference[],
  { table, predict }: { readonly table: Matrix; readonly predict: Predict },
  options: CounterfactualOptions,
): Counterfactual {
  if (table.rows !== 1) throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_ONE_ROW", { rows: table.rows });
  const changesMax = checkChanges(options.changesMax ?? CHANGES_MAX);
  const { columns } = alignMatrix(table, references.map(toFeature));
  const search: Search = { references, row: columns, predict, threshold: options.threshold, scored: 0 };
  const [start] = scoreAll(search, [[]]);
  if (start!.score < options.threshold) return { kind: "already-below", score: start!.score };
  const singles = scoreAll(search, proposeSingles(search, new Set(options.fixed)));
  const trials: Trial[] = [start!, ...singles];
  for (let size = 1; size <= changesMax; size++) {
    if (size > 1) trials.push(...scoreAll(search, combine(singles, size)));
    const best = nearest(trials.filter((trial) => trial.score < options.threshold));
    if (best !== null) return toFound(search, shorten(search, best));
  }
  const lowestScore = Math.min(...trials.map(({ score }) => score));
  return { kind: "not-found", lowestScore, scored: search.scored };
}

function checkChanges(changesMax: number): number {
  if (Number.isInteger(changesMax) && changesMax >= 1 && changesMax <= CHANGES_MAX) return changesMax;
  const details = {
    parameter: "changesMax",
    value: changesMax,
    legal: `an integer from 1 to ${CHANGES_MAX}`,
  };
  throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_PARAMETER", details);
}

const toFeature = (reference: ValueReference): Feature =>
  reference.kind === "numeric"
    ? { kind: "numeric", name: reference.name }
    : { kind: "categorical", name: reference.name, categories: reference.categories };

const cellOf = (column: Column): number => (column.kind === "numeric" ? column.values[0]! : column.codes[0]!);

function proposeSingles(
  { references, row }: Search,
  fixed: ReadonlySet<string>,
): readonly (readonly Candidate[])[] {
  return references.flatMap((reference, c) =>
    fixed.has(reference.name)
      ? []
      : proposeValues(reference, c, cellOf(row[c]!)).map((candidate) => [candidate]),
  );
}

/** Scores the row under each set of changes, all in one call. */
function scoreAll(search: Search, changeSets: readonly (readonly Candidate[])[]): Trial[] {
  if (changeSets.length === 0) return [];
  const columns = search.row.map((column): Column => {
    const cells = new Array<number>(changeSets.length).fill(cellOf(column));
    return column.kind === "numeric"
      ? { ...column, values: Float64Array.from(cells) }
      : { ...column, codes: Int32Array.from(cells) };
  });
  changeSets.forEach((changes, at) => {
    for (const { column, cell } of changes) {
      const target = columns[column]!;
      if (target.kind === "numeric") target.values[at] = cell;
      else target.codes[at] = cell;
    }
  });
  search.scored += changeSets.length;
  const scores = predictChecked(search.predict, { rows: changeSets.length, columns });
  return changeSets.map((changes, at) => ({ changes, score: scores[at]! }));
}

/** Sets of `size` changes in different columns, from the columns that lowered the score most. */
function combine(singles: readonly Trial[], size: number): readonly (readonly Candidate[])[] {
  const byColumn = new Map<number, Trial[]>();
  for (const trial of singles) {
    const column = trial.changes[0]!.column;
    byColumn.set(column, [...(byColumn.get(column) ?? []), trial]);
  }
  const promising = [...byColumn.values()]
    .map((trials) => trials.sort((a, b) => a.score - b.score))
    .sort((a, b) => a[0]!.score - b[0]!.score)
    .slice(0, COLUMNS_COMBINED)
    .map((trials) => trials.slice(0, VALUES_COMBINED).map(({ changes }) => changes[0]!));
  const sets = (from: number, left: number): (readonly Candidate[])[] => {
    if (left === 0) return [[]];
    return promising
      .slice(from)
      .flatMap((candidates, k) =>
        sets(from + k + 1, left - 1).flatMap((rest) => candidates.map((candidate) => [candidate, ...rest])),
      );
  };
  return sets(0, size);
}

const lengthOf = (changes: readonly Candidate[]): number =>
  changes.reduce((sum, { distance }) => sum + distance, 0);

function nearest(trials: readonly Trial[]): Trial | null {
  let best: Trial | null = null;
  for (const trial of trials) {
    if (best === null) best = trial;
    const shorter = lengthOf(trial.changes) - lengthOf(best.changes);
    if (shorter < 0 || (shorter === 0 && trial.score < best.score)) best = trial;
  }
  return best;
}

/** Moves each number back towards the row's own as long as the score stays below the threshold. */
function shorten(search: Search, found: Trial): Trial {
  let best = found;
  for (let at = 0; at < best.changes.length; at++) {
    const { column, cell } = best.changes[at]!;
    const reference = search.references[column]!;
    const from = cellOf(search.row[column]!);
    if (reference.kind !== "numeric" || Number.isNaN(from)) continue;
    const moves = ranksBetween(reference.ranks, from, cell).map((value) =>
      best.changes.with(at, { column, cell: value, distance: rankDistance(reference.ranks, from, value) }),
    );
    best = scoreAll(search, moves).find((trial) => trial.score < search.threshold) ?? best;
  }
  return best;
}

function toFound(search: Search, { changes, score }: Trial): Counterfactual {
  const worded = changes.map(({ column, cell, distance }): CellChange => {
    const reference = search.references[column]!;
    return {
      feature: reference.name,
      from: wordCell(reference, cellOf(search.row[column]!)),
      to: wordCell(reference, cell),
      distance,
    };
  });
  return { kind: "found", score, changes: worded, scored: search.scored };
}
