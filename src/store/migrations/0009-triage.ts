import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { Capabilities } from "../engine.ts";

/** What people do with findings and incidents besides judging them, and the views of pages that they keep. */
export const createTriageTables = (capabilities: Capabilities): Migration => ({
  async up(db) {
    await sql`create sequence triage_keys`.execute(db);
    await db.schema
      .createTable("triage_rows")
      .addColumn("triage_key", "integer", (column) => column.notNull())
      .addColumn("target_type", "text", (column) => column.notNull())
      .addColumn("target_id", "text", (column) => column.notNull())
      .addColumn("deed", "text", (column) => column.notNull())
      .addColumn("deed_text", "text")
      .addColumn("done_at", "timestamptz", (column) => column.notNull())
      .addColumn("done_by", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("triage_states")
      .addColumn("target_type", "text", (column) => column.notNull())
      .addColumn("target_id", "text", (column) => column.notNull())
      .addColumn("is_acknowledged", "boolean", (column) => column.notNull())
      .addColumn("assignee", "text")
      .execute();
    await db.schema
      .createTable("triage_tags")
      .addColumn("target_type", "text", (column) => column.notNull())
      .addColumn("target_id", "text", (column) => column.notNull())
      .addColumn("tag", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("saved_views")
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("page", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("search", "text", (column) => column.notNull())
      .addColumn("owner_id", "text", (column) => column.notNull())
      .addColumn("owner_name", "text", (column) => column.notNull())
      .addColumn("is_shared", "boolean", (column) => column.notNull())
      .addColumn("changed_at", "timestamptz", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("view_defaults")
      .addColumn("owner_id", "text", (column) => column.notNull())
      .addColumn("page", "text", (column) => column.notNull())
      .addColumn("view_id", "text", (column) => column.notNull())
      .execute();
    if (!capabilities.indexesLargeTables) return;
    await sql`create unique index triage_states_unique on triage_states (target_id, target_type)`.execute(db);
    await sql`create index triage_rows_target_id on triage_rows (target_id)`.execute(db);
    await sql`create index triage_tags_target_id on triage_tags (target_id)`.execute(db);
  },
});
