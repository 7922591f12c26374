import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Versions of rules that people brought, and which rules somebody switched off. Rows are only ever added. */
export const createRuleTable = (): Migration => ({
  async up(db) {
    await sql`create sequence rule_keys`.execute(db);
    await db.schema
      .createTable("rule_rows")
      .addColumn("rule_key", "bigint", (column) => column.notNull())
      .addColumn("rule_id", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("is_latest", "boolean", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("body", "text")
      .addColumn("is_enabled", "boolean", (column) => column.notNull())
      .addColumn("is_removed", "boolean", (column) => column.notNull())
      .addColumn("note", "text")
      .addColumn("made_by", "text", (column) => column.notNull())
      .addColumn("made_at", "timestamptz", (column) => column.notNull())
      .execute();
    // Two changes at once cannot both make the same version.
    await sql`create unique index rule_rows_version on rule_rows (rule_id, version)`.execute(db);
  },
});
