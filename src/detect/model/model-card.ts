import { mix } from "../../domain/index.ts";
import { type Matrix, quantileOfSorted, rankScores } from "../../learn/index.ts";
import { ACTOR_KINDS } from "../../profile/index.ts";
import type { FeatureSample } from "./feature-sample.ts";
import { type RawScores, scoreIsolation } from "./kind-scales.ts";
import { createGroupScorer, fitIsolation } from "./member-group.ts";
import type { KindCard, ModelCard, ModelsData } from "./models-data.ts";

const STABILITY_SEED = 0x73746162;
const QUANTILES = [0.5, 0.9, 0.99, 0.999];

interface CardSource {
  readonly sample: FeatureSample;
  readonly train: Uint32Array;
  readonly calibrate: Uint32Array;
  /** What the first group gives the calibration rows, and the rows that it learned from as its forest saw them. */
  readonly raw: RawScores;
  readonly table: Matrix;
  readonly draft: Omit<ModelsData, "id" | "card" | "reference">;
  readonly firstDay: number | null;
}

export async function describeModels(source: CardSource): Promise<ModelCard> {
  const { sample, train, calibrate, raw, draft, firstDay } = source;
  const asked = raw.rarity.filter((rarity) => rarity >= draft.scales[0]!.gate).length;
  return {
    kind: "behaviour",
    days: { first: firstDay, before: draft.trainedDay },
    rows: { all: sample.rows, training: train.length, calibration: calibrate.length },
    kinds: describeKinds(source),
    features: draft.featureNames,
    seed: draft.seed,
    members: ["isolation forest", "one-class SVM", "rarity"],
    metrics: {
      stability: await measureStability(source),
      isolationWithSvm: correlateRanks(raw.isolation, raw.plane),
      isolationWithRarity: correlateRanks(raw.isolation, raw.rarity),
      svmWithRarity: correlateRanks(raw.plane, raw.rarity),
      askedShare: asked / calibrate.length,
    },
    quantiles: {
      at: QUANTILES,
      rarity: quantilesOf(raw.rarity),
      isolation: quantilesOf(raw.isolation),
      svm: quantilesOf(raw.plane),
    },
  };
}

function describeKinds({ sample, calibrate, draft }: CardSource): KindCard[] {
  return ACTOR_KINDS.map((kind, at) => ({
    kind,
    rows: sample.kinds.reduce((sum, found) => sum + Number(found === at), 0),
    ownMembers: draft.groupOfKind[at] !== 0,
    calibrationRows: calibrate.reduce((sum, row) => sum + Number(sample.kinds[row] === at), 0),
    ownCalibration: draft.scaleOfKind[at] !== 0,
  }));
}

/** How alike another forest, which learned from the same rows by other chances, ranks the calibration rows. */
async function measureStability({ sample, calibrate, raw, table, draft }: CardSource): Promise<number> {
  const isolation = await fitIsolation(table, mix(draft.seed, STABILITY_SEED));
  const scorer = createGroupScorer({ ...draft.groups[0]!, isolation });
  return correlateRanks(raw.isolation, scoreIsolation(scorer, sample, calibrate));
}

/** Spearman's rank correlation; 1 where neither varies. */
export function correlateRanks(a: Float64Array, b: Float64Array): number {
  const left = rankScores(a);
  const right = rankScores(b);
  const middle = (left.length + 1) / 2 / left.length;
  let both = 0;
  let ofLeft = 0;
  let ofRight = 0;
  for (let at = 0; at < left.length; at++) {
    both += (left[at]! - middle) * (right[at]! - middle);
    ofLeft += (left[at]! - middle) ** 2;
    ofRight += (right[at]! - middle) ** 2;
  }
  if (ofLeft < 1e-12 && ofRight < 1e-12) return 1;
  return ofLeft < 1e-12 || ofRight < 1e-12 ? 0 : both / Math.sqrt(ofLeft * ofRight);
}

function quantilesOf(scores: Float64Array): number[] {
  const sorted = Float64Array.from(scores).sort();
  return QUANTILES.map((q) => quantileOfSorted(sorted, q));
}
