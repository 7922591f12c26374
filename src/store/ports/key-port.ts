import type { EpochMs, Scope } from "../../domain/index.ts";

/** A key of the API. The secret is not kept: only who has it can say it. */
export interface StoredKey {
  readonly id: string;
  /** What it is for, in its maker's words. */
  readonly name: string;
  /** Lower-case hex SHA-256 of the whole key. */
  readonly digest: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: EpochMs;
  /** Null: it does not expire. */
  readonly expiresAt: EpochMs | null;
  /** Null: it was not revoked. */
  readonly revokedAt: EpochMs | null;
  /** To the minute; null: never used. */
  readonly lastUsedAt: EpochMs | null;
}

export type NewKey = Pick<StoredKey, "id" | "name" | "digest" | "scopes" | "expiresAt">;

/** Keys of the API. None is ever removed: what was revoked stays to be seen. */
export interface KeyStore {
  add(key: NewKey): Promise<StoredKey>;
  /** All, the oldest first. */
  list(): Promise<readonly StoredKey[]>;
  /** It does not count any more from now on; one that was revoked stays so. Throws STORE_KEY_UNKNOWN. */
  revoke(id: string): Promise<StoredKey>;
  /** Adds keys of another store as they are, used, expired or revoked; those that are there are left. Answers how many. */
  restore(keys: readonly StoredKey[]): Promise<number>;
  /** Notes that it was used. */
  touch(id: string): Promise<void>;
}
