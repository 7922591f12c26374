import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeDemo } from "../../src/app/demo/make-demo.ts";
import { startServer } from "../../src/app/serve/start-server.ts";
import { type Clock, HOUR_MS, MINUTE_MS, SYSTEM_CLOCK, toEpochMs } from "../../src/domain/index.ts";
import { openStore } from "../../src/store/index.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The demo of this month; another day here is another set of pictures. */
const MONTH_END = Date.UTC(2026, 10, 21);
const DEMO = { seed: 7, people: 30, days: 30, data: null, port: null } as const;

/** When the pictures are taken, by the clocks of server and browser: in the morning after the month, far from any full hour's work. */
export const PICTURES_AT = MONTH_END + 9 * HOUR_MS + 7 * MINUTE_MS;

/** A server over the same month at the same moment, whenever it is started. */
export interface PictureStage {
  readonly address: string;
  close(): Promise<void>;
}

/** Builds the web app where it is stale, makes the demo, serves it to this machine. */
export async function openPictureStage(): Promise<PictureStage> {
  execFileSync(process.execPath, ["tools/web/main.ts"], { cwd: ROOT, stdio: "inherit" });
  const folder = await mkdtemp(join(tmpdir(), "gait-pictures-"));
  const store = await openStore({ folder, databaseUrl: null, purpose: "serve" });
  await makeDemo(store, { ...DEMO, folder, endAt: MONTH_END }, () => undefined);
  const server = await startServer({
    store,
    settings: { apiKey: null, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
    isOpen: true,
    clock: startClock(PICTURES_AT),
  });
  return {
    address: server.address,
    async close() {
      await server.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The present, moved so that it is `at` when this is called. */
function startClock(at: number): Clock {
  const late = SYSTEM_CLOCK.now() - at;
  return { now: () => toEpochMs(SYSTEM_CLOCK.now() - late) };
}
