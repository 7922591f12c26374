import type { EpochMs, JsonObject } from "../../domain/index.ts";

/** `user`: a person, signed in; `key`: a program with a key; `command`: somebody at a terminal; `system`: Gait itself. */
export const AUTHOR_KINDS = ["user", "key", "command", "system"] as const;
export type AuthorKind = (typeof AUTHOR_KINDS)[number];

/** Who changes something. */
export interface Author {
  readonly kind: AuthorKind;
  readonly id: string;
  readonly name: string;
  /** From where it was asked; null: from this machine's terminal, or by nobody. */
  readonly address: string | null;
}

/** What was changed. Secrets, hashes of them and texts of logs have no place in it. */
export interface Change {
  /** What was done to what: `key.create`. */
  readonly action: `${string}.${string}`;
  readonly target: { readonly type: string; readonly id: string; readonly name?: string | null };
  /** In short; null: it was not there. */
  readonly before?: JsonObject | null;
  /** In short; null: it is gone. */
  readonly after?: JsonObject | null;
}

/** A change as it is kept. */
export interface AuditRecord {
  /** Later ones are greater. */
  readonly key: number;
  readonly at: EpochMs;
  readonly author: Author;
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string; readonly name: string | null };
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export interface AuditQuery {
  readonly limit: number;
  /** Those before this one; null: from the latest on. */
  readonly before: Pick<AuditRecord, "key" | "at"> | null;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** Id or name, exactly. */
  readonly author: string | null;
  /** Whole, or what it begins with up to a dot: `key`. */
  readonly action: string | null;
  readonly target: string | null;
}

/** What was changed by whom. Rows are only ever added; a change of the store's own rows is noted in its transaction. */
export interface AuditStore {
  /** Notes a change of what is no row of the store, such as a file of settings. */
  append(change: Change): Promise<void>;
  /** The latest first. */
  list(query: AuditQuery): Promise<readonly AuditRecord[]>;
  /** Adds what another store's log holds, in its order, with who did it and when; it gets numbers of this log. */
  restore(records: readonly AuditRecord[]): Promise<void>;
}
