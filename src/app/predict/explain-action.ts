import type { Event, JsonObject } from "../../domain/index.ts";
import {
  type Contributions,
  compareExplanations,
  createLocalExplainer,
  explainClass,
  type LimeExplanation,
  type LocalExplainer,
} from "../../explain/index.ts";
import { type Matrix, randomForest } from "../../learn/index.ts";
import { FEATURES, type FeatureContext, toValueCode } from "../../profile/index.ts";
import { ROW_COLUMNS } from "../train/behaviour-rows.ts";
import { STATED_COLUMNS, STATED_MEANINGS, type StatedColumn } from "../train/stated-columns.ts";
import { type AnomalyModels, type LearnedBehaviour, toTable } from "./anomaly-models.ts";
import type { JudgedAction } from "./judge-action.ts";

/** Why an action is judged so. */
export interface ActionExplanation {
  readonly text_explanation: string;
  readonly shap_explanation: JsonObject;
  readonly lime_explanation: JsonObject;
}

const FEATURES_SHOWN = 10;
const REASONS_SHOWN = 4;
/** Made-up rows of the local picture; they are made once for a model. */
const LIME_SAMPLES = 2000;

export interface Asked {
  readonly event: Event;
  readonly judged: JudgedAction;
  readonly threshold: number;
}

/** Explains actions that the models judged. */
export interface ActionExplainer {
  /** Does what is done once for a model: otherwise the first explanation takes that time. */
  prepare(): void;
  explain(asked: Asked): ActionExplanation;
}

export function createActionExplainer({ id, familiar, general }: AnomalyModels): ActionExplainer {
  const openPictures = (learned: LearnedBehaviour): LocalExplainer =>
    createLocalExplainer(learned.local, (rows) => randomForest.score(learned.forest, rows), {
      modelVersion: id,
      features: FEATURES_SHOWN,
      samples: LIME_SAMPLES,
      samplesMax: LIME_SAMPLES,
    });
  const known = familiar === null ? null : openPictures(familiar);
  const anybody = openPictures(general);
  return {
    prepare() {
      anybody.prepare();
      known?.prepare();
    },
    explain(asked) {
      const table = toTable(asked.judged.row, 1);
      const pictures = asked.judged.learned === familiar && known !== null ? known : anybody;
      return explain(asked, table, pictures.explain(table));
    },
  };
}

/** Exact contributions to the forest's votes, a local picture of them, and both in words. */
function explain(asked: Asked, table: Matrix, lime: LimeExplanation): ActionExplanation {
  const { judged } = asked;
  const shap = explainClass(judged.learned.forest, table);
  const ranked = rankFeatures(shap, judged);
  const shown = ranked.slice(0, FEATURES_SHOWN);
  const others = ranked.slice(FEATURES_SHOWN).reduce((sum, { contribution }) => sum + contribution, 0);
  return {
    text_explanation: tell(asked, ranked),
    shap_explanation: {
      explains:
        "share of the forest's votes for an attack; base_value + contributions + others = output_value",
      base_value: shap.base,
      output_value: shap.outputs[0]!,
      residual: shap.residuals[0]!,
      probability: judged.probability,
      features: shown.map((one) => ({ ...one })),
      others,
    },
    lime_explanation: {
      explains: "share of the forest's votes, by a linear picture over rows made up around this one",
      intercept: lime.intercept,
      prediction: lime.prediction,
      local_prediction: lime.localPrediction,
      fit_r2: lime.r2,
      trustworthy: lime.trustworthy,
      features: lime.weights.map(({ feature, condition, weight, standardError, stable }) => ({
        feature,
        condition,
        weight,
        standard_error: standardError,
        stable,
      })),
      agreement: compareExplanations(shap, 0, lime).sentence,
    },
  };
}

interface RankedFeature {
  readonly feature: string;
  /** null: not known. */
  readonly value: number | null;
  readonly contribution: number;
  readonly meaning: string;
}

const MEANINGS: ReadonlyMap<string, string> = new Map([
  ...FEATURES.map(({ name, meaning }): [string, string] => [name, meaning]),
  ...STATED_COLUMNS.map((name): [string, string] => [name, STATED_MEANINGS[name]]),
]);

