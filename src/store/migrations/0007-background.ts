import type { Migration } from "kysely/migration";

/** Long pieces of work that a server does in the background, with how they ended. */
export const createBackgroundTable = (): Migration => ({
  async up(db) {
    await db.schema
      .createTable("background_jobs")
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("step", "text")
      .addColumn("done", "bigint", (column) => column.notNull())
      .addColumn("total", "bigint")
      .addColumn("parameters", "text", (column) => column.notNull())
      .addColumn("result", "text")
      .addColumn("problem", "text")
      .addColumn("asked_by", "text", (column) => column.notNull())
      .addColumn("holder", "text", (column) => column.notNull())
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("seen_at", "timestamptz", (column) => column.notNull())
      .addColumn("finished_at", "timestamptz")
      .addColumn("is_cancel_asked", "boolean", (column) => column.notNull())
      .execute();
  },
});
