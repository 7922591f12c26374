import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN_KEY, askAt } from "../src/app/serve/fixtures/served-place.ts";
import { type Server, startServer } from "../src/app/serve/start-server.ts";
import { openStore, type Store } from "../src/store/index.ts";
import { type Company, readFound, takeIn, writeCompany } from "./fixtures/detected-company.ts";

const DAYS = 3;

let company: Company;
beforeAll(async () => {
  company = await writeCompany({ seed: 5, days: DAYS, people: 4, minutesPerFile: 120 });
}, 60_000);
afterAll(() => company.remove());

const openAt = (name: string): Promise<Store> =>
  openStore({ folder: join(company.folder, name), databaseUrl: null, purpose: "serve" });

const serve = (store: Store): Promise<Server> =>
  startServer({
    store,
    settings: { apiKey: ADMIN_KEY, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
    logsFolder: join(company.folder, "logs"),
    sources: { env: { GAIT_ALERTS_MIN_SEVERITY: "low" } },
  });

async function untilIdle({ address }: Server): Promise<void> {
  for (;;) {
    const { json } = await askAt(address, "/api/v1/detection");
    if (json["state"] === "idle" && json["inputs_waiting"] === 0) return;
    await wait(100);
  }
}

/** A day of files, one after the other as they would come, each to the next server. */
async function stream(servers: readonly Server[]): Promise<readonly number[]> {
  const tookMs: number[] = [];
  const files = company.days.slice(-2).flat();
  for (const [number, file] of files.entries()) {
    const started = performance.now();
    const { address } = servers[number % servers.length]!;
    const body = new Uint8Array(await readFile(file));
    const headers = { "content-type": "application/octet-stream" };
    expect((await askAt(address, "/api/v1/events", { method: "POST", headers, body })).status).toBe(200);
    if (number % 4 === 3) await Promise.all(servers.map(untilIdle));
    tookMs.push(performance.now() - started);
  }
  await Promise.all(servers.map(untilIdle));
  return tookMs;
}

describe("a day that comes in piece by piece over HTTP", () => {
  it("is found in what a replay of the whole finds", async () => {
    const store = await openAt("one");
    const server = await serve(store);
    try {
      await takeIn(store, company.days.slice(0, -2).flat());
      const tookMs = await stream([server]);
      expect(tookMs.length).toBeGreaterThan(8);
      expect(await readFound(store)).toEqual(company.scanned);
    } finally {
      await server.close();
      await store.close();
    }
  }, 180_000);
});
