import { toError } from "../../domain/index.ts";
import type { Matrix } from "../matrix.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { measureColumn } from "./column-drift.ts";
import { DRIFT_LEVELS, type DriftLevel, type FeatureDrift, judgeFeatures, matters } from "./feature-drift.ts";
import type { DriftReference } from "./reference.ts";
import { wordDrift } from "./verdict.ts";

/** Rows that a window needs before anything is said about it. */
export const WINDOW_ROWS_MIN = 200;

export interface DriftReport {
  readonly kind: "looked";
  /** The worst level of a feature that matters. */
  readonly level: DriftLevel;
  readonly rows: { readonly reference: number; readonly current: number };
  /** In the order of the reference's columns. */
  readonly features: readonly FeatureDrift[];
  /** Mean PSI weighted by importance, plain where no importances are given. */
  readonly weightedPsi: number;
  /** Sentences for people: what changed, how sure that is, what to do. */
  readonly verdict: string;
}

/** Too few rows to say anything is not "no drift". */
export interface DriftNotLooked {
  readonly kind: "not-looked";
  readonly why: "too-few-rows";
  readonly rows: { readonly reference: number; readonly current: number };
  readonly verdict: string;
}

export interface DriftOptions {
  /** How much each feature matters, by name and in any unit: mean absolute contributions, say. */
  readonly importances?: ReadonlyMap<string, number>;
  readonly rowsMin?: number;
}

/**
 * Compares a window with its reference, feature by feature. A feature has drifted when PSI passes both the customary
 * bound (0.1, 0.25 severe) and what chance alone reaches in 1 window of 100, or when its test holds among all tests
 * (Benjamini-Hochberg, 1 %) with an effect worth the name (D > 0.1, Jensen-Shannon > 0.1). Throws
 * LEARN_FEATURE_MISSING and LEARN_FEATURE_KIND where the tables do not match.
 */
export function compareWindows(
  reference: DriftReference,
  current: Matrix,
  options: DriftOptions = {},
): DriftReport | DriftNotLooked {
  const rows = { reference: reference.rows, current: current.rows };
  const rowsMin = options.rowsMin ?? WINDOW_ROWS_MIN;
  if (Math.min(rows.reference, rows.current) < rowsMin) {
    const verdict = `Not judged: ${rows.current} rows against ${rows.reference}, and ${rowsMin} are needed of each.`;
    return { kind: "not-looked", why: "too-few-rows", rows, verdict };
  }
  const byName = new Map(current.columns.map((column) => [column.name, column]));
  const distances = reference.columns.map((column) => {
    const found = byName.get(column.name);
    if (found === undefined) throw toError(LEARN_PROBLEMS, "LEARN_FEATURE_MISSING", { feature: column.name });
    return measureColumn(column, found);
  });
  const features = judgeFeatures(distances, options.importances ?? null);
  const level = worstOf(features.filter(matters).map((feature) => feature.level));
  return {
    kind: "looked",
    level,
    rows,
    features,
    weightedPsi: features.reduce((sum, f) => sum + f.psi * (f.importance ?? 1 / features.length), 0),
    verdict: wordDrift(level, features),
  };
}

function worstOf(levels: readonly DriftLevel[]): DriftLevel {
  return levels.includes("severe") ? "severe" : levels.includes("moderate") ? "moderate" : "none";
}

/** Windows of the last few that must agree before anybody is told. */
const WINDOWS_AGREEING = 2;
const WINDOWS_LOOKED_AT = 3;

/**
 * The level that holds over time: the worst that at least two of the last three windows reached. One odd window is no
 * drift; windows that were not looked at count for nothing.
 */
export function persistentLevel(windows: readonly (DriftReport | DriftNotLooked)[]): DriftLevel {
  const recent = windows.slice(-WINDOWS_LOOKED_AT).flatMap((w) => (w.kind === "looked" ? [w.level] : []));
  const reached = (level: DriftLevel): number =>
    recent.filter((l) => DRIFT_LEVELS.indexOf(l) >= DRIFT_LEVELS.indexOf(level)).length;
  if (reached("severe") >= WINDOWS_AGREEING) return "severe";
  return reached("moderate") >= WINDOWS_AGREEING ? "moderate" : "none";
}
