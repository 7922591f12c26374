import type { DriftReference } from "../../learn/index.ts";
import type { KindScales } from "./kind-scales.ts";
import type { MemberGroup } from "./member-group.ts";

/** Everything that was learned; plain data. */
export interface ModelsData {
  readonly id: string;
  readonly trainedDay: number;
  readonly seed: number;
  readonly featureNames: readonly string[];
  readonly groups: readonly MemberGroup[];
  /** By place in `ACTOR_KINDS`: whose members judge the kind, and what their scores mean for it. */
  readonly groupOfKind: readonly number[];
  readonly scales: readonly KindScales[];
  readonly scaleOfKind: readonly number[];
  readonly card: ModelCard;
  /** Usual feature rows, to compare later ones with. */
  readonly reference: DriftReference;
}

/** The members' scores of one event, and what they agree on: 0.99 where one usual event in a hundred is as strange. */
export interface MemberScores {
  readonly isolation: number;
  readonly svm: number;
  readonly rarity: number;
  readonly consensus: number;
  /** True: the event is so common that the consensus is the rarity's and the other two had no say. */
  readonly gated: boolean;
}

/** What people should know of behaviour models before they believe them. Plain JSON. */
export interface ModelCard {
  readonly kind: "behaviour";
  /** Days (since 1970, UTC) that the rows come from: from the first to before `before`; null: not known. */
  readonly days: { readonly first: number | null; readonly before: number };
  readonly rows: { readonly all: number; readonly training: number; readonly calibration: number };
  readonly kinds: readonly KindCard[];
  readonly features: readonly string[];
  readonly seed: number;
  readonly members: readonly string[];
  readonly metrics: {
    /** Rank correlation of the forest with one grown from another seed, on rows that neither saw: 1 is no whim. */
    readonly stability: number;
    /** Rank correlations between members: low ones mean that agreement says much. */
    readonly isolationWithSvm: number;
    readonly isolationWithRarity: number;
    readonly svmWithRarity: number;
    /** Share of calibration rows that are asked of all three. */
    readonly askedShare: number;
  };
  /** Raw scores of calibration rows at these quantiles. */
  readonly quantiles: {
    readonly at: readonly number[];
    readonly rarity: readonly number[];
    readonly isolation: readonly number[];
    readonly svm: readonly number[];
  };
}

export interface KindCard {
  readonly kind: string;
  readonly rows: number;
  /** False: too few rows, judged by members that know all kinds. */
  readonly ownMembers: boolean;
  readonly calibrationRows: number;
  readonly ownCalibration: boolean;
}

/** One kind's models with its scales. */
export interface Judge {
  /** Calibrated bits of the consensus. */
  bits(features: Float64Array): number;
  members(features: Float64Array): MemberScores;
}
