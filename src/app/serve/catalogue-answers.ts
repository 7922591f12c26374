import type { CataloguePort, KeysPort } from "../../api/index.ts";
import { toKeyJson } from "../../cli/keys.ts";
import type { Clock } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { findRule, listRules } from "../rules/rule-catalogue.ts";
import { type Access, createKey } from "./api-keys.ts";
import { toShownKey } from "./keys-command.ts";

/** Rules for the API. */
export const createCatalogueAnswers = (): CataloguePort => ({
  listRules: () => listRules(null),
  async findRule(id) {
    const { falsePositives, ...rule } = await findRule(null, id);
    return { ...rule, false_positives: falsePositives };
  },
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
