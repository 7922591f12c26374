import type { EpochMs, Role } from "../../domain/index.ts";

/** A person who may sign in. */
export interface StoredUser {
  readonly id: string;
  /** As they sign in; capitals do not count. */
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  /** argon2id in the PHC format; null: they were invited and have no password yet. */
  readonly passwordHash: string | null;
  readonly createdAt: EpochMs;
  /** Null: they may sign in. */
  readonly disabledAt: EpochMs | null;
  /** Null: they never did. */
  readonly signedInAt: EpochMs | null;
}

export type NewUser = Pick<StoredUser, "id" | "name" | "email" | "role">;

export interface UserChange {
  readonly email?: string | null;
  readonly role?: Role;
  readonly isDisabled?: boolean;
}

/** `set-up`: the first administrator makes an account; `invitation`, `reset`: somebody chooses a password. */
export const LINK_KINDS = ["set-up", "invitation", "reset"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** A way in that works once. Its secret is not kept. */
export interface AccessLink {
  /** Lower-case hex SHA-256 of the secret. */
  readonly digest: string;
  readonly kind: LinkKind;
  /** Whose password it lets choose; null: of nobody who is there yet. */
  readonly userId: string | null;
  readonly expiresAt: EpochMs;
}

/** People. None is ever removed: what they did keeps its name. */
export interface UserStore {
  count(): Promise<number>;
  /** All, the oldest first. */
  list(): Promise<readonly StoredUser[]>;
  find(id: string): Promise<StoredUser | null>;
  findByName(name: string): Promise<StoredUser | null>;
  /** Throws STORE_USER_NAME where the name is another's. */
  add(user: NewUser): Promise<StoredUser>;
  /** Adds people of another store with their passwords; whose id or name is there is left. Answers how many. */
  restore(users: readonly StoredUser[]): Promise<number>;
  /** Throws STORE_USER_UNKNOWN, and STORE_USER_LAST where nobody could administer any more. Disabling ends sessions. */
  change(id: string, change: UserChange): Promise<StoredUser>;
  /** A new password, which ends every session but one. */
  setPassword(id: string, hash: string, keptSession: string | null): Promise<void>;
  noteSignIn(id: string): Promise<void>;
  /** Links of the same kind that were made for the same person before end. Several set-up links may be open. */
  addLink(link: AccessLink): Promise<void>;
  /** Null: unknown, used, or expired. */
  findLink(digest: string): Promise<AccessLink | null>;
  /** Makes the first user and ends all set-up links. Null: the link does not count, or there are users. */
  setUp(digest: string, user: NewUser & { readonly passwordHash: string }): Promise<StoredUser | null>;
  /** Gives whom the link is for a password, and ends their sessions. Null: the link does not count, or they are disabled. */
  redeem(digest: string, passwordHash: string): Promise<StoredUser | null>;
}

/** Somebody who is signed in. The token is not kept. */
export interface StoredSession {
  /** Not the token, nor of use as one. */
  readonly id: string;
  readonly userId: string;
  readonly address: string | null;
  /** What their browser calls itself; anybody can write there. */
  readonly agent: string | null;
  readonly createdAt: EpochMs;
  /** To the minute. */
  readonly usedAt: EpochMs;
  /** It ends then, however much it is used. */
  readonly expiresAt: EpochMs;
}

export interface NewSession extends Pick<StoredSession, "id" | "userId" | "address" | "agent" | "expiresAt"> {
  /** Lower-case hex SHA-256 of the token. */
  readonly digest: string;
}

export interface SessionStore {
  add(session: NewSession): Promise<StoredSession>;
  /** With whose it is, as they are now; null: there is none. */
  find(digest: string): Promise<{ readonly session: StoredSession; readonly user: StoredUser } | null>;
  /** The latest first, also those that have run out. */
  list(userId: string): Promise<readonly StoredSession[]>;
  touch(id: string): Promise<void>;
  /** Throws STORE_SESSION_UNKNOWN where this person has no such session. */
  end(id: string, userId: string): Promise<void>;
  /** All of a person but one; answers how many. */
  endOthers(userId: string, keptSession: string): Promise<number>;
  /** Forgets what nobody can use any more. */
  removeStale(usedBefore: EpochMs): Promise<void>;
}
