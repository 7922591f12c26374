import type { CataloguePort, KeysPort } from "../../api/index.ts";
import { toKeyJson } from "../../cli/keys.ts";
import { type Clock, toError } from "../../domain/index.ts";
import { type ModelRecord, STORE_PROBLEMS, type Store } from "../../store/index.ts";
import { listRules } from "../rules/rule-catalogue.ts";
import { type Access, createKey } from "./api-keys.ts";
import { toShownKey } from "./keys-command.ts";

/** Models and rules for the API. */
export const createCatalogueAnswers = (store: Store): CataloguePort => ({
  listModels: async () => (await store.models.list()).map(toModelJson),
  async findModel(id) {
    const found = await store.models.find(id);
    if (found === null) throw toError(STORE_PROBLEMS, "STORE_MODEL_UNKNOWN", { id });
    return toModelJson(found);
  },
  listRules: () => listRules(null),
});

const toModelJson = ({ id, name, kind, createdAt, isActive, bodyBytes, card }: ModelRecord): object => ({
  id,
  name,
  kind,
  created_at: new Date(createdAt).toISOString(),
  is_active: isActive,
  body_bytes: bodyBytes,
  card,
});

/** Keys for the API: what is made or ended counts at once. */
export const createKeyAnswers = (
  store: Store,
  { access, clock }: { readonly access: Access; readonly clock: Clock },
): KeysPort => ({
  list: async () => (await store.keys.list()).map((key) => toKeyJson(toShownKey(key, clock.now()))),
  async create(request) {
    const { secret, ...made } = await createKey(store.keys, request, clock);
    access.forget();
    return { ...toKeyJson(toShownKey(made, clock.now())), key: secret };
  },
  async revoke(id) {
    const revoked = await store.keys.revoke(id);
    access.forget();
    return toKeyJson(toShownKey(revoked, clock.now()));
  },
});
