import { toError } from "../../domain/index.ts";
import { checkChoice, checkParameter, fillDefaults } from "../parameter.ts";
import { LEARN_PROBLEMS } from "../problems.ts";

export const TREES_MAX = 10_000;
export const DEPTH_MAX = 1_024;

export interface RandomForestParams {
  readonly trees: number;
  /** Splits on a path; "none": until every leaf is pure. */
  readonly maxDepth: number | "none";
  /** Least weight of a leaf, counted in rows of the bag. */
  readonly minLeaf: number;
  /** A node of less weight is not split. */
  readonly minSplit: number;
  /** Columns that each split chooses from: the square root of their number, all, or a share in (0, 1]. */
  readonly mtry: "sqrt" | "all" | number;
  /** Draw each tree's rows with replacement; false: every tree sees every row, and there is no out-of-bag answer. */
  readonly bootstrap: boolean;
  /** Draws for each tree as a share of the rows, in (0, 1]. */
  readonly sampleShare: number;
  /** `balanced`: classes weigh the same over the table; `balanced_subsample`: over each tree's bag. */
  readonly classWeight: "none" | "balanced" | "balanced_subsample";
  /** `best`: the best cut of each column tried. `random`: one random cut of each (Extra Trees). */
  readonly cuts: "best" | "random";
  /** Most bins of a numeric column. */
  readonly bins: number;
  /** The class whose probability is the score; null: the last of the classes. */
  readonly positive: string | null;
  /** Answer every training row by the trees that did not see it, and keep the share of right answers. */
  readonly outOfBag: boolean;
}

export const RANDOM_FOREST_DEFAULTS: RandomForestParams = {
  trees: 100,
  maxDepth: 16,
  minLeaf: 1,
  minSplit: 2,
  mtry: "sqrt",
  bootstrap: true,
  sampleShare: 1,
  classWeight: "none",
  cuts: "best",
  bins: 255,
  positive: null,
  outOfBag: false,
};

/** Bin 255 of the codes is the missing value's. */
export const BINS_MAX = 255;

export function resolveRandomForest(given: Partial<RandomForestParams>): RandomForestParams {
  const params = fillDefaults("random-forest", RANDOM_FOREST_DEFAULTS, given);
  checkParameter("trees", params.trees, { min: 1, max: TREES_MAX, integer: true });
  if (params.maxDepth !== "none") {
    checkParameter("maxDepth", params.maxDepth, { min: 1, max: DEPTH_MAX, integer: true });
  }
  checkParameter("minLeaf", params.minLeaf, { min: 1, max: Number.MAX_SAFE_INTEGER });
  checkParameter("minSplit", params.minSplit, { min: 2, max: Number.MAX_SAFE_INTEGER });
  if (params.mtry !== "sqrt" && params.mtry !== "all") {
    checkParameter("mtry", params.mtry, { min: 0, max: 1, aboveMin: true });
  }
  checkParameter("sampleShare", params.sampleShare, { min: 0, max: 1, aboveMin: true });
  checkParameter("bins", params.bins, { min: 2, max: BINS_MAX, integer: true });
  checkChoice("classWeight", params.classWeight, ["none", "balanced", "balanced_subsample"]);
  checkChoice("cuts", params.cuts, ["best", "random"]);
  checkChoice("bootstrap", params.bootstrap, [true, false]);
  checkChoice("outOfBag", params.outOfBag, [true, false]);
  if (params.outOfBag && !params.bootstrap) {
    throw toError(LEARN_PROBLEMS, "LEARN_PARAMETER", {
      parameter: "outOfBag",
      value: "true",
      legal: "false where bootstrap is false",
    });
  }
  return params;
}

/** How many columns each split tries. */
export function toTriedColumns(mtry: RandomForestParams["mtry"], columns: number): number {
  const wanted = mtry === "sqrt" ? Math.sqrt(columns) : mtry === "all" ? columns : mtry * columns;
  return Math.max(1, Math.floor(wanted));
}
