import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMIN_KEY } from "../src/app/serve/fixtures/served-place.ts";
import { type Server, startServer } from "../src/app/serve/start-server.ts";
import { openStore, type Store } from "../src/store/index.ts";
import { readFound } from "../test/fixtures/detected-company.ts";
import { generateLiveCompany } from "./live-arrivals.ts";
import { findAnew } from "./live-found.ts";
import { liveDay, postRecords, untilIdle } from "./live-run.ts";

let folder: string;
let store: Store;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-live-"));
  store = await openStore({ folder: join(folder, "live"), databaseUrl: null, purpose: "test" });
  server = await startServer({
    store,
    settings: { apiKey: ADMIN_KEY, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it("a day lived hour by hour, with events that are late and that come twice, is found in what a look at all of it finds", async () => {
  const company = generateLiveCompany({ seed: 3, people: 2, historyDays: 2, everyMinutes: 120 });
  const at = { address: server.address, headers: { "x-api-key": ADMIN_KEY } };
  for (const day of company.history) await postRecords(at, day);
  await untilIdle(at);
  const told: number[] = [];
  const { hours, records } = await liveDay(at, company.day, {
    readRssMb: () => 0,
    onHour: (hour) => told.push(hour),
  });
  expect(told).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect(hours.flatMap(({ finds }) => finds)).toHaveLength(12);
  expect(records).toBeGreaterThan(100);
  const posted = [...company.history, ...company.day.map(({ body }) => body)];
  expect(await readFound(store)).toEqual(await findAnew(join(folder, "fresh"), posted));
}, 240_000);
