import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { openDuckDbStore } from "./duckdb/open.ts";
import { describeEventStore } from "./event-store.suite.ts";

describeEventStore("DuckDB", async (limits) => {
  const folder = await mkdtemp(join(tmpdir(), "gait-store-"));
  let open = await openDuckDbStore({ folder, purpose: "test", limits });
  return {
    store: open.events,
    // As a person would: with the database's own tools, while Gait does not run.
    async query(text) {
      await open.close();
      const instance = await DuckDBInstance.create(join(folder, "gait.duckdb"), { access_mode: "READ_ONLY" });
      const connection = await instance.connect();
      await connection.run("set TimeZone = 'UTC'");
      const rows = (await connection.runAndReadAll(text)).getRowObjectsJS();
      connection.closeSync();
      instance.closeSync();
      open = await openDuckDbStore({ folder, purpose: "test", limits });
      return rows;
    },
    async reopen() {
      await open.close();
      open = await openDuckDbStore({ folder, purpose: "test", limits });
      return open.events;
    },
    async destroy() {
      await open.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
