import type { Role } from "../../domain/index.ts";
import type { AuthorKind } from "../ports/audit-port.ts";
import type { LinkKind } from "../ports/user-port.ts";

/** Tables of people and of what was done, as queries see them. See `tables.ts` for instants and numbers. */
export interface AccountTables {
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
  readonly access_links: AccessLinksTable;
  readonly audit_rows: AuditRowsTable;
  readonly kept_answers: KeptAnswersTable;
}

export interface UsersTable {
  readonly id: string;
  readonly name: string;
  /** The name as it is compared. */
  readonly name_key: string;
  readonly email: string | null;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly created_at: number;
  readonly disabled_at: number | null;
  readonly signed_in_at: number | null;
}

export interface SessionsTable {
  readonly id: string;
  readonly digest: string;
  readonly user_id: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly created_at: number;
  readonly used_at: number;
  readonly expires_at: number;
}

export interface AccessLinksTable {
  readonly digest: string;
  readonly kind: LinkKind;
  readonly user_id: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly used_at: number | null;
}

export interface AuditRowsTable {
  readonly audit_key: number;
  readonly changed_at: number;
  readonly author_kind: AuthorKind;
  readonly author_id: string;
  readonly author_name: string;
  readonly address: string | null;
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly target_name: string | null;
  /** JSON. */
  readonly before: string | null;
  /** JSON. */
  readonly after: string | null;
}

export interface KeptAnswersTable {
  readonly digest: string;
  readonly claimed_at: number;
  /** SHA-256 of the request; null: it is being answered. */
  readonly request: string | null;
  readonly status: number | null;
  /** JSON. */
  readonly answer: string | null;
}
