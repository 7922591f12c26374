import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What people set in the app, and how the work of the schedule ended. */
export const createSettingTables = (): Migration => ({
  async up(db) {
    await db.schema
      .createTable("settings")
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("value", "text", (column) => column.notNull())
      .addColumn("changed_at", "timestamptz", (column) => column.notNull())
      .addColumn("changed_by", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("setting_versions")
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("version", "bigint", (column) => column.notNull())
      .execute();
    await sql`insert into setting_versions (name, version) values ('settings', 0)`.execute(db);
    await db.schema
      .createTable("scheduled_runs")
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("due_at", "timestamptz", (column) => column.notNull())
      .addColumn("started_at", "timestamptz", (column) => column.notNull())
      .addColumn("ended_at", "timestamptz")
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("note", "text")
      .execute();
    // One process does what is due; the others see that it was taken.
    await sql`create unique index scheduled_runs_due on scheduled_runs (name, due_at)`.execute(db);
  },
});
