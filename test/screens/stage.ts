import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runDetect } from "../../src/app/detect/run-detect.ts";
import { runIngest } from "../../src/app/ingest/run-ingest.ts";
import { type Server, startServer } from "../../src/app/serve/start-server.ts";
import { DAY_MS } from "../../src/domain/index.ts";
import { generateCloudTrail, writeS3Layout } from "../../src/generate/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { startBrowser } from "./browser.ts";
import { toHostileFile } from "./hostile-records.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** A small company: all stories, in as little time as will do. */
const COMPANY = { seed: 11, people: 12, days: 14, endAt: Date.UTC(2026, 1, 2) } as const;

/** Which data a page is looked at with. */
export type StoreName = "demo" | "empty";

/** Where the pages are, with data and without, and what looks at them. */
export interface Stage {
  readonly addresses: Readonly<Record<StoreName, string>>;
  /** Of the browser. */
  readonly browser: string;
  close(): Promise<void>;
}

/** Builds the web app where it is stale, makes a small company's store and an empty one, serves both, starts a browser. */
export async function openStage(): Promise<Stage> {
  execFileSync(process.execPath, ["tools/web/main.ts"], { cwd: ROOT, stdio: "inherit" });
  const folder = await mkdtemp(join(tmpdir(), "gait-screens-"));
  const [demo, empty, browser] = await Promise.all([
    serveCompany(join(folder, "demo")),
    serveEmpty(join(folder, "empty")),
    startBrowser(),
  ]);
  return {
    addresses: { demo: demo.server.address, empty: empty.server.address },
    browser: browser.wsEndpoint(),
    async close() {
      await browser.close();
      for (const { server, store } of [demo, empty]) {
        await server.close();
        await store.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Served {
  readonly store: Store;
  readonly server: Server;
}

async function serveCompany(folder: string): Promise<Served> {
  const logs = join(folder, "logs");
  const { seed, people, days, endAt } = COMPANY;
  await writeS3Layout(
    generateCloudTrail({ seed, people, days, startAt: endAt - days * DAY_MS, stories: null }),
    {
      folder: logs,
      seed,
      minutesPerFile: 60,
      recordsMax: null,
      onProgress: () => undefined,
    },
  );
  await mkdir(join(logs, "AWSLogs/hostile"), { recursive: true });
  await writeFile(join(logs, "AWSLogs/hostile/hostile.json"), toHostileFile(endAt - DAY_MS));
  const store = await openStore({ folder: join(folder, "data"), databaseUrl: null, purpose: "serve" });
  await runIngest({ paths: [join(logs, "AWSLogs")], as: null, mapping: null }, { store });
  const settings = { moreRules: [], onlyRules: null, withModels: true, threads: null };
  await runDetect(store, settings, () => undefined);
  return { store, server: await serve(store) };
}

async function serveEmpty(folder: string): Promise<Served> {
  const store = await openStore({ folder, databaseUrl: null, purpose: "serve" });
  return { store, server: await serve(store) };
}

const serve = (store: Store): Promise<Server> =>
  startServer({
    store,
    settings: { apiKey: null, threshold: null },
    version: "0.0.0",
    host: "127.0.0.1",
    port: 0,
    isOpen: true,
  });
