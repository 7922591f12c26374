import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { Capabilities } from "../engine.ts";

type ColumnType = "text" | "boolean" | "smallint" | "integer" | "bigint" | "double precision" | "timestamptz";
/** `bytes` stands for what every engine calls `bytea`. */
type Column = readonly [name: string, type: ColumnType | "uuid" | "bytes", nullable?: "nullable"];

interface Table {
  readonly columns: readonly Column[];
  /** Where it stays small on every engine: the unique key, by which rows are found. */
  readonly key?: readonly string[];
  /** Where rows are many: the same, on engines that index large tables. */
  readonly largeKey?: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

const TABLES: Readonly<Record<string, Table>> = {
  finding_rows: {
    columns: [
      ["finding_key", "integer"],
      ["id", "text"],
      ["lens", "text"],
      ["partition_number", "smallint", "nullable"],
      ["pass_day", "integer"],
      ["is_current", "boolean"],
      ["digest", "text"],
      ["happened_at", "timestamptz"],
      ["until_at", "timestamptz"],
      ["detector_id", "text"],
      ["detector_kind", "text"],
      ["detector_title", "text"],
      ["severity", "smallint"],
      ["score", "double precision"],
      ["ranked_score", "double precision", "nullable"],
      ["actor_id", "text"],
      ["actor_type", "text"],
      ["actor_name", "text"],
      ["entity_type", "text"],
      ["entity_id", "text"],
      ["attack", "text"],
      ["event_count", "integer"],
      ["access_key_id", "text", "nullable"],
      ["summary", "text"],
      ["explanation", "text"],
    ],
    largeKey: ["id", "pass_day"],
    indexes: [["finding_key"], ["happened_at"], ["actor_id", "happened_at"], ["lens", "pass_day"]],
  },
  finding_events: {
    columns: [
      ["finding_key", "integer"],
      ["place", "integer"],
      ["event_key", "uuid"],
      ["event_id", "text", "nullable"],
    ],
    indexes: [["finding_key"], ["event_key"]],
  },
  incident_rows: {
    columns: [
      ["incident_key", "integer"],
      ["id", "text"],
      ["digest", "text"],
      ["happened_at", "timestamptz"],
      ["until_at", "timestamptz"],
      ["severity", "smallint"],
      ["score", "double precision"],
      ["tactics", "text"],
      ["summary", "text"],
    ],
    largeKey: ["id"],
    indexes: [["incident_key"], ["happened_at"]],
  },
  incident_findings: {
    columns: [
      ["incident_key", "integer"],
      ["place", "integer"],
      ["finding_id", "text"],
    ],
    indexes: [["incident_key"], ["finding_id"]],
  },
  incident_actors: {
    columns: [
      ["incident_key", "integer"],
      ["place", "integer"],
      ["actor_id", "text"],
    ],
    indexes: [["incident_key"], ["actor_id"]],
  },
  incident_events: {
    columns: [
      ["incident_key", "integer"],
      ["place", "integer"],
      ["event_key", "uuid"],
      ["event_id", "text", "nullable"],
    ],
    indexes: [["incident_key"]],
  },
  verdict_rows: {
    columns: [
      ["verdict_key", "integer"],
      ["target_type", "text"],
      ["target_id", "text"],
      ["verdict", "text"],
      ["judged_at", "timestamptz"],
      ["judged_by", "text"],
      ["note", "text", "nullable"],
    ],
    indexes: [["target_id"]],
  },
  exception_rows: {
    columns: [
      ["exception_key", "integer"],
      ["id", "text"],
      ["version", "integer"],
      ["is_latest", "boolean"],
      ["detector_id", "text"],
      ["entity_type", "text", "nullable"],
      ["entity_id", "text", "nullable"],
      ["actor_id", "text", "nullable"],
      ["reason", "text"],
      ["until_at", "timestamptz", "nullable"],
      ["is_ended", "boolean"],
      ["finding_id", "text", "nullable"],
      ["made_by", "text"],
      ["made_at", "timestamptz"],
    ],
    largeKey: ["id", "version"],
  },
  rule_sets: {
    columns: [
      ["rule_set_key", "integer"],
      ["hash", "text"],
    ],
    key: ["hash"],
  },
  match_inputs: {
    columns: [
      ["rule_set_key", "integer"],
      ["input_key", "integer"],
    ],
    largeKey: ["rule_set_key", "input_key"],
  },
  match_rows: {
    columns: [
      ["rule_set_key", "integer"],
      ["input_key", "integer"],
      ["position", "integer"],
      ["kind", "smallint"],
      ["detector_number", "integer"],
      ["rule_number", "integer"],
      ["match_group", "text"],
      ["value_number", "double precision", "nullable"],
      ["value_text", "text", "nullable"],
      ["detail", "text", "nullable"],
    ],
    indexes: [["rule_set_key", "input_key"]],
  },
  lenses: {
    columns: [
      ["lens", "text"],
      ["configuration", "text"],
    ],
    key: ["lens"],
  },
  lens_inputs: {
    columns: [
      ["lens", "text"],
      ["input_key", "integer"],
    ],
    largeKey: ["lens", "input_key"],
  },
  pass_days: {
    columns: [
      ["lens", "text"],
      ["pass_day", "integer"],
      ["partition_number", "smallint"],
      ["done_at", "timestamptz", "nullable"],
      ["answers", "text", "nullable"],
    ],
    largeKey: ["lens", "pass_day", "partition_number"],
  },
  pass_parts: {
    columns: [
      ["lens", "text"],
      ["pass_day", "integer"],
      ["partition_number", "smallint"],
      ["part", "text"],
      ["body", "bytes"],
    ],
    largeKey: ["lens", "pass_day", "partition_number", "part"],
  },
  value_texts: {
    columns: [
      ["code", "bigint"],
      ["value_text", "text"],
    ],
    largeKey: ["code"],
  },
  pass_runs: {
    columns: [
      ["run_key", "integer"],
      ["id", "text"],
      ["purpose", "text"],
      ["started_at", "timestamptz"],
      ["finished_at", "timestamptz", "nullable"],
      ["record", "text", "nullable"],
    ],
    largeKey: ["id"],
  },
  leases: {
    columns: [
      ["name", "text"],
      ["holder", "text"],
      ["token", "bigint"],
      ["until_at", "timestamptz"],
    ],
    key: ["name"],
  },
  models: {
    columns: [
      ["model_key", "integer"],
      ["id", "text"],
      ["name", "text"],
      ["kind", "text"],
      ["created_at", "timestamptz"],
      ["from_at", "timestamptz", "nullable"],
      ["to_at", "timestamptz", "nullable"],
      ["card", "text"],
      ["body_bytes", "bigint"],
      ["body", "bytes"],
    ],
    largeKey: ["id"],
  },
  model_activations: {
    columns: [
      ["activation_key", "integer"],
      ["name", "text"],
      ["model_id", "text"],
      ["activated_at", "timestamptz"],
      ["is_withdrawn", "boolean"],
    ],
  },
};

const SEQUENCES = [
  "finding_keys",
  "incident_keys",
  "verdict_keys",
  "exception_keys",
  "rule_set_keys",
  "run_keys",
  "lease_tokens",
  "model_keys",
  "activation_keys",
] as const;

/** Findings, incidents, verdicts; how far passes are and what they need to go on; models; who does what. */
export const createBehaviourTables = (capabilities: Capabilities): Migration => ({
  async up(db) {
    for (const sequence of SEQUENCES) await sql`create sequence ${sql.id(sequence)}`.execute(db);
    for (const [name, table] of Object.entries(TABLES)) await createTable(db, { name, table, capabilities });
    await createViews(db);
  },
});

async function createTable(
  db: Kysely<unknown>,
  {
    name,
    table,
    capabilities,
  }: { readonly name: string; readonly table: Table; readonly capabilities: Capabilities },
): Promise<void> {
  let builder = db.schema.createTable(name);
  for (const [column, type, nullable] of table.columns)
    builder = builder.addColumn(column, type === "bytes" ? sql`bytea` : type, (made) =>
      nullable ? made : made.notNull(),
    );
  await builder.execute();
  const unique = table.key ?? (capabilities.indexesLargeTables ? table.largeKey : undefined);
  if (unique !== undefined)
    await sql`create unique index ${sql.id(`${name}_unique`)} on ${sql.table(name)} (${toList(unique)})`.execute(
      db,
    );
  if (!capabilities.indexesLargeTables) return;
  for (const index of table.indexes ?? [])
    await sql`create index ${sql.id(`${name}_${index.join("_")}`)} on ${sql.table(name)} (${toList(index)})`.execute(
      db,
    );
}

const toList = (columns: readonly string[]) => sql.join(columns.map((column) => sql.id(column)));

/** For people who write SQL: one row per finding or incident as it is now. */
async function createViews(db: Kysely<unknown>): Promise<void> {
  const severity = sql`case severity when 0 then 'info' when 1 then 'low' when 2 then 'medium' when 3 then 'high' else 'critical' end`;
  await sql`
    create view findings as
    select id, happened_at, until_at, detector_id, detector_kind, detector_title, ${severity} as severity,
      coalesce(ranked_score, score) as score, actor_id, actor_type, actor_name, entity_type, entity_id, attack, event_count, access_key_id, summary, explanation, lens
    from finding_rows
    where is_current`.execute(db);
  await sql`
    create view incidents as
    select id, happened_at, until_at, ${severity} as severity, score, tactics, summary
    from incident_rows`.execute(db);
}
