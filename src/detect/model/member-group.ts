import {
  createLimeReference,
  createValueReferences,
  type LimeReference,
  type ValueReference,
} from "../../explain/index.ts";
import {
  createMatrix,
  createRowScorer,
  type FittedIsolationForest,
  type FittedOneClassSvm,
  isolationForest,
  type Matrix,
  type NumericColumn,
  oneClassSvm,
} from "../../learn/index.ts";
import type { FeatureSample, SampleColumns } from "./feature-sample.ts";
import { fitPreparation, type Preparation, prepareRow } from "./preparation.ts";
import { createRarityScorer, type FeatureOrientation, fitRarity, type RarityTable } from "./rarity-table.ts";
import { toRawTable } from "./raw-table.ts";

/** What explanations know of the rows that a group learned from; the models themselves do not need it. */
export interface GroupReference {
  readonly local: LimeReference;
  readonly values: readonly ValueReference[];
}

/** The three members that learned from the same rows: one kind of actor, or all of them. */
export interface MemberGroup {
  /** Rows that they learned from. */
  readonly rows: number;
  readonly preparation: Preparation;
  readonly rarity: RarityTable;
  readonly isolation: FittedIsolationForest;
  readonly plane: FittedOneClassSvm;
  readonly reference: GroupReference;
}

/** The members' own scores of one row; more is stranger, and no two speak the same unit. */
export interface GroupScorer {
  /** Bits, from 0. Needs no `prepare`. */
  rarity(features: Float64Array): number;
  /** Turns the row into what `isolation` and `plane` look at, until the next call. */
  prepare(features: Float64Array): void;
  isolation(): number;
  plane(): number;
}

const ISOLATION_TREES = 100;
const PLANE_COMPONENTS = 80;
/** Rows that the plane is placed by. */
const PLANE_ROWS_MAX = 2_000;
/** Rows that explanations compare with. */
const REFERENCE_ROWS_MAX = 1_000;

export interface GroupTraining {
  readonly sample: FeatureSample;
  readonly rows: Uint32Array;
  /** Of these rows. */
  readonly columns: SampleColumns;
  readonly featureNames: readonly string[];
  readonly orientations: readonly FeatureOrientation[];
  readonly seed: number;
}

export interface FittedGroup {
  readonly group: MemberGroup;
  /** The rows as its forest and its plane saw them. */
  readonly table: Matrix;
}

export async function fitGroup(training: GroupTraining): Promise<FittedGroup> {
  const { sample, rows, columns, featureNames, orientations, seed } = training;
  const preparation = fitPreparation(columns);
  const table = prepareTable(training, preparation);
  const group = {
    rows: rows.length,
    preparation,
    rarity: fitRarity(columns, orientations),
    isolation: await fitIsolation(table, seed),
    plane: await fitPlane(table, seed),
    reference: describeRows(toRawTable(sample, rows.subarray(0, REFERENCE_ROWS_MAX), featureNames)),
  };
  return { group, table };
}

const describeRows = (table: Matrix): GroupReference => ({
  local: createLimeReference(table),
  values: createValueReferences(table),
});

export const fitIsolation = (table: Matrix, seed: number): Promise<FittedIsolationForest> =>
  isolationForest.fit({ profile: "classic", trees: ISOLATION_TREES }, table, { seed });

/** Rows come in the order of their hashes: the first ones are a fair draw. */
const fitPlane = (table: Matrix, seed: number): Promise<FittedOneClassSvm> =>
  oneClassSvm.fit(
    { method: "approximate", components: PLANE_COMPONENTS, standardise: false },
    firstRows(table, PLANE_ROWS_MAX),
    { seed },
  );

function firstRows(table: Matrix, most: number): Matrix {
  const rows = Math.min(table.rows, most);
  const columns = table.columns.map((column) =>
    column.kind === "numeric" ? { ...column, values: column.values.slice(0, rows) } : column,
  );
  return { rows, columns };
}

/** The rows as the forest and the plane see them, under the features' names. */
function prepareTable(
  { sample, rows, featureNames }: Pick<GroupTraining, "sample" | "rows" | "featureNames">,
  preparation: Preparation,
): Matrix {
  const width = featureNames.length;
  const out = new Float64Array(preparation.columns.length);
  const columns = emptyColumns(preparation, featureNames, rows.length);
  for (let at = 0; at < rows.length; at++) {
    const start = rows[at]! * width;
    prepareRow(preparation, sample.features.subarray(start, start + width), out);
    for (let c = 0; c < out.length; c++) columns[c]!.values[at] = out[c]!;
  }
  return createMatrix(columns, rows.length);
}

/** Where no feature varies, one column of zeros: nothing is then strange to the forest and the plane. */
function emptyColumns({ columns }: Preparation, names: readonly string[], rows: number): NumericColumn[] {
  const wanted = columns.length === 0 ? ["nothing"] : columns.map((column) => names[column]!);
  return wanted.map((name) => ({ kind: "numeric", name, values: new Float64Array(rows) }));
}

export function createGroupScorer(group: MemberGroup): GroupScorer {
  const { preparation } = group;
  const row = new Float64Array(Math.max(1, preparation.columns.length));
  const isolation = createRowScorer(group.isolation);
  const plane = createRowScorer(group.plane);
  return {
    rarity: createRarityScorer(group.rarity),
    prepare: (features) => prepareRow(preparation, features, row),
    isolation: () => isolation(row, 0),
    plane: () => plane(row, 0),
  };
}
