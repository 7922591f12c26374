import { rm } from "node:fs/promises";
import { makeReadyFolder } from "./duckdb/fixtures/ready-folder.ts";
import { openDuckDbStore } from "./duckdb/open.ts";
import { describePorts } from "./ports.suite.ts";

describePorts("DuckDB", async (request) => {
  const folder = await makeReadyFolder();
  const open = () => openDuckDbStore({ folder, purpose: "test", ...request });
  let store = await open();
  return {
    store,
    openAnother: async () => store,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async destroy() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});
