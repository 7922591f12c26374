import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { toError } from "../../domain/index.ts";
import type { Capabilities } from "../engine.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { createEventTables } from "./0001-events.ts";
import { createBehaviourTables } from "./0002-behaviour.ts";
import { createApiKeyTable } from "./0003-api-keys.ts";
import { createAlertTables } from "./0004-alerts.ts";
import { createAccountTables } from "./0005-accounts.ts";
import { createSettingTables } from "./0006-settings.ts";
import { createBackgroundTable } from "./0007-background.ts";
import { addFindingTallies } from "./0008-finding-tallies.ts";
import { createTriageTables } from "./0009-triage.ts";
import { createRuleTable } from "./0010-own-rules.ts";
import { createTogetherTables } from "./0012-together.ts";
import { createTalkTable } from "./0015-model-talks.ts";

/** In the order in which they run. A migration that was released never changes. */
const listMigrations = (capabilities: Capabilities): Readonly<Record<string, Migration>> => ({
  "0001_events": createEventTables(capabilities),
  "0002_behaviour": createBehaviourTables(capabilities),
  "0003_api_keys": createApiKeyTable(),
  "0004_alerts": createAlertTables(),
  "0005_accounts": createAccountTables(),
  "0006_settings": createSettingTables(),
  "0008_finding_tallies": addFindingTallies(),
  "0007_background": createBackgroundTable(),
  "0009_triage": createTriageTables(capabilities),
  "0010_own_rules": createRuleTable(),
  "0012_together": createTogetherTables(),
  "0015_model_talks": createTalkTable(),
});

export interface MigrateOptions {
  readonly capabilities: Capabilities;
  /** The database's name in messages. */
  readonly file: string;
}

/**
 * Brings a database to this program's state, creating everything in an empty one. Refuses a database of another
 * program or of a newer version before anything is changed. Answers the names of the migrations that ran.
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  options: MigrateOptions,
): Promise<readonly string[]> {
  const migrations = { ...listMigrations(options.capabilities) };
  await refuseForeign(db, Object.keys(migrations), options.file);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // Other schemas of the database may be another program's, with migrations of its own.
    migrationTableSchema: await readSchema(db),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map(({ migrationName }) => migrationName);
}

/** The schema in which tables are made that are named without one. */
async function readSchema<Tables>(db: Kysely<Tables>): Promise<string> {
  const found = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  return found.rows[0]!.name;
}

async function refuseForeign<Tables>(
  db: Kysely<Tables>,
  known: readonly string[],
  file: string,
): Promise<void> {
  const tables = await sql<{ table_name: string }>`
    select table_name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(db);
  const names = tables.rows.map((row) => row.table_name);
  if (names.length === 0) return;
  if (!names.includes("kysely_migration")) throw toError(STORE_PROBLEMS, "STORE_FOREIGN", { file });
  const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = done.rows.find((row) => !known.includes(row.name));
  if (unknown === undefined) return;
  // Gait's own migrations are numbered; a program with other names only shares the migration library.
  if (!names.includes("event_rows")) throw toError(STORE_PROBLEMS, "STORE_FOREIGN", { file });
  throw toError(STORE_PROBLEMS, "STORE_NEWER", { file, migration: unknown.name });
}
