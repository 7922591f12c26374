import { randomBytes } from "node:crypto";
import type { StorePlace } from "../../cli/data-option.ts";
import type { KeysPort, ShownKey } from "../../cli/keys.ts";
import { type EpochMs, SYSTEM_CLOCK, toEpochMs } from "../../domain/index.ts";
import type { KeyStore, StoredKey } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { createKey, isValid } from "./api-keys.ts";

/** The keys command: open the store, ask or change, close. */
export const KEYS_PORT: KeysPort = {
  create: (place, { forMs, ...key }) =>
    withKeys(place, async (keys) => {
      const expiresAt = forMs === null ? null : toEpochMs(SYSTEM_CLOCK.now() + forMs);
      const { secret, ...made } = await createKey(keys, { ...key, expiresAt }, SYSTEM_CLOCK);
      return { ...toShownKey(made, SYSTEM_CLOCK.now()), secret };
    }),
  list: (place) =>
    withKeys(place, async (keys) => (await keys.list()).map((key) => toShownKey(key, SYSTEM_CLOCK.now()))),
  revoke: (place, id) =>
    withKeys(place, async (keys) => toShownKey(await keys.revoke(id), SYSTEM_CLOCK.now())),
  generate: async () => ({
    secretKey: randomBytes(SECRET_KEY_BYTES).toString("hex"),
    apiKey: randomBytes(API_KEY_BYTES).toString("hex"),
  }),
};

/** As the reference's pages make them. */
const SECRET_KEY_BYTES = 32;
const API_KEY_BYTES = 16;

async function withKeys<T>(place: StorePlace, ask: (keys: KeyStore) => Promise<T>): Promise<T> {
  const store = await openPlace(place, { purpose: "keys" });
  try {
    return await ask(store.keys);
  } finally {
    await store.close();
  }
}

/** Without the digest, which is nobody's business. */
export function toShownKey(key: StoredKey, now: EpochMs): ShownKey {
  const { digest: _, ...shown } = key;
  return { ...shown, state: key.revokedAt !== null ? "revoked" : isValid(key, now) ? "valid" : "expired" };
}
