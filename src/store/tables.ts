import type { Generated } from "kysely";
import type {
  ActionClass,
  Activity,
  ActorType,
  AddressKind,
  Device,
  LogType,
  Outcome,
  Sensitivity,
  ToolFamily,
} from "../domain/index.ts";
import type { AlertTables } from "./alerts/alert-tables.ts";
import type { BackgroundTables } from "./background/background-tables.ts";
import type { BehaviourTables } from "./behaviour-tables.ts";
import type { RuleTables } from "./rules/rule-tables.ts";
import type { ScheduleTables } from "./schedule/schedule-tables.ts";
import type { SettingTables } from "./settings/setting-tables.ts";
import type { TalkTables } from "./talks/talk-tables.ts";
import type { TogetherTables } from "./together/together-tables.ts";
import type { TriageTables } from "./triage/triage-tables.ts";
import type { AccountTables } from "./users/account-tables.ts";

/**
 * The tables as queries see them. Instants are milliseconds since 1970 (every driver hands `timestamptz` over so),
 * `bigint` is a number. An event's repeated parts stand once in a dimension table and are named by a small key:
 * an event costs tens of bytes, and reading millions of them makes few texts.
 */
export interface StoreTables
  extends BehaviourTables,
    AlertTables,
    SettingTables,
    RuleTables,
    ScheduleTables,
    AccountTables,
    BackgroundTables,
    TalkTables,
    TogetherTables,
    TriageTables {
  readonly inputs: InputsTable;
  readonly event_rows: EventRowsTable;
  readonly rejects: RejectsTable;
  readonly identity_links: IdentityLinksTable;
  readonly meta: { readonly name: string; readonly value: string };
  readonly actors: ActorsTable;
  readonly credentials: CredentialsTable;
  readonly actions: ActionsTable;
  readonly addresses: AddressesTable;
  readonly tools: ToolsTable;
  readonly contexts: ContextsTable;
  readonly api_keys: ApiKeysTable;
  /** View for hand-written SQL: one flat row per event. */
  readonly events: Readonly<Record<string, string | number | boolean | null>>;
}

export interface ApiKeysTable {
  readonly id: string;
  readonly name: string;
  readonly digest: string;
  /** Scopes with a space between them. */
  readonly scopes: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

/** The ledger: one row per input object, written in the transaction of its events. */
export interface InputsTable {
  readonly input_key: number;
  readonly hash: string;
  readonly name: string;
  readonly size_bytes: number;
  readonly format: string;
  readonly events: number;
  readonly duplicates: number;
  readonly rejects: number;
  readonly skipped: number;
  readonly first_at: number | null;
  readonly last_at: number | null;
  readonly ingested_at: number;
}

export interface EventRowsTable {
  /** The id where it is a UUID, else a UUID made from its hash. */
  readonly event_key: string;
  /** The id where it is no UUID; null: the key says it. */
  readonly event_id: string | null;
  readonly happened_at: number;
  readonly received_at: number;
  readonly actor_key: number;
  readonly credential_key: number;
  readonly action_key: number;
  readonly address_key: number;
  readonly tool_key: number;
  readonly context_key: number;
  readonly resource: string | null;
  readonly bytes_in: number | null;
  readonly bytes_out: number | null;
  readonly input_key: number;
  readonly position: number;
}

export interface RejectsTable {
  readonly input_key: number;
  readonly position: number;
  readonly code: string;
  readonly reason: string;
  readonly excerpt: string | null;
}

export interface IdentityLinksTable {
  readonly event_key: string;
  readonly happened_at: number;
  readonly ordinal: number;
  readonly kind: "issued-key" | "created-key" | "created-identity";
  readonly access_key_id: string | null;
  readonly target: string | null;
}

interface DimensionTable {
  /** First 128 bits of the SHA-256 of the row's values: two rows never say the same. */
  readonly digest: Generated<string>;
}

export interface ActorsTable extends DimensionTable {
  readonly actor_key: number;
  readonly actor_id: string;
  readonly actor_type: ActorType;
  readonly actor_name: string;
  readonly actor_account: string | null;
  readonly automated: boolean;
}

export interface CredentialsTable extends DimensionTable {
  readonly credential_key: number;
  readonly session: string | null;
  readonly access_key_id: string | null;
}

export interface ActionsTable extends DimensionTable {
  readonly action_key: number;
  readonly action: string;
  readonly service: string;
  readonly action_class: ActionClass;
  readonly activity: Activity;
  readonly sensitivity: Sensitivity;
}

export interface AddressesTable extends DimensionTable {
  readonly address_key: number;
  readonly address_kind: AddressKind;
  readonly address: string | null;
  readonly country: string | null;
}

export interface ToolsTable extends DimensionTable {
  readonly tool_key: number;
  readonly tool_family: ToolFamily;
  readonly tool: string;
  readonly tool_version: string | null;
  readonly tool_os: string | null;
}

export interface ContextsTable extends DimensionTable {
  readonly context_key: number;
  readonly log_type: LogType;
  readonly outcome: Outcome;
  readonly error_code: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly device: Device | null;
}
