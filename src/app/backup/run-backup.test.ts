import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../store/index.ts";
import { startTestServer, type TestSchema } from "../../store/postgres/test-server.suite.ts";
import { runDetect } from "../detect/run-detect.ts";
import { runIngest } from "../ingest/run-ingest.ts";
import { runPrune } from "../retention/run-prune.ts";
import { toTrailRecord } from "../serve/fixtures/served-place.ts";
import { runBackup, runRestore } from "./run-backup.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

let folder: string;
let store: Store;
let schema: TestSchema | null;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-backup-"));
  schema = server === null ? null : await server.createSchema();
  store = await openStore({ folder: at("data"), databaseUrl: null, purpose: "test" });
});
afterEach(async () => {
  await store.close();
  await schema?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function take(number: number, name = "DeleteTrail"): Promise<void> {
  const id = `00000000-0000-4000-8000-00000000000${number}`;
  const record = { ...toTrailRecord(id, name), eventTime: `2026-01-0${number}T03:00:00Z` };
  await writeFile(at(`${number}.json`), JSON.stringify({ Records: [record] }));
  await runIngest({ paths: [at(`${number}.json`)], as: null, mapping: null }, { store });
}
const look = () =>
  runDetect(store, { moreRules: [], onlyRules: null, withModels: true, threads: 0 }, () => {});
const open = (name: string) =>
  openStore({ folder: at(name), databaseUrl: null, purpose: "test", mustExist: true });

async function readIds(one: Store): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of one.findings.stream({})) ids.push(...page.map(({ finding }) => finding.id));
  return ids.sort();
}

describe("a backup", () => {
  it("S1-14: is a data folder with everything, made while the store is open and used", async () => {
    await take(1);
    await look();
    await store.settings.change([{ key: "alerts.per_day", value: 9 }], { author: "ann", version: null });
    const during = Promise.all([
      runBackup(store, at("backup")),
      store.settings.change([{ key: "alerts.per_day", value: 8 }], { author: "ann", version: null }),
    ]);
    expect((await during)[0]).toMatchObject({ events: 1, findings: (await readIds(store)).length });
    const copy = await open("backup");
    expect(await readIds(copy)).toEqual(await readIds(store));
    expect((await copy.settings.readAll()).has("alerts.per_day")).toBe(true);
    for await (const { state } of copy.archive.verifyAll()) expect(state).toBe("whole");
    await copy.close();
    // Over an earlier one it adds what is new.
    await take(2);
    expect(await runBackup(store, at("backup"))).toMatchObject({ events: 2 });
    const [input] = (await store.events.listInputs()).slice(-1);
    const again = await open("backup");
    expect(await again.archive.has(input!.hash)).toBe(true);
    await again.close();
  });

  it("is brought back to an empty place, and overwrites nothing", async () => {
    await take(1);
    await look();
    await runBackup(store, at("backup"));
    const back = { folder: at("back"), databaseUrl: null };
    expect(await runRestore(at("backup"), back)).toMatchObject({ events: 1 });
    await expect(runRestore(at("backup"), back)).rejects.toMatchObject({
      report: { code: "DB_RESTORE_THERE" },
    });
    await expect(runRestore(at("nothing"), back)).rejects.toMatchObject({
      report: { code: "DB_BACKUP_NONE" },
    });
    await expect(runBackup(store, folder)).rejects.toMatchObject({ report: { code: "DB_BACKUP_FOREIGN" } });
  });

  it.skipIf(server === null)("goes to PostgreSQL and comes back from there", async () => {
    await take(1);
    await look();
    const findings = await readIds(store);
    await runBackup(store, at("backup"));
    await runRestore(at("backup"), { folder: at("there"), databaseUrl: schema!.url });
    const there = await openStore({ folder: at("there"), databaseUrl: schema!.url, purpose: "test" });
    expect(await readIds(there)).toEqual(findings);
    await runBackup(there, at("again"));
    await there.close();
    const again = await open("again");
    expect(await readIds(again)).toEqual(findings);
    expect(await again.events.countEvents({})).toBe(1);
    await again.close();
  });
});

describe("retention", () => {
  it("keeps findings with what they stand on, through later passes and other rules", async () => {
    await take(1);
    await take(2, "ListBuckets");
    await take(8);
    await look();
    const before = await readIds(store);
    const now = Date.UTC(2026, 0, 10, 3) as Parameters<typeof runPrune>[1]["now"];
    // The second is exactly eight days old then.
    expect(await runPrune(store, { now, days: 8 })).toMatchObject({ events: 0, kept: 1, inputs: 0 });
    expect(await runPrune(store, { now, days: 7 })).toMatchObject({ events: 1, kept: 1, inputs: 1 });
    expect(await readdir(at("data/archive"))).toContain("tmp");
    await take(9);
    await look();
    const after = await readIds(store);
    expect(after).toEqual(expect.arrayContaining([...before]));
    await runDetect(store, { moreRules: [], onlyRules: null, withModels: false, threads: 0 }, () => {});
    expect(await readIds(store)).toEqual(after);
  });
});
