import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { AccessPort, Caller } from "../../api/index.ts";
import type { Clock, EpochMs, Scope } from "../../domain/index.ts";
import { toError } from "../../domain/index.ts";
import type { KeyStore, StoredKey } from "../../store/index.ts";
import { SERVE_PROBLEMS } from "./problems.ts";

/** By which scanners for secrets know our keys. */
const PREFIX = "gait_";
const SECRET_BYTES = 32;
/** Characters of the digest that name a key. */
const ID_LENGTH = 12;
/** A key that another process revoked counts no longer than this. */
const KEYS_FRESH_MS = 5000;
/** A key that is not known may be one that another process just made: the keys are read again, but not more often. */
const UNKNOWN_FRESH_MS = 250;
/** How often a key's use is noted. */
const TOUCH_MS = 60_000;

export interface MadeKey {
  /** The whole key. It is nowhere else. */
  readonly secret: string;
  readonly digest: string;
  readonly id: string;
}

export function makeKey(): MadeKey {
  const secret = PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
  const digest = toDigest(secret).toString("hex");
  return { secret, digest, id: digest.slice(0, ID_LENGTH) };
}

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: EpochMs | null;
}

/** Makes a key and keeps its digest. Throws KEYS_EXPIRY. */
export async function createKey(
  keys: KeyStore,
  { expiresAt, ...request }: KeyRequest,
  clock: Clock,
): Promise<StoredKey & Pick<MadeKey, "secret">> {
  if (expiresAt !== null && expiresAt <= clock.now())
    throw toError(SERVE_PROBLEMS, "KEYS_EXPIRY", { time: new Date(expiresAt).toISOString() });
  const { secret, digest, id } = makeKey();
  return { ...(await keys.add({ ...request, id, digest, expiresAt })), secret };
}

/** Whether a key lets its holder in now. */
export const isValid = ({ revokedAt, expiresAt }: StoredKey, now: EpochMs): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now);

/** By what a caller with a key is known. */
export const toKeyId = (key: string): string => toDigest(key).toString("hex").slice(0, ID_LENGTH);

const toDigest = (key: string): Buffer => createHash("sha256").update(key).digest();

/** A key that is not in the store: from the settings, or made for this run. */
export interface GivenKey {
  readonly key: string;
  readonly name: string;
}

export interface Access extends Pick<AccessPort, "identify"> {
  /** Reads the stored keys again before the next request. */
  forget(): void;
}

export interface AccessParts {
  readonly keys: KeyStore;
  readonly given: readonly GivenKey[];
  readonly clock: Clock;
}

interface Known {
  readonly digest: Buffer;
  readonly caller: Caller;
  readonly expiresAt: EpochMs | null;
  readonly isStored: boolean;
}

/** Knows callers by the digests of their keys, all of which are compared, each in constant time. */
export function createAccess({ keys, given, clock }: AccessParts): Access {
  const fixed = given.map(({ key, name }): Known => {
    const digest = toDigest(key);
    const id = digest.toString("hex").slice(0, ID_LENGTH);
    return {
      digest,
      caller: { id, name, scopes: ["admin"], person: null },
      expiresAt: null,
      isStored: false,
    };
  });
  const touchedAt = new Map<string, number>();
  let known: Promise<readonly Known[]> | null = null;
  let readAt = 0;
  const read = async (): Promise<readonly Known[]> => {
    const stored = (await keys.list()).filter((key) => isValid(key, clock.now()));
    return [...fixed, ...stored.map(toKnown)];
  };
  const touch = async ({ caller: { id }, isStored }: Known): Promise<void> => {
    const now = clock.now();
    if (!isStored || now - (touchedAt.get(id) ?? 0) < TOUCH_MS) return;
    touchedAt.set(id, now);
    await keys.touch(id);
  };
  const find = async (digest: Buffer, freshMs: number): Promise<Known | null> => {
    const now = clock.now();
    if (known === null || now - readAt > freshMs) {
      readAt = now;
      known = read();
    }
    let found: Known | null = null;
    try {
      for (const one of await known) if (timingSafeEqual(one.digest, digest)) found = one;
    } catch (error) {
      known = null;
      throw error;
    }
    return found;
  };
  return {
    async identify(key) {
      const now = clock.now();
      const digest = toDigest(key);
      const found = (await find(digest, KEYS_FRESH_MS)) ?? (await find(digest, UNKNOWN_FRESH_MS));
      if (found === null || (found.expiresAt !== null && found.expiresAt <= now)) return null;
      await touch(found);
      return found.caller;
    },
    forget() {
      known = null;
    },
  };
}

const toKnown = ({ id, name, scopes, digest, expiresAt }: StoredKey): Known => ({
  digest: Buffer.from(digest, "hex"),
  caller: { id, name, scopes, person: null },
  expiresAt,
  isStored: true,
});
