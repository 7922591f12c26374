import { randomUUID } from "node:crypto";
import { setImmediate as giveWay, setTimeout as wait } from "node:timers/promises";
import type { PredictionPort } from "../../api/index.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { HeldLeases } from "../detect/held-leases.ts";
import { ANOMALY_MODELS_NAME, toCard } from "../predict/anomaly-models.ts";
import { type LoadedModels, loadAnomalyModels } from "../predict/load-predictor.ts";
import { answerRequest, createPredictor, type Predictor } from "../predict/predictor.ts";

/** Instances that are judged before others get their turn; of explained ones, each takes some milliseconds. */
const TURN_MAX = 50;
const TURN_EXPLAINED_MAX = 2;
/** Models that somebody trains or activates meanwhile, and another threshold, are used after this time at the latest. */
const MODELS_FRESH_MS = 10_000;

export interface PredictionParts {
  readonly store: Pick<Store, "models" | "leases">;
  readonly threshold: number | null;
  /** As the settings say now: people change it while the server runs. */
  readonly readThreshold?: () => Promise<number | null>;
  readonly now: () => number;
}

export interface Predictions extends PredictionPort {
  readonly how: LoadedModels["how"];
  /** The models in use. */
  current(): Promise<Predictor>;
  /** Others may have become active: looks before the next answer. */
  refresh(): void;
}

/** Judges with the active models, which are loaded once and again when others become active. */
export async function openPredictions(parts: PredictionParts): Promise<Predictions> {
  const { store, now } = parts;
  const { models } = store;
  let { threshold } = parts;
  const { readThreshold = async () => threshold } = parts;
  const load = async (): Promise<readonly [Predictor, LoadedModels["how"]]> => {
    const loaded = await loadOnce(store);
    const predictor = createPredictor(loaded.models, threshold === null ? {} : { threshold });
    predictor.prepare();
    return [predictor, loaded.how];
  };
  const [first, how] = await load();
  let predictor = first;
  let checkedAt = now();
  const current = async (): Promise<Predictor> => {
    if (now() - checkedAt > MODELS_FRESH_MS) {
      checkedAt = now();
      const [active, wanted] = await Promise.all([models.findActive(ANOMALY_MODELS_NAME), readThreshold()]);
      const isOther = active !== null && active.id !== predictor.models.id;
      if (isOther || wanted !== threshold) {
        threshold = wanted;
        [predictor] = await load();
      }
    }
    return predictor;
  };
  return {
    how,
    current,
    refresh() {
      checkedAt = Number.NEGATIVE_INFINITY;
    },
    predict: async (instance) => toObject(answerRequest(await current(), instance)["prediction"]),
    async predictAll(instances, explain) {
      const used = await current();
      const turn = explain === false ? TURN_MAX : TURN_EXPLAINED_MAX;
      const judged: JsonObject[] = [];
      for (let at = 0; at < instances.length; ) {
        const isExplained = explain ?? instances[at]!["explain"] === true;
        const count = isExplained ? turn : TURN_MAX;
        const part = instances.slice(at, at + count);
        const answer = answerRequest(used, { instances: part }, explain)["predictions"];
        if (Array.isArray(answer)) judged.push(...answer.map(toObject));
        at += count;
        if (at < instances.length) await giveWay();
      }
      return judged;
    },
    describeModel: async () => describeModel(models, await current()),
  };
}

async function describeModel(models: Store["models"], used: Predictor): Promise<JsonObject> {
  const record = await models.find(used.models.id);
  return {
    id: used.models.id,
    name: ANOMALY_MODELS_NAME,
    kind: record?.kind ?? null,
    created_at: record === null ? null : new Date(record.createdAt).toISOString(),
    threshold: used.threshold,
    card: toCard(used.models),
  };
}

const LEASE_NAME = "first models";
const LEASE_POLL_MS = 200;

/** Of several processes that start at once over an empty database one learns the first models. */
async function loadOnce({ models, leases }: PredictionParts["store"]): Promise<LoadedModels> {
  if ((await models.findActive(ANOMALY_MODELS_NAME)) !== null) return loadAnomalyModels(models);
  const held = new HeldLeases(leases, randomUUID());
  while (!(await held.acquire(LEASE_NAME))) await wait(LEASE_POLL_MS);
  try {
    return await loadAnomalyModels(models);
  } finally {
    await held.releaseAll();
  }
}

const toObject = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
