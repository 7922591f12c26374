import { GaitError } from "../../domain/index.ts";
import type { ModelRecord, ModelStore } from "../../store/index.ts";
import {
  ANOMALY_MODELS_KIND,
  ANOMALY_MODELS_NAME,
  type AnomalyModels,
  readAnomalyModels,
  toBytes,
  toCard,
} from "./anomaly-models.ts";
import { trainFirstModels } from "./first-models.ts";

/** The seed of the models that are there from the start: everybody has the same. */
export const FIRST_SEED = 1;

/** The models in force, and whether they had to be made. */
export interface LoadedModels {
  readonly models: AnomalyModels;
  /** `kept`: from the registry. `first`: there were none. `replaced`: those that were kept cannot be used any more. */
  readonly how: "kept" | "first" | "replaced";
}

/**
 * The models that judge single actions: the active ones of the registry, else ones learned from generated data, which
 * are kept and activated. There is always an answer.
 */
export async function loadAnomalyModels(registry: ModelStore): Promise<LoadedModels> {
  const active = await registry.findActive(ANOMALY_MODELS_NAME);
  const bytes = active === null ? null : await registry.readBody(active.id);
  const kept = bytes === null ? null : readMaybe(bytes);
  if (kept !== null) return { models: kept, how: "kept" };
  const models = await trainFirstModels({ seed: FIRST_SEED });
  await keepAnomalyModels(registry, models, { isActivated: true });
  return { models, how: active === null ? "first" : "replaced" };
}

/** Models of another version or a broken file are told apart from bugs. */
function readMaybe(bytes: Uint8Array): AnomalyModels | null {
  try {
    return readAnomalyModels(bytes);
  } catch (error) {
    if (error instanceof GaitError) return null;
    throw error;
  }
}

interface KeepOptions {
  readonly isActivated: boolean;
  /** The events that they learned from; null or absent: none of ours. */
  readonly window?: ModelRecord["window"];
}

/** Adds the models to the registry; the same training again is the same model. */
export async function keepAnomalyModels(
  registry: ModelStore,
  models: AnomalyModels,
  { isActivated, window = null }: KeepOptions,
): Promise<void> {
  const { id } = await registry.add({
    id: models.id,
    name: ANOMALY_MODELS_NAME,
    kind: ANOMALY_MODELS_KIND,
    window,
    card: toCard(models),
    body: toBytes(models),
  });
  if (isActivated) await registry.activate(id);
}
