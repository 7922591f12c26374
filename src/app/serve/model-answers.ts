import type { ModelsPort } from "../../api/index.ts";
import { type EpochMs, isJsonObject, toError } from "../../domain/index.ts";
import { type ModelRecord, STORE_PROBLEMS, type Store } from "../../store/index.ts";
import { toParts, toTables, toTitle } from "./model-card.ts";

/** The registry for the API. `onChange` is told of every model that is used from then on. */
export const createModelAnswers = ({ models }: Store, onChange: () => void): ModelsPort => ({
  list: async () => (await models.list()).map(toModelJson),
  async find(id) {
    const found = await models.find(id);
    if (found === null) throw toError(STORE_PROBLEMS, "STORE_MODEL_UNKNOWN", { id });
    return {
      ...toModelJson(found),
      parts: toParts(found),
      tables: toTables(found.card),
      card: found.card,
    };
  },
  async activate(id) {
    const activated = toModelJson(await models.activate(id));
    onChange();
    return activated;
  },
  async rollBack(name) {
    const activated = toModelJson(await models.rollback(name));
    onChange();
    return activated;
  },
});

const toIso = (at: EpochMs): string => new Date(at).toISOString();

const toModelJson = (model: ModelRecord): object => {
  const { id, name, kind, createdAt, activatedAt, isActive, window, bodyBytes, card } = model;
  const origin = isJsonObject(card["origin"]) ? card["origin"]["words"] : null;
  return {
    id,
    name,
    title: toTitle(name),
    kind,
    created_at: toIso(createdAt),
    activated_at: activatedAt === null ? null : toIso(activatedAt),
    is_active: isActive,
    window: window === null ? null : { from: toIso(window.from), to: toIso(window.to) },
    origin: typeof origin === "string" ? origin : null,
    body_bytes: bodyBytes,
  };
};
