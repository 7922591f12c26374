import { THRESHOLD_DEFAULT } from "../../cli/predict.ts";
import {
  type Clock,
  type Event,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ProblemReport,
  SYSTEM_CLOCK,
  toError,
} from "../../domain/index.ts";
import { createEnricher, openBundledGeo } from "../../enrich/index.ts";
import { createActivityMapper } from "../../source/index.ts";
import { toCellText } from "../train/cell-text.ts";
import { TRAIN_PROBLEMS } from "../train/problems.ts";
import type { AnomalyModels } from "./anomaly-models.ts";
import { type ActionExplanation, createActionExplainer } from "./explain-action.ts";
import { createActionJudge } from "./judge-action.ts";

/** What is said of one action. */
export interface Prediction {
  readonly user_id: string;
  /** As it was given. */
  readonly timestamp: string;
  readonly is_anomaly: boolean;
  /** 0 to 1, higher is stranger. */
  readonly anomaly_score: number;
  /** How sure the answer is: the score of an anomaly, what is left of it otherwise. */
  readonly confidence: number;
  readonly prediction_time: string;
  /** null: not asked for. */
  readonly explanation: ActionExplanation | null;
}

export interface BatchSummary {
  readonly total: number;
  readonly anomalies: number;
  readonly normal: number;
  /** Instances that are no actions. */
  readonly failed: number;
  readonly anomaly_rate: number;
}

export interface BatchAnswer {
  /** In the order of the instances. */
  readonly predictions: readonly (Prediction | { readonly error: ProblemReport })[];
  readonly summary: BatchSummary;
}

/** Instances of one batch. */
export const BATCH_MAX = 10_000;

export interface PredictorOptions {
  readonly threshold?: number;
  readonly clock?: Clock;
}

/** Answers for single actions in the fields of the prediction API. No answer changes a later one. */
export interface Predictor {
  readonly models: AnomalyModels;
  readonly threshold: number;
  /** Does what the first explanation would have to wait for. */
  prepare(): void;
  /** Throws PREDICT_INPUT for what is no action. `explain` overrides the instance's own field. */
  predict(instance: JsonValue, explain?: boolean): Prediction;
  /** The same of an event of any log, with the record that it was. */
  predictEvent(event: Event, record: JsonObject, explain: boolean): Prediction;
  /** Throws PREDICT_INPUT and PREDICT_BATCH_LARGE; a single bad instance is answered with its problem. */
  predictBatch(instances: JsonValue, explain?: boolean): BatchAnswer;
}

export function createPredictor(models: AnomalyModels, options: PredictorOptions = {}): Predictor {
  const { threshold = THRESHOLD_DEFAULT, clock = SYSTEM_CLOCK } = options;
  const judge = createActionJudge(models);
  const explainer = createActionExplainer(models);
  const map = createActivityMapper({ enricher: createEnricher({ geo: openBundledGeo() }), clock });

  const answer = (
    instance: JsonValue,
    isExplained: boolean | undefined,
  ): Prediction | { error: ProblemReport } => {
    if (!isJsonObject(instance)) return { error: toInputError("an instance is no JSON object").report };
    const mapped = map(instance);
    if (mapped.kind === "refused") return { error: mapped.problem };
    return predictEvent(mapped.event, instance, isExplained ?? instance["explain"] === true);
  };
  const predictEvent = (event: Event, record: JsonObject, isExplained: boolean): Prediction => {
    const judged = judge(event, record);
    const isAnomaly = judged.score >= threshold;
    return {
      user_id: event.actor.name,
      timestamp: toCellText(record["timestamp"]) ?? new Date(event.at).toISOString(),
      is_anomaly: isAnomaly,
      anomaly_score: judged.score,
      confidence: isAnomaly ? judged.score : 1 - judged.score,
      prediction_time: new Date(clock.now()).toISOString(),
      explanation: isExplained ? explainer.explain({ event, judged, threshold }) : null,
    };
  };

  return {
    models,
    threshold,
    prepare: () => explainer.prepare(),
    predictEvent,
    predict: (instance, isExplained) => {
      const answered = answer(instance, isExplained);
      if ("error" in answered) throw toInputError(`${answered.error.text} ${answered.error.remedy}`);
      return answered;
    },
    predictBatch: (instances, isExplained) => {
      if (!Array.isArray(instances)) throw toInputError("instances is no list");
      if (instances.length > BATCH_MAX) {
        throw toError(TRAIN_PROBLEMS, "PREDICT_BATCH_LARGE", { found: instances.length, most: BATCH_MAX });
      }
      const predictions = instances.map((instance) => answer(instance, isExplained));
      return { predictions, summary: summarise(predictions) };
    },
  };
}

const toInputError = (reason: string): ReturnType<typeof toError> =>
  toError(TRAIN_PROBLEMS, "PREDICT_INPUT", { reason });

function summarise(predictions: BatchAnswer["predictions"]): BatchSummary {
  const failed = predictions.filter((one) => "error" in one).length;
  const anomalies = predictions.filter((one) => !("error" in one) && one.is_anomaly).length;
  const judged = predictions.length - failed;
  return {
    total: predictions.length,
    anomalies,
    normal: judged - anomalies,
    failed,
    anomaly_rate: judged === 0 ? 0 : anomalies / judged,
  };
}

/**
 * What `POST /api/predict` and `POST /api/batch` answer, from what they are given. `explain` overrides what the body
 * wishes; null: as it wishes.
 */
export function answerRequest(
  predictor: Predictor,
  body: JsonValue,
  explain: boolean | null = null,
): JsonObject {
  if (isJsonObject(body) && body["instances"] !== undefined) {
    const wished = body["explain"] === undefined ? undefined : body["explain"] === true;
    const { predictions, summary } = predictor.predictBatch(body["instances"], explain ?? wished);
    return { success: true, predictions: predictions.map(toJson), summary: { ...summary } };
  }
  return { success: true, prediction: toJson(predictor.predict(body, explain ?? undefined)) };
}

const toJson = (answered: Prediction | { readonly error: ProblemReport }): JsonObject =>
  "error" in answered
    ? { error: { ...answered.error } }
    : { ...answered, explanation: answered.explanation === null ? null : { ...answered.explanation } };
