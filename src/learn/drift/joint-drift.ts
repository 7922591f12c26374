import { createRng, mix, toError } from "../../domain/index.ts";
import type { Labels } from "../estimator.ts";
import { rocArea } from "../evaluate/ranking.ts";
import { alignMatrix, type Column, checkMatrix, type Matrix, selectRows } from "../matrix.ts";
import { checkParameter } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { permutationImportances } from "../random-forest/importance.ts";
import { outOfBagProbabilities } from "../random-forest/out-of-bag.ts";
import { randomForest } from "../random-forest/random-forest.ts";
import { studentTail } from "./distributions.ts";
import { type DriftNotLooked, WINDOW_ROWS_MIN } from "./drift.ts";
import type { DriftLevel } from "./feature-drift.ts";
import { type ColumnPair, wordChange, wordJointDrift } from "./joint-verdict.ts";

/** Areas from which windows are taken to differ: as if three, or six, of ten current rows were unmistakable. */
export const JOINT_AREA_MODERATE = 0.65;
export const JOINT_AREA_SEVERE = 0.8;
/** The highest probability, of so large an area without drift, that counts as drift. */
export const JOINT_P_MAX = 0.01;
export const PERMUTATIONS_MAX = 1_000;

const FOREST = { maxDepth: 8, minLeaf: 5, classWeight: "balanced", bins: 64 } as const;

export interface JointWindows {
  readonly reference: Matrix;
  /** Has the reference's columns, in any order; further ones are left out. */
  readonly current: Matrix;
}

export interface JointDriftOptions {
  /** The same seed gives the same report. */
  readonly seed: number;
  readonly trees?: number;
  /** Rows taken of each window at most, evenly spaced; 1,000 unless said. */
  readonly rowsMax?: number;
  readonly rowsMin?: number;
  /** Forests fitted to shuffled windows, which say what area chance reaches; 20 unless said, 2 at least. */
  readonly permutations?: number;
  readonly threads?: number;
  /** Rejects with LEARN_CANCELLED. */
  readonly abort?: AbortSignal;
}

/** What the classifier goes by. */
export interface JointFeature {
  readonly name: string;
  /** Share of all right answers that are lost when the feature's values are shuffled; at least 0, adding up to 1 or 0. */
  readonly share: number;
  /** Whether the loss is more than its noise (two standard errors). */
  readonly sure: boolean;
  /** What became of the feature: `median 2 before, 5 now`. */
  readonly change: string;
}

export interface JointDriftReport {
  readonly kind: "looked";
  readonly level: DriftLevel;
  /** Rows looked at. */
  readonly rows: { readonly reference: number; readonly current: number };
  /** Chance that a current row looks more current than a reference row: 0.5 tells nothing apart, 1 everything. */
  readonly area: number;
  /** Probability of so large an area where the windows do not differ. */
  readonly p: number;
  /** By falling share. */
  readonly features: readonly JointFeature[];
  readonly verdict: string;
}

/**
 * Asks a random forest to tell current rows from reference rows. Rows are answered by the trees that did not see them,
 * so an area above one half means that there is something to tell; it finds what no single feature shows, such as two
 * features that no longer go together. The area without drift lies slightly below one half and scatters half as much again as
 * the Mann-Whitney test says, for rows share trees; so chance is measured: forests are fitted to shuffled windows, and
 * p is Student's for one more draw of the same normal distribution.
 */
export async function compareByClassifier(
  windows: JointWindows,
  options: JointDriftOptions,
): Promise<JointDriftReport | DriftNotLooked> {
  const { rowsMin = WINDOW_ROWS_MIN, rowsMax = 1_000, permutations = 20, seed } = options;
  checkParameter("rowsMax", rowsMax, { min: 1, max: Number.MAX_SAFE_INTEGER, integer: true });
  checkParameter("permutations", permutations, { min: 2, max: PERMUTATIONS_MAX, integer: true });
  const found = { reference: windows.reference.rows, current: windows.current.rows };
  if (Math.min(found.reference, found.current) < rowsMin) {
    const verdict = `Not judged: ${found.current} rows against ${found.reference}, and ${rowsMin} are needed of each.`;
    return { kind: "not-looked", why: "too-few-rows", rows: found, verdict };
  }
  const reference = takeRows(windows.reference, rowsMax);
  const pairs = pairColumns(reference, takeRows(windows.current, rowsMax));
  const table = stackPairs(pairs);
  const rows = { reference: reference.rows, current: table.rows - reference.rows };
  const labels = labelRows(rows.reference, table.rows);
  const told = await tellApart(table, labels, options);
  const byChance: number[] = [];
  for (let k = 0; k < permutations; k++) {
    const shuffled = { ...labels, codes: shuffleCodes(labels.codes, mix(seed, k)) };
    byChance.push((await tellApart(table, shuffled, options)).area);
  }
  const { area } = told;
  const p = tailOf(area, byChance);
  const features = rankFeatures(permutationImportances(told.fitted, table, { labels, seed }), pairs);
  const level = levelOfArea(area, p);
  return {
    kind: "looked",
    level,
    rows,
    area,
    p,
    features,
    verdict: wordJointDrift({ level, area, p, features }),
  };
}

