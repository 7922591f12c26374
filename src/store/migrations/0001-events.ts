import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { Capabilities } from "../engine.ts";

type Column = readonly [name: string, type: "text" | "boolean" | "smallint", nullable?: "nullable"];

const DIMENSIONS: Readonly<Record<string, { readonly key: string; readonly columns: readonly Column[] }>> = {
  actors: {
    key: "actor_key",
    columns: [
      ["actor_id", "text"],
      ["actor_type", "text"],
      ["actor_name", "text"],
      ["actor_account", "text", "nullable"],
      ["automated", "boolean"],
    ],
  },
  credentials: {
    key: "credential_key",
    columns: [
      ["session", "text", "nullable"],
      ["access_key_id", "text", "nullable"],
    ],
  },
  actions: {
    key: "action_key",
    columns: [
      ["action", "text"],
      ["service", "text"],
      ["action_class", "text"],
      ["activity", "text"],
      ["sensitivity", "smallint"],
    ],
  },
  addresses: {
    key: "address_key",
    columns: [
      ["address_kind", "text"],
      ["address", "text", "nullable"],
      ["country", "text", "nullable"],
    ],
  },
  tools: {
    key: "tool_key",
    columns: [
      ["tool_family", "text"],
      ["tool", "text"],
      ["tool_version", "text", "nullable"],
      ["tool_os", "text", "nullable"],
    ],
  },
  contexts: {
    key: "context_key",
    columns: [
      ["log_type", "text"],
      ["outcome", "text"],
      ["error_code", "text", "nullable"],
      ["account", "text", "nullable"],
      ["region", "text", "nullable"],
      ["device", "text", "nullable"],
    ],
  },
};

/** Inputs, events, rejects, identity links; the dimensions of an event; the views for people who write SQL. */
export const createEventTables = (capabilities: Capabilities): Migration => ({
  async up(db) {
    await createDimensions(db);
    await createLedger(db);
    await createEventRows(db, capabilities);
    await createViews(db);
  },
});

async function createDimensions(db: Kysely<unknown>): Promise<void> {
  for (const [table, { key, columns }] of Object.entries(DIMENSIONS)) {
    await sql`create sequence ${sql.id(`${table}_keys`)}`.execute(db);
    let builder = db.schema
      .createTable(table)
      .addColumn(key, "integer", (column) => column.primaryKey())
      .addColumn("digest", "uuid", (column) => column.notNull().unique());
    for (const [name, type, nullable] of columns)
      builder = builder.addColumn(name, type, (column) => (nullable ? column : column.notNull()));
    await builder.execute();
  }
}

async function createLedger(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence inputs_keys`.execute(db);
  await db.schema
    .createTable("inputs")
    .addColumn("input_key", "integer", (column) => column.primaryKey())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("size_bytes", "bigint", (column) => column.notNull())
    .addColumn("format", "text", (column) => column.notNull())
    .addColumn("events", "bigint", (column) => column.notNull())
    .addColumn("duplicates", "bigint", (column) => column.notNull())
    .addColumn("rejects", "bigint", (column) => column.notNull())
    .addColumn("skipped", "bigint", (column) => column.notNull())
    .addColumn("first_at", "timestamptz")
    .addColumn("last_at", "timestamptz")
    .addColumn("ingested_at", "timestamptz", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("rejects")
    .addColumn("input_key", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("code", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("excerpt", "text")
    .execute();
  await db.schema
    .createTable("meta")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}

async function createEventRows(db: Kysely<unknown>, capabilities: Capabilities): Promise<void> {
  const rows = db.schema
    .createTable("event_rows")
    .addColumn("event_key", "uuid", (column) => column.notNull())
    .addColumn("event_id", "text")
    .addColumn("happened_at", "timestamptz", (column) => column.notNull())
    .addColumn("received_at", "timestamptz", (column) => column.notNull())
    .addColumn("actor_key", "integer", (column) => column.notNull())
    .addColumn("credential_key", "integer", (column) => column.notNull())
    .addColumn("action_key", "integer", (column) => column.notNull())
    .addColumn("address_key", "integer", (column) => column.notNull())
    .addColumn("tool_key", "integer", (column) => column.notNull())
    .addColumn("context_key", "integer", (column) => column.notNull())
    .addColumn("resource", "text")
    .addColumn("bytes_in", "bigint")
    .addColumn("bytes_out", "bigint")
    .addColumn("input_key", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull());
  await rows.execute();
  await db.schema
    .createTable("identity_links")
    .addColumn("event_key", "uuid", (column) => column.notNull())
    .addColumn("happened_at", "timestamptz", (column) => column.notNull())
    .addColumn("ordinal", "smallint", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("access_key_id", "text")
    .addColumn("target", "text")
    .execute();
  if (!capabilities.indexesLargeTables) return;
  await sql`create unique index event_rows_event_key on event_rows (event_key)`.execute(db);
  await sql`create index event_rows_happened_at on event_rows (happened_at)`.execute(db);
  await sql`create index event_rows_actor on event_rows (actor_key, happened_at)`.execute(db);
  await sql`create index identity_links_happened_at on identity_links (happened_at)`.execute(db);
  await sql`create index rejects_input_key on rejects (input_key)`.execute(db);
}

async function createViews(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view events as
    select
      coalesce(e.event_id, cast(e.event_key as text)) as id, e.happened_at, e.received_at, c.log_type,
      a.actor_id, a.actor_type, a.actor_name, a.actor_account, k.session, k.access_key_id, a.automated,
      n.action, n.service, n.action_class, n.activity, n.sensitivity,
      c.outcome, c.error_code, c.account, c.region, c.device,
      p.address, p.address_kind, p.country, t.tool, t.tool_family, t.tool_version, t.tool_os,
      e.resource, e.bytes_in, e.bytes_out, i.hash as input_hash, i.name as input_name, e.position
    from event_rows e
    join actors a on a.actor_key = e.actor_key
    join credentials k on k.credential_key = e.credential_key
    join actions n on n.action_key = e.action_key
    join addresses p on p.address_key = e.address_key
    join tools t on t.tool_key = e.tool_key
    join contexts c on c.context_key = e.context_key
    join inputs i on i.input_key = e.input_key`.execute(db);
  // The relational table of the upload log, by the names that hand-written upload queries use.
  await sql`
    create view cloud_upload_logs as
    select
      id, happened_at at time zone 'UTC' as "timestamp", actor_name as user_id, service,
      bytes_in as bytes_uploaded
    from events
    where log_type = 'upload'`.execute(db);
}
