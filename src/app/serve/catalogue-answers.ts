import type { KeysPort } from "../../api/index.ts";
import { toKeyJson } from "../../cli/keys.ts";
import type { Clock } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { type Access, createKey } from "./api-keys.ts";
import { toShownKey } from "./keys-command.ts";

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
