import type { StorePlace } from "../../cli/data-option.ts";
import type { ModelsPort, ShownModel } from "../../cli/models.ts";
import { toError } from "../../domain/index.ts";
import { type ModelRecord, type ModelStore, STORE_PROBLEMS } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";

/** Opens the registry of a place, asks, and closes it. */
export async function withModels<T>(
  place: StorePlace,
  purpose: string,
  ask: (models: ModelStore) => Promise<T>,
): Promise<T> {
  const store = await openPlace(place, { purpose });
  try {
    return await ask(store.models);
  } finally {
    await store.close();
  }
}

const show = ({ id, name, kind, createdAt, isActive, window, bodyBytes, card }: ModelRecord): ShownModel => ({
  window,
  id,
  name,
  kind,
  createdAt,
  isActive,
  bodyBytes,
  card,
});

/** The models command: the registry as it is. */
export const MODELS_PORT: ModelsPort = {
  list: (place) => withModels(place, "models", async (models) => (await models.list()).map(show)),
  find: (place, id) =>
    withModels(place, "models", async (models) => {
      const found = await models.find(id);
      if (found === null) throw toError(STORE_PROBLEMS, "STORE_MODEL_UNKNOWN", { id });
      return show(found);
    }),
  activate: (place, id) => withModels(place, "models", async (models) => show(await models.activate(id))),
  rollback: (place, name) => withModels(place, "models", async (models) => show(await models.rollback(name))),
};
