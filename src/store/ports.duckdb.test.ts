import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDbStore } from "./duckdb/open.ts";
import { describePorts } from "./ports.suite.ts";

describePorts("DuckDB", async (request) => {
  const folder = await mkdtemp(join(tmpdir(), "gait-ports-"));
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
