import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** People with their sessions and links, what was changed by whom, and answers that are given again. */
export const createAccountTables = (): Migration => ({
  async up(db) {
    await sql`create sequence audit_keys`.execute(db);
    await db.schema
      .createTable("users")
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("name_key", "text", (column) => column.notNull().unique())
      .addColumn("email", "text")
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("password_hash", "text")
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("disabled_at", "timestamptz")
      .addColumn("signed_in_at", "timestamptz")
      .execute();
    await db.schema
      .createTable("sessions")
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("digest", "text", (column) => column.notNull().unique())
      .addColumn("user_id", "text", (column) => column.notNull())
      .addColumn("address", "text")
      .addColumn("agent", "text")
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("used_at", "timestamptz", (column) => column.notNull())
      .addColumn("expires_at", "timestamptz", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("access_links")
      .addColumn("digest", "text", (column) => column.notNull().unique())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("user_id", "text")
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("expires_at", "timestamptz", (column) => column.notNull())
      .addColumn("used_at", "timestamptz")
      .execute();
    await db.schema
      .createTable("audit_rows")
      .addColumn("audit_key", "bigint", (column) => column.notNull())
      .addColumn("changed_at", "timestamptz", (column) => column.notNull())
      .addColumn("author_kind", "text", (column) => column.notNull())
      .addColumn("author_id", "text", (column) => column.notNull())
      .addColumn("author_name", "text", (column) => column.notNull())
      .addColumn("address", "text")
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("target_type", "text", (column) => column.notNull())
      .addColumn("target_id", "text", (column) => column.notNull())
      .addColumn("target_name", "text")
      .addColumn("before", "text")
      .addColumn("after", "text")
      .execute();
    await db.schema
      .createTable("kept_answers")
      .addColumn("digest", "text", (column) => column.notNull().unique())
      .addColumn("claimed_at", "timestamptz", (column) => column.notNull())
      .addColumn("request", "text")
      .addColumn("status", "integer")
      .addColumn("answer", "text")
      .execute();
  },
});
