import type { Migration } from "kysely/migration";

/** What a detector counted over all evidence stands with the finding, so that it can be told anew without the evidence. */
export const addFindingTallies = (): Migration => ({
  async up(db) {
    await db.schema.alterTable("finding_rows").addColumn("tally", "text").execute();
  },
});
