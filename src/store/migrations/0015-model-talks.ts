import type { Migration } from "kysely/migration";

/** What was sent to a language model and what it said, for as long as a setting says. */
export const createTalkTable = (): Migration => ({
  async up(db) {
    await db.schema
      .createTable("model_talks")
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("asked_at", "timestamptz", (column) => column.notNull())
      .addColumn("author_kind", "text", (column) => column.notNull())
      .addColumn("author_id", "text", (column) => column.notNull())
      .addColumn("author_name", "text", (column) => column.notNull())
      .addColumn("host", "text", (column) => column.notNull())
      .addColumn("model", "text", (column) => column.notNull())
      .addColumn("question", "text", (column) => column.notNull())
      .addColumn("uses_pseudonyms", "boolean", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("tokens", "bigint", (column) => column.notNull())
      .addColumn("requests", "bigint", (column) => column.notNull())
      .addColumn("sent", "text", (column) => column.notNull())
      .addColumn("said", "text", (column) => column.notNull())
      .execute();
  },
});
