import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What processes over one database let each other know: what they count together, and news. */
export const createTogetherTables = (): Migration => ({
  async up(db) {
    await db.schema
      .createTable("tallies")
      .addColumn("name", "uuid", (column) => column.notNull())
      .addColumn("from_at", "timestamptz", (column) => column.notNull())
      .addColumn("until_at", "timestamptz", (column) => column.notNull())
      .addColumn("tally", "bigint", (column) => column.notNull())
      .execute();
    await sql`create unique index tallies_windows on tallies (name, from_at)`.execute(db);
    await db.schema
      .createTable("news")
      .addColumn("number", "bigint", (column) => column.notNull().unique())
      .addColumn("teller", "text", (column) => column.notNull())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("data", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("news_numbers")
      .addColumn("number", "bigint", (column) => column.notNull())
      .execute();
    await sql`insert into news_numbers (number) values (0)`.execute(db);
  },
});
