import {
  type Counterfactual,
  explainIsolation,
  explainLocally,
  findCounterfactual,
  type LimeExplanation,
  type Predict,
} from "../../explain/index.ts";
import { createMatrix, type Matrix, type NumericColumn } from "../../learn/index.ts";
import type { KindScales } from "./kind-scales.ts";
import type { MemberGroup } from "./member-group.ts";
import type { Judge, MemberScores, ModelsData } from "./models-data.ts";
import { prepareRow } from "./preparation.ts";
import { columnBits } from "./rarity-table.ts";
import { toRowTable } from "./raw-table.ts";
import { toScore, toTailBits } from "./tail-scale.ts";

export interface ExplainOptions {
  /** Give LIME's local picture too, from so many made-up rows; slower. */
  readonly lime?: { readonly samples: number };
  /** Say what would have made the event quiet: below this score, by so many changes at most. */
  readonly counterfactual?: { readonly threshold: number; readonly changesMax?: number };
}

/** What one feature adds. */
export interface FeatureContribution {
  readonly feature: string;
  /** null: not known. */
  readonly value: number | null;
  /** Bits that it adds to `EventExplanation.bits`; below 0: it makes the event more usual. */
  readonly bits: number;
  /** Bits that it adds to the rarity. */
  readonly rarity: number;
  /** Its Shapley value in the Isolation Forest, in bits of the forest's own score. */
  readonly isolation: number;
}

/** A member's own score as a sum over features: `base + sum of the features' parts + residual = output`. */
export interface MemberSum {
  readonly base: number;
  readonly output: number;
  /** What the arithmetic lost. */
  readonly residual: number;
}

export interface EventExplanation {
  readonly score: number;
  readonly members: MemberScores;
  /**
   * Mean of the two additive members' calibrated bits: `base + sum of contributions' bits = bits`. Each bit halves the
   * share of usual events that look as strange.
   */
  readonly bits: number;
  readonly base: number;
  /** Every feature, the one that adds most first. */
  readonly contributions: readonly FeatureContribution[];
  readonly rarity: MemberSum;
  readonly isolation: MemberSum;
  /** A picture of the consensus in bits; null: not asked for. */
  readonly lime: LimeExplanation | null;
  readonly counterfactual: Counterfactual | null;
}

/** One kind's models, taken apart. */
export interface Explained {
  readonly data: ModelsData;
  readonly group: MemberGroup;
  readonly scales: KindScales;
  readonly judge: Judge;
}

/**
 * Why an event is strange: exactly where exactness exists. The rarity is a sum over features, the forest's score has
 * exact Shapley values; each is carried over to calibrated bits in proportion. LIME's picture and the counterfactual are
 * of the consensus itself, the One-Class SVM included.
 */
export function explainEvent(
  explained: Explained,
  features: Float64Array,
  options: ExplainOptions,
): EventExplanation {
  const { data, group, scales, judge } = explained;
  const rarityParts = group.rarity.columns.map((column, at) => columnBits(column, features[at]!));
  const rarity = toSum(
    0,
    rarityParts,
    rarityParts.reduce((sum, part) => sum + part, 0),
  );
  const { base, output, parts: isolationParts } = explainForest(data, group, features);
  const isolation = toSum(base, isolationParts, output);
  const rarityBits = (sum: number): number => toTailBits(scales.rarity, sum);
  // The forest's sum is the logarithm of its score.
  const isolationBits = (sum: number): number => toTailBits(scales.isolation, 2 ** sum);
  const ofRarity = toBitsPerUnit(rarity, rarityBits);
  const ofIsolation = toBitsPerUnit(isolation, isolationBits);
  const contributions = data.featureNames.map((feature, at): FeatureContribution => {
    const value = features[at]!;
    return {
      feature,
      value: Number.isNaN(value) ? null : value,
      bits: (rarityParts[at]! * ofRarity + isolationParts[at]! * ofIsolation) / 2,
      rarity: rarityParts[at]!,
      isolation: isolationParts[at]!,
    };
  });
  const startBits = (rarityBits(0) + isolationBits(base)) / 2;
  const table = toRowTable(features, data.featureNames);
  const members = judge.members(features);
  return {
    score: members.consensus,
    members,
    bits: contributions.reduce((sum, { bits }) => sum + bits, startBits),
    base: startBits,
    contributions: contributions.sort((a, b) => b.bits - a.bits),
    rarity,
    isolation,
    lime: options.lime === undefined ? null : drawLocally(explained, table, options.lime.samples),
    counterfactual:
      options.counterfactual === undefined
        ? null
        : findCounterfactual(
            group.reference.values,
            { table, predict: predictWith(judge, toScore) },
            options.counterfactual,
          ),
  };
}

function toSum(base: number, parts: readonly number[], output: number): MemberSum {
  return { base, output, residual: output - parts.reduce((sum, part) => sum + part, base) };
}

/** Calibrated bits for each unit of a member's sum, between its base and its output. */
function toBitsPerUnit({ base, output }: MemberSum, toBits: (sum: number) => number): number {
  const way = output - base;
  return Math.abs(way) < 1e-12 ? 0 : (toBits(output) - toBits(base)) / way;
}

function explainForest(
  { featureNames }: ModelsData,
  { preparation, isolation }: MemberGroup,
  features: Float64Array,
): { readonly base: number; readonly output: number; readonly parts: readonly number[] } {
  const row = new Float64Array(isolation.features.length);
  prepareRow(preparation, features, row);
  const table = createMatrix(
    isolation.features.map(
      ({ name }, at): NumericColumn => ({ kind: "numeric", name, values: Float64Array.of(row[at]!) }),
    ),
    1,
  );
  const { base, outputs, values } = explainIsolation(isolation, table);
  const parts = new Array<number>(featureNames.length).fill(0);
  preparation.columns.forEach((column, at) => {
    parts[column] = values[at]!;
  });
  return { base, output: outputs[0]!, parts };
}

function drawLocally({ data, group, judge }: Explained, table: Matrix, samples: number): LimeExplanation {
  const predict = predictWith(judge, (bits) => bits);
  return explainLocally(
    group.reference.local,
    { table, predict },
    { modelVersion: data.id, samples, samplesMax: samples },
  );
}

/** The consensus over the rows of a table, as explanations ask. */
function predictWith(judge: Judge, toOutput: (bits: number) => number): Predict {
  return ({ rows, columns }) => {
    const features = new Float64Array(columns.length);
    return Float64Array.from({ length: rows }, (_, row) => {
      columns.forEach((column, c) => {
        features[c] = column.kind === "numeric" ? column.values[row]! : Number.NaN;
      });
      return toOutput(judge.bits(features));
    });
  };
}
