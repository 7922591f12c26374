import type { Migration } from "kysely/migration";

/** Keys of the API, by the digest of their secret: the secret itself is nowhere. */
export const createApiKeyTable = (): Migration => ({
  async up(db) {
    await db.schema
      .createTable("api_keys")
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("scopes", "text", (column) => column.notNull())
      .addColumn("created_at", "timestamptz", (column) => column.notNull())
      .addColumn("expires_at", "timestamptz")
      .addColumn("revoked_at", "timestamptz")
      .addColumn("last_used_at", "timestamptz")
      .execute();
  },
});