function rankFeatures({ features, values }: Contributions, { row }: JudgedAction): readonly RankedFeature[] {
  return features
    .map((feature, at) => ({
      feature,
      value: toValue(row[ROW_COLUMNS.indexOf(feature)]!),
      contribution: values[at]!,
      meaning: MEANINGS.get(feature) ?? feature,
    }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

const toValue = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** One or two sentences: what was judged, how, and what spoke for it. */
function tell({ event, judged, threshold }: Asked, ranked: readonly RankedFeature[]): string {
  const { score, decidedBy, isKnown } = judged;
  const isAnomaly = score >= threshold;
  const verdict = isAnomaly ? "was flagged as anomalous" : "looks usual";
  const standing = isKnown ? "" : "; nothing is known of this user, who is compared with everybody";
  const head = `The action ${event.action.name} ${verdict} (score ${score.toFixed(2)}, threshold ${threshold.toFixed(2)}${standing}).`;
  const strange =
    decidedBy === "consensus" ? ` One usual action in ${countUsual(judged.strangeness)} is as strange.` : "";
  const reasons = toReasons({ event, judged, threshold }, ranked);
  if (reasons.length === 0) return `${head}${strange}`;
  return `${head}${strange} ${isAnomaly ? "What speaks for it" : "What is most unusual in it"}: ${reasons.join("; ")}.`;
}

/**
 * For the forest what adds most to its votes, for the consensus what adds most bits; of both only what is unusual by
 * itself and known: "no more than usual" is no reason.
 */
function toReasons({ event, judged }: Asked, ranked: readonly RankedFeature[]): readonly string[] {
  const { contributions } = judged.learned.consensus.explain(judged.features, judged.facts.actorKind);
  const unusual = new Set(contributions.filter(({ rarity }) => rarity > 0).map(({ feature }) => feature));
  const names =
    judged.decidedBy === "forest"
      ? ranked.filter(({ contribution }) => contribution > 0).map(({ feature }) => feature)
      : contributions.filter(({ bits }) => bits > 0).map(({ feature }) => feature);
  const context = toContext(event, judged);
  const telling = names.filter((name) => unusual.has(name) || isTelling(name, judged.row));
  return [...new Set(telling.map((name) => toWords(name, judged, context)))].slice(0, REASONS_SHOWN);
}

/** From which value on a stated column is worth telling; what features of behaviour tell better is not. */
const TELLING_FROM: Readonly<Record<StatedColumn, number>> = {
  stated_failed_attempts: 1,
  stated_location_change: 1,
  stated_megabytes: Number.POSITIVE_INFINITY,
  stated_sensitivity: Number.POSITIVE_INFINITY,
  stated_hour_from_noon: 6,
  stated_is_server: 1,
};

function isTelling(name: string, row: Float64Array): boolean {
  const stated = STATED_COLUMNS.find((column) => column === name);
  return (
    stated !== undefined && row[FEATURES.length + STATED_COLUMNS.indexOf(stated)]! >= TELLING_FROM[stated]
  );
}

/** Texts of the event's own values; those of the profile are not kept. */
function toContext(event: Event, { facts, profile }: JudgedAction): FeatureContext {
  const texts = new Map(
    [
      `${event.action.service}:${event.action.name}`,
      event.action.service,
      event.region,
      event.address.text,
      event.address.country,
      event.tool.name,
      event.resource,
    ].map((text) => [toValueCode(text), text]),
  );
  return { facts, profile, textOf: (code) => texts.get(code) ?? null };
}

function toWords(name: string, { row }: JudgedAction, context: FeatureContext): string {
  const at = FEATURES.findIndex((feature) => feature.name === name);
  if (at >= 0) return FEATURES[at]!.words(row[at]!, context);
  const stated = STATED_COLUMNS.find((column) => column === name);
  if (stated === undefined) return name;
  const value = row[FEATURES.length + STATED_COLUMNS.indexOf(stated)]!;
  switch (stated) {
    case "stated_failed_attempts":
      return value === 1 ? "one failed sign-in just before" : `${value} failed sign-ins just before`;
    case "stated_location_change":
      return value === 1 ? "from somewhere else than before" : "from the same place as before";
    case "stated_megabytes":
      return `${formatMegabytes(2 ** value - 1)} of data`;
    case "stated_sensitivity":
      return value >= 2 ? "the action can do harm" : "the action can do little harm";
    case "stated_hour_from_noon":
      return `at ${new Date(context.facts.at).toISOString().slice(11, 16)} UTC`;
    case "stated_is_server":
      return value === 1 ? "from a server" : "from somebody's own device";
  }
}

const formatMegabytes = (megabytes: number): string =>
  megabytes >= 1024
    ? `${(megabytes / 1024).toFixed(1)} GB`
    : `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;

const countUsual = (strangeness: number): string => Math.round(1 / (1 - strangeness)).toLocaleString("en-US");