async function tellApart(table: Matrix, labels: Labels, options: JointDriftOptions) {
  const { seed, trees = 100, threads, abort } = options;
  const fitted = await randomForest.fit({ ...FOREST, trees }, table, {
    seed,
    labels,
    ...(threads === undefined ? {} : { threads }),
    ...(abort === undefined ? {} : { abort }),
  });
  const probabilities = outOfBagProbabilities(fitted, table);
  // With few trees some rows were seen by all: nobody can answer them.
  const answered = Int32Array.from(labels.codes.keys()).filter(
    (row) => !Number.isNaN(probabilities[2 * row]!),
  );
  const area = rocArea(
    Uint8Array.from(answered, (row) => labels.codes[row]!),
    Float64Array.from(answered, (row) => probabilities[2 * row + 1]!),
  );
  return { fitted, area: area ?? 0.5 };
}

/** Student's tail of one more draw beside those of chance. */
function tailOf(area: number, byChance: readonly number[]): number {
  const count = byChance.length;
  const mean = byChance.reduce((sum, value) => sum + value, 0) / count;
  const squares = byChance.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt((squares / (count - 1)) * (1 + 1 / count));
  if (error === 0) return area > mean ? 1 / (count + 1) : 1;
  return studentTail((area - mean) / error, count - 1);
}

function levelOfArea(area: number, p: number): DriftLevel {
  if (p >= JOINT_P_MAX || area <= JOINT_AREA_MODERATE) return "none";
  return area > JOINT_AREA_SEVERE ? "severe" : "moderate";
}

function rankFeatures(
  importances: readonly { readonly feature: string; readonly lost: number; readonly error: number }[],
  pairs: readonly ColumnPair[],
): JointFeature[] {
  const total = importances.reduce((sum, { lost }) => sum + Math.max(lost, 0), 0);
  return importances
    .map(({ feature, lost, error }, at) => ({
      name: feature,
      share: total > 0 ? Math.max(lost, 0) / total : 0,
      sure: lost > 2 * error,
      change: wordChange(pairs[at]!),
    }))
    .sort((a, b) => b.share - a.share);
}

function takeRows(table: Matrix, rowsMax: number): Matrix {
  checkMatrix(table);
  if (table.rows <= rowsMax) return table;
  return selectRows(
    table,
    Int32Array.from({ length: rowsMax }, (_, at) => Math.floor((at * table.rows) / rowsMax)),
  );
}

/** The reference's columns with the current ones of the same name; categories are those of both. */
function pairColumns(reference: Matrix, current: Matrix): ColumnPair[] {
  const byName = new Map(current.columns.map((column) => [column.name, column]));
  return reference.columns.map((before): ColumnPair => {
    const now = byName.get(before.name);
    if (now === undefined) throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_MISSING", { feature: before.name });
    if (before.kind === "numeric" && now.kind === "numeric") return { kind: "numeric", before, now };
    if (before.kind === "categorical" && now.kind === "categorical") {
      const categories = [...new Set([...before.categories, ...now.categories])];
      const feature = { kind: "categorical", name: before.name, categories } as const;
      const [first, second] = [before, now].map(
        (column) => alignMatrix({ rows: column.codes.length, columns: [column] }, [feature]).columns[0]!,
      );
      if (first?.kind === "categorical" && second?.kind === "categorical") {
        return { kind: "categorical", before: first, now: second };
      }
    }
    throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_KIND", {
      feature: before.name,
      found: now.kind,
      expected: before.kind,
    });
  });
}

function stackPairs(pairs: readonly ColumnPair[]): Matrix {
  const columns = pairs.map((pair): Column => {
    if (pair.kind === "numeric") {
      const { before, now } = pair;
      const values = new Float64Array(before.values.length + now.values.length);
      values.set(before.values);
      values.set(now.values, before.values.length);
      return { ...before, values };
    }
    const { before, now } = pair;
    const codes = new Int32Array(before.codes.length + now.codes.length);
    codes.set(before.codes);
    codes.set(now.codes, before.codes.length);
    return { ...before, codes };
  });
  const first = columns[0];
  const rows = first === undefined ? 0 : first.kind === "numeric" ? first.values.length : first.codes.length;
  return { rows, columns };
}

const labelRows = (reference: number, rows: number): Labels => ({
  codes: Int32Array.from({ length: rows }, (_, row) => Number(row >= reference)),
  classes: ["reference", "current"],
});

function shuffleCodes(codes: Int32Array, seed: number): Int32Array {
  const rng = createRng(seed);
  const shuffled = codes.slice();
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = rng.nextInt(i + 1);
    const code = shuffled[i]!;
    shuffled[i] = shuffled[j]!;
    shuffled[j] = code;
  }
  return shuffled;
}
