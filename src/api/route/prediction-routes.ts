import { setImmediate as giveWay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  ACTION_CLASSES,
  DEVICES,
  describeProblem,
  type JsonObject,
  type JsonValue,
  SEVERITIES,
  toError,
} from "../../domain/index.ts";
import { limeAnswer, shapAnswer } from "../answer/prediction-answer.ts";
import { toFaults } from "../check-input.ts";
import { EXPLAINED_MAX, INSTANCES_MAX } from "../limits.ts";
import type { Instance, PredictionPort, StatisticsPort } from "../ports.ts";
import { API_PROBLEMS } from "../problems.ts";
import { addRoute, jsonObject } from "../route.ts";
import { SERVED_SECONDS_MAX, type Served } from "../served.ts";

const TAG = "predictions";

export const instance = z
  .object({
    user_id: z.string().min(1).max(512),
    timestamp: z.iso
      .datetime({ offset: true, local: true })
      .describe("ISO 8601; without an offset it is UTC"),
    action_type: z.enum(ACTION_CLASSES),
    resource_id: z.string().max(2048).nullish(),
    ip_address: z.union([z.ipv4(), z.ipv6()]).nullish(),
    data_volume_mb: z.number().min(0).max(1e9).nullish(),
    location: z.string().max(256).nullish(),
    device_type: z.enum(DEVICES).nullish(),
    failed_attempts: z.int().min(0).max(1_000_000).nullish(),
    location_change: z.boolean().nullish(),
    explain: z.boolean().nullish(),
  })
  .meta({ id: "Instance" });

const prediction = z
  .object({
    user_id: z.string(),
    timestamp: z.string(),
    is_anomaly: z.boolean(),
    anomaly_score: z.number().min(0).max(1).describe("higher is stranger"),
    confidence: z.number().min(0).max(1),
    prediction_time: z.string(),
    explanation: z
      .object({
        text_explanation: z.string(),
        shap_explanation: shapAnswer,
        lime_explanation: limeAnswer,
      })
      .nullable()
      .describe("null: not asked for"),
  })
  .meta({ id: "Prediction" });

const bySeverity = z.object({ total: z.int(), by_severity: z.record(z.enum(SEVERITIES), z.int()) });

const statisticsAnswer = z
  .object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    events: z.int(),
    actors: z.int(),
    failures: z.int().describe("denied or failed"),
    bytes_in: z.number(),
    bytes_out: z.number(),
    findings: bySeverity,
    incidents: bySeverity,
    detection: z.object({ finished_at: z.string().nullable(), events_waiting: z.int() }),
    stored: z.object({
      events: z.int(),
      actors: z.int(),
      inputs: z.int(),
      rejects: z.int(),
      first_time: z.string().nullable(),
      last_time: z.string().nullable(),
      database_bytes: z.number(),
      events_by_log_type: z.record(z.string(), z.int()),
    }),
  })
  .meta({ id: "Statistics" });

const failed = z.object({
  error: z.object({ code: z.string(), status: z.int(), text: z.string(), remedy: z.string() }),
});

export interface PredictionParts {
  readonly predictions: PredictionPort;
  readonly statistics: StatisticsPort;
  readonly served: Served;
  readonly notePredictions: (counts: { readonly predictions: number; readonly anomalies: number }) => void;
  readonly batchBytesMax: number;
}

/** The paths that clients of the reference use, with its names. */
export function addPredictionRoutes(app: FastifyInstance, parts: PredictionParts): void {
  const { predictions, notePredictions } = parts;
  addRoute(app, {
    method: "POST",
    url: "/api/predict",
    scope: "read",
    tag: TAG,
    summary: "Judge one action",
    body: instance,
    answer: z.object({ success: z.literal(true), prediction }),
    isExact: true,
    handle: async ({ body }) => {
      const judged = await predictions.predict(toInstance(body));
      notePredictions({ predictions: 1, anomalies: judged["is_anomaly"] === true ? 1 : 0 });
      return { success: true, prediction: judged };
    },
  });
  addRoute(app, {
    method: "POST",
    url: "/api/batch",
    scope: "read",
    tag: TAG,
    summary: "Judge many actions; a wrong one is answered with its error, in its place",
    bodyBytesMax: parts.batchBytesMax,
    body: z.object({
      instances: z.array(jsonObject).min(1).max(INSTANCES_MAX).describe("each as for /api/predict"),
      explain: z.boolean().nullish(),
    }),
    answer: z.object({
      success: z.literal(true),
      predictions: z.array(z.union([prediction, failed])),
      summary: z.object({
        total: z.int(),
        anomalies: z.int(),
        normal: z.int(),
        failed: z.int(),
        anomaly_rate: z.number(),
      }),
    }),
    isExact: true,
    handle: async ({ body }) => {
      const judged = await judgeAll(predictions, body.instances, body.explain ?? null);
      const summary = summarise(judged);
      notePredictions({ predictions: summary.total - summary.failed, anomalies: summary.anomalies });
      return { success: true, predictions: judged, summary };
    },
  });
  addModelRoute(app, predictions);
  addFigureRoutes(app, parts);
}

