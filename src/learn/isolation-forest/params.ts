import { checkChoice, checkParameter, fillDefaults } from "../parameter.ts";
import type { PathLengthRule } from "./path-length.ts";

export const SAMPLE_SIZE_MAX = 65_536;
export const TREES_MAX = 10_000;
export const PLANE_COLUMNS_MAX = 64;

/**
 * `classic`: the paper's 256 rows and depth 8, as scikit-learn. `standard`: 512 rows, depth 12; ranks better on nearly
 * every public set at about twice the price. `deep`: 1024 rows without a depth limit, for nightly batches.
 */
export type IsolationProfile = "classic" | "standard" | "deep";

/**
 * What a leaf says. `depth`: how many splits isolate the row. `adjDepth`: each split counts by how much denser its side
 * is than the whole (0 to 2). `density`: logarithm of the leaf's density relative to the root's; a score of 0.5 is
 * the density of even spread.
 */
export type IsolationScoring = "depth" | "adjDepth" | "density";

export interface IsolationForestParams {
  readonly profile: IsolationProfile;
  readonly trees: number;
  /** Rows drawn for each tree; null: the profile's. */
  readonly sampleSize: number | null;
  /** Splits on a path; null: the profile's (classic: log2 of the sample, rounded up). "none": no limit. */
  readonly maxDepth: number | "none" | null;
  /** Columns in each split; above 1 the splits are oblique (Extended Isolation Forest) and have no exact SHAP values. */
  readonly ndim: number;
  readonly scoring: IsolationScoring;
  /** Probability that a numeric split takes the threshold with the best pooled gain instead of a random one. */
  readonly poolGain: number;
  /** Which c(n) stands for unbuilt subtrees; `sklearn` for comparison with its models. */
  readonly compat: PathLengthRule;
  /** The share of training rows that the stored threshold calls strange; null stores none and saves the scoring. */
  readonly contamination: number | null;
}

export const ISOLATION_DEFAULTS: IsolationForestParams = {
  profile: "standard",
  trees: 200,
  sampleSize: null,
  maxDepth: null,
  ndim: 1,
  scoring: "depth",
  poolGain: 0,
  compat: "exact",
  contamination: null,
};

const PROFILES: Record<IsolationProfile, { readonly sampleSize: number; readonly maxDepth: number }> = {
  classic: { sampleSize: 256, maxDepth: 8 },
  standard: { sampleSize: 512, maxDepth: 12 },
  deep: { sampleSize: 1024, maxDepth: Number.POSITIVE_INFINITY },
};

export function resolveIsolation(given: Partial<IsolationForestParams>): IsolationForestParams {
  const params = fillDefaults("isolation-forest", ISOLATION_DEFAULTS, given);
  checkChoice("profile", params.profile, ["classic", "standard", "deep"]);
  checkChoice("scoring", params.scoring, ["depth", "adjDepth", "density"]);
  checkChoice("compat", params.compat, ["exact", "sklearn"]);
  checkParameter("trees", params.trees, { min: 1, max: TREES_MAX, integer: true });
  checkParameter("ndim", params.ndim, { min: 1, max: PLANE_COLUMNS_MAX, integer: true });
  checkParameter("poolGain", params.poolGain, { min: 0, max: 1 });
  if (params.sampleSize !== null) {
    checkParameter("sampleSize", params.sampleSize, { min: 1, max: SAMPLE_SIZE_MAX, integer: true });
  }
  if (params.maxDepth !== null && params.maxDepth !== "none") {
    checkParameter("maxDepth", params.maxDepth, { min: 1, max: SAMPLE_SIZE_MAX, integer: true });
  }
  if (params.contamination !== null) {
    checkParameter("contamination", params.contamination, { min: 0, max: 0.5, aboveMin: true });
  }
  return params;
}

/** The sample size and depth limit that the parameters mean for a table of so many rows. */
export function toGrowth(
  params: IsolationForestParams,
  rows: number,
): { sampleSize: number; maxDepth: number } {
  const profile = PROFILES[params.profile];
  const sampleSize = Math.min(params.sampleSize ?? profile.sampleSize, rows);
  if (params.maxDepth === "none") return { sampleSize, maxDepth: Number.POSITIVE_INFINITY };
  if (params.maxDepth !== null) return { sampleSize, maxDepth: params.maxDepth };
  const maxDepth =
    params.profile === "classic" ? Math.ceil(Math.log2(Math.max(sampleSize, 2))) : profile.maxDepth;
  return { sampleSize, maxDepth };
}
