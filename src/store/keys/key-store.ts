import { sql } from "kysely";
import { type Clock, type EpochMs, SCOPES, toEpochMs, toError } from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { KeyStore, StoredKey } from "../ports/key-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { ApiKeysTable } from "../tables.ts";
import type { Trx, Writing } from "../writing.ts";

export interface KeyParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly clock: Clock;
  readonly guard: Guard;
}

/** Keys as rows of `api_keys`. */
export function createKeyStore({ engine: { db }, writing, clock, guard }: KeyParts): KeyStore {
  const list = async (): Promise<readonly StoredKey[]> => {
    const rows = db.selectFrom("api_keys").selectAll().orderBy("created_at").orderBy("id");
    return (await guard.ask(rows.execute())).map(toKey);
  };
  const find = async (id: string): Promise<StoredKey> => {
    const found = (await list()).find((key) => key.id === id);
    if (found === undefined) throw toError(STORE_PROBLEMS, "STORE_KEY_UNKNOWN", { id });
    return found;
  };
  return {
    list,
    async add({ id, name, digest, scopes, expiresAt }) {
      await writing.write(async (trx) => {
        await trx
          .insertInto("api_keys")
          .values({
            id: toStoredText(id),
            name: toStoredText(name),
            digest,
            scopes: scopes.join(" "),
            created_at: toInstant(clock.now()),
            expires_at: toMaybeInstant(expiresAt),
            revoked_at: null,
            last_used_at: null,
          })
          .execute();
        await noteChange(trx, clock, {
          action: "key.create",
          target: { type: "key", id, name },
          after: {
            scopes: [...scopes],
            expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
          },
        });
      });
      return find(id);
    },
    async revoke(id) {
      const key = await find(id);
      if (key.revokedAt !== null) return key;
      await writing.write(async (trx) => {
        await setInstant(trx, { id, column: "revoked_at", at: clock.now() });
        await noteChange(trx, clock, { action: "key.revoke", target: { type: "key", id, name: key.name } });
      });
      return find(id);
    },
    restore: (keys) => writing.write((trx) => insertKeys(trx, clock, keys)),
    async touch(id) {
      await writing.write((trx) => setInstant(trx, { id, column: "last_used_at", at: clock.now() }));
    },
  };
}

async function insertKeys(trx: Trx, clock: Clock, keys: readonly StoredKey[]): Promise<number> {
  const known = new Set((await trx.selectFrom("api_keys").select("id").execute()).map(({ id }) => id));
  const missing = keys.filter(({ id }) => !known.has(toStoredText(id)));
  for (const key of missing) {
    await trx
      .insertInto("api_keys")
      .values({
        id: toStoredText(key.id),
        name: toStoredText(key.name),
        digest: key.digest,
        scopes: key.scopes.join(" "),
        created_at: toInstant(key.createdAt),
        expires_at: toMaybeInstant(key.expiresAt),
        revoked_at: toMaybeInstant(key.revokedAt),
        last_used_at: toMaybeInstant(key.lastUsedAt),
      })
      .execute();
    await noteChange(trx, clock, {
      action: "key.copy",
      target: { type: "key", id: key.id, name: key.name },
      after: { scopes: [...key.scopes] },
    });
  }
  return missing.length;
}

interface Noting {
  readonly id: string;
  readonly column: "last_used_at" | "revoked_at";
  readonly at: EpochMs;
}

async function setInstant(trx: Trx, { id, column, at }: Noting): Promise<void> {
  await sql`update api_keys set ${sql.ref(column)} = ${toInstant(at)} where id = ${toStoredText(id)}`.execute(
    trx,
  );
}

const toMaybeInstant = (at: EpochMs | null) => (at === null ? null : toInstant(at));
const toMaybeEpoch = (at: number | null): EpochMs | null => (at === null ? null : toEpochMs(at));

const toKey = (row: ApiKeysTable): StoredKey => ({
  id: row.id,
  name: row.name,
  digest: row.digest,
  scopes: row.scopes.split(" ").flatMap((text) => SCOPES.find((scope) => scope === text) ?? []),
  createdAt: toEpochMs(row.created_at),
  expiresAt: toMaybeEpoch(row.expires_at),
  revokedAt: toMaybeEpoch(row.revoked_at),
  lastUsedAt: toMaybeEpoch(row.last_used_at),
});
