import { type EpochMs, type JsonObject, toEpochMs } from "../../domain/index.ts";
import type { StoredSession, StoredUser } from "../ports/user-port.ts";
import type { SessionsTable, UsersTable } from "./account-tables.ts";

/** Names are compared without regard to capitals and to ways of writing the same letter. */
export const toNameKey = (name: string): string => name.normalize("NFKC").toLowerCase();

export const maybeEpoch = (at: number | null): EpochMs | null => (at === null ? null : toEpochMs(at));

export const toUser = (row: UsersTable): StoredUser => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  passwordHash: row.password_hash,
  createdAt: toEpochMs(row.created_at),
  disabledAt: maybeEpoch(row.disabled_at),
  signedInAt: maybeEpoch(row.signed_in_at),
});

export const toSession = (row: Omit<SessionsTable, "digest">): StoredSession => ({
  id: row.id,
  userId: row.user_id,
  address: row.address,
  agent: row.agent,
  createdAt: toEpochMs(row.created_at),
  usedAt: toEpochMs(row.used_at),
  expiresAt: toEpochMs(row.expires_at),
});

/** Of a user, what the audit log says. */
export const toUserState = (user: Pick<StoredUser, "email" | "role" | "disabledAt">): JsonObject => ({
  role: user.role,
  email: user.email,
  is_disabled: user.disabledAt !== null,
});
