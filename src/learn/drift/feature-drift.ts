import {
  type ColumnDistance,
  FAULT_SHARE_MIN,
  GAP_MIN,
  JENSEN_SHANNON_MIN,
  PSI_MODERATE,
  PSI_SEVERE,
} from "./column-drift.ts";
import { falseDiscoveryRates } from "./multiple-tests.ts";

export const DRIFT_LEVELS = ["none", "moderate", "severe"] as const;
export type DriftLevel = (typeof DRIFT_LEVELS)[number];

/** Share of false alarms among the features called drifted by their test. */
const FALSE_DISCOVERY_MAX = 0.01;
/** Below this share of all importance, a feature's drift is listed and moves no verdict. */
const IMPORTANCE_SHARE_MIN = 0.02;

/** What happened to one feature. */
export interface FeatureDrift extends ColumnDistance {
  readonly level: DriftLevel;
  /** Benjamini-Hochberg's rate of the p among all features of the window. */
  readonly falseDiscoveryRate: number;
  /** Why the source rather than the world may have changed; null when nothing points to it. */
  readonly fault: "more-missing" | "less-missing" | "unseen-categories" | null;
  /** The feature's share of all importance; null when none were given. */
  readonly importance: number | null;
}

/** Whether a feature's drift counts towards the verdict. */
export const matters = (feature: FeatureDrift): boolean =>
  feature.importance === null || feature.importance >= IMPORTANCE_SHARE_MIN;

export function judgeFeatures(
  distances: readonly ColumnDistance[],
  importances: ReadonlyMap<string, number> | null,
): FeatureDrift[] {
  const rates = falseDiscoveryRates(distances.map(({ p }) => p));
  const total = distances.reduce((sum, { name }) => sum + (importances?.get(name) ?? 0), 0);
  return distances.map((distance, at) => ({
    ...distance,
    level: levelOf(distance, rates[at]!),
    falseDiscoveryRate: rates[at]!,
    fault: faultOf(distance),
    importance: importances === null || total === 0 ? null : (importances.get(distance.name) ?? 0) / total,
  }));
}

export function levelOf(distance: ColumnDistance, falseDiscoveryRate: number): DriftLevel {
  const { psi, psiCritical, kind, statistic, jensenShannon } = distance;
  if (psi > Math.max(PSI_SEVERE, psiCritical)) return "severe";
  if (psi > Math.max(PSI_MODERATE, psiCritical)) return "moderate";
  const large = kind === "numeric" ? statistic > GAP_MIN : jensenShannon > JENSEN_SHANNON_MIN;
  return large && falseDiscoveryRate < FALSE_DISCOVERY_MAX ? "moderate" : "none";
}

function faultOf({ missing, unseenShare }: ColumnDistance): FeatureDrift["fault"] {
  if (unseenShare > FAULT_SHARE_MIN) return "unseen-categories";
  if (missing.current - missing.reference > FAULT_SHARE_MIN) return "more-missing";
  return missing.reference - missing.current > FAULT_SHARE_MIN ? "less-missing" : null;
}
