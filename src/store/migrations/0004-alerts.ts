import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Alerts with what was said in each of their versions, what is to be delivered where, and what is muted. */
export const createAlertTables = (): Migration => ({
  async up(db) {
    for (const sequence of ["delivery_keys", "delivery_tokens", "mute_keys"])
      await sql`create sequence ${sql.id(sequence)}`.execute(db);
    await db.schema
      .createTable("alert_versions")
      .addColumn("alert_id", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("severity", "smallint", (column) => column.notNull())
      .addColumn("made_at", "timestamptz", (column) => column.notNull())
      .addColumn("subjects", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .execute();
    await sql`create unique index alert_versions_unique on alert_versions (alert_id, version)`.execute(db);
    await db.schema
      .createTable("deliveries")
      .addColumn("delivery_key", "bigint", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("alert_id", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("due_at", "timestamptz", (column) => column.notNull())
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("made_at", "timestamptz", (column) => column.notNull())
      .addColumn("done_at", "timestamptz")
      .addColumn("lease_token", "bigint")
      .addColumn("lease_until", "timestamptz")
      .addColumn("problem", "text")
      .execute();
    await db.schema
      .createTable("alert_mutes")
      .addColumn("mute_key", "bigint", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("until_at", "timestamptz")
      .addColumn("made_by", "text", (column) => column.notNull())
      .addColumn("made_at", "timestamptz", (column) => column.notNull())
      .addColumn("ended_at", "timestamptz")
      .addColumn("ended_by", "text")
      .execute();
  },
});