function addModelRoute(app: FastifyInstance, predictions: PredictionPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/model",
    scope: "read",
    tag: TAG,
    summary: "The model that judges single actions",
    answer: z.object({
      success: z.literal(true),
      model: z.looseObject({
        id: z.string(),
        name: z.string(),
        kind: z.string().nullable(),
        created_at: z.string().nullable(),
        threshold: z.number().describe("from this score on an action is an anomaly"),
        card: jsonObject,
      }),
    }),
    handle: async () => ({ success: true, model: await predictions.describeModel() }),
  });
}

function addFigureRoutes(app: FastifyInstance, { statistics, served }: PredictionParts): void {
  const latency = z.number().describe("milliseconds");
  addRoute(app, {
    method: "GET",
    url: "/api/metrics",
    scope: "read",
    tag: TAG,
    summary: "What this process served in the last so many seconds",
    query: z.object({ time_window: z.coerce.number().int().min(1).max(SERVED_SECONDS_MAX).default(3600) }),
    answer: z.object({
      success: z.literal(true),
      time_window: z.int(),
      metrics: z.object({
        since: z.string().describe("when this process began to count"),
        requests: z.int(),
        errors: z.int(),
        refused: z.int(),
        predictions: z.int(),
        anomalies: z.int(),
        anomaly_rate: z.number(),
        latency_ms: z
          .object({ mean: latency, p50: latency, p95: latency, p99: latency, max: latency })
          .nullable(),
      }),
    }),
    handle: async ({ query }) => {
      const { latency: latency_ms, ...figures } = served.read(query.time_window);
      return {
        success: true,
        time_window: query.time_window,
        metrics: {
          since: new Date(served.since).toISOString(),
          ...figures,
          anomaly_rate: figures.predictions === 0 ? 0 : figures.anomalies / figures.predictions,
          latency_ms,
        },
      };
    },
  });
  addRoute(app, {
    method: "GET",
    url: "/api/statistics",
    scope: "read",
    tag: TAG,
    summary: "What is stored and was found in the last so many days that have events",
    query: z.object({ days: z.coerce.number().int().min(1).max(3650).default(30) }),
    answer: z.object({ success: z.literal(true), days: z.int(), statistics: statisticsAnswer }),
    handle: async ({ query }) => ({
      success: true,
      days: query.days,
      statistics: await statistics.readStatistics(query.days),
    }),
  });
}

/** Without what is not said: null and absent are the same. */
function toInstance(checked: z.infer<typeof instance>): Instance {
  const said: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(checked)) if (value != null) said[name] = value;
  return said;
}

/** Wrong instances keep their place, with what is wrong with them. */
async function judgeAll(
  port: PredictionPort,
  given: readonly unknown[],
  explain: boolean | null,
): Promise<readonly JsonObject[]> {
  const checked = await checkAll(given);
  const sound = checked.flatMap(({ data }) => (data === undefined ? [] : [toInstance(data)]));
  const explained = explain ?? null;
  const found =
    (explained ?? false)
      ? sound.length
      : sound.filter((one) => explained === null && one["explain"] === true).length;
  if (found > EXPLAINED_MAX)
    throw toError(API_PROBLEMS, "API_BATCH_EXPLAINED", { found, most: EXPLAINED_MAX });
  const judged = (await port.predictAll(sound, explained)).values();
  return checked.map((one): JsonObject => {
    if (one.success) return judged.next().value ?? {};
    const [fault] = toFaults(one.error, "");
    const first = `${fault?.pointer.slice(1) ?? ""} ${fault?.detail ?? ""}.`;
    return { error: { ...describeProblem(API_PROBLEMS, "API_INPUT", { first }) } };
  });
}

/** Instances that are checked before others get their turn. */
const TURN_MAX = 250;

async function checkAll(given: readonly unknown[]) {
  const checked: z.ZodSafeParseResult<z.infer<typeof instance>>[] = [];
  for (let from = 0; from < given.length; from += TURN_MAX) {
    if (from > 0) await giveWay();
    for (const one of given.slice(from, from + TURN_MAX)) checked.push(instance.safeParse(one));
  }
  return checked;
}

function summarise(judged: readonly JsonObject[]) {
  const failures = judged.filter((one) => "error" in one).length;
  const anomalies = judged.filter((one) => one["is_anomaly"] === true).length;
  const sound = judged.length - failures;
  return {
    total: judged.length,
    anomalies,
    normal: sound - anomalies,
    failed: failures,
    anomaly_rate: sound === 0 ? 0 : anomalies / sound,
  };
}
