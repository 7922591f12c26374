import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../src/domain/index.ts";
import { openDuckDbStore } from "../src/store/index.ts";
import {
  type Contents,
  FILES,
  RECORDS_PER_FILE,
  readContents,
  toRecord,
  writeLogs,
} from "./fixtures/doubled-logs.ts";
import { ingestUntilKilled } from "./fixtures/ingest-until-killed.ts";

/** `GAIT_KILLS=50` for the whole measure; every run is another seed unless `GAIT_KILL_SEED` names one. */
const KILLS = Number(process.env["GAIT_KILLS"] ?? 2);
const SEED = Number(process.env["GAIT_KILL_SEED"] ?? process.pid);

/** What must hold at every moment: ledger, events and archive agree, and nothing stands half. */
async function expectConsistent(data: string): Promise<number> {
  const store = await openDuckDbStore({ folder: data, purpose: "test" });
  try {
    const inputs = await store.events.listInputs();
    expect(await store.events.countEvents({})).toBe(inputs.reduce((sum, input) => sum + input.events, 0));
    expect(await store.events.listRejects({ limit: 10_000 })).toHaveLength(inputs.length);
    for (const input of inputs) {
      expect(input.events + input.duplicates).toBe(RECORDS_PER_FILE);
      expect(await store.archive.has(input.hash)).toBe(true);
    }
    for await (const { hash, state } of store.archive.verifyAll()) expect(state, hash).toBe("whole");
    expect(await readdir(join(data, "archive", "tmp"))).toEqual([]);
    return inputs.length;
  } finally {
    await store.close();
  }
}

describe("an ingest that is killed", () => {
  let folder: string;
  let logs: string;
  let clean: Contents;
  let cleanMs: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gait-kill-"));
    logs = join(folder, "logs");
    await mkdir(logs);
    await writeLogs(logs);
    const data = join(folder, "clean");
    const started = performance.now();
    expect(await ingestUntilKilled([logs, data], null)).toBe("done");
    cleanMs = performance.now() - started;
    const store = await openDuckDbStore({ folder: data, purpose: "test" });
    clean = await readContents(store);
    await store.close();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("has something to lose", () => {
    expect(clean.ledger).toHaveLength(FILES);
    expect(clean.rejects).toHaveLength(FILES);
    const ids = new Set<unknown>();
    for (let file = 0; file < FILES; file++)
      for (let place = 0; place < RECORDS_PER_FILE; place++) ids.add(toRecord(file, place)["eventID"]);
    expect(ids.size).toBeLessThan(FILES * RECORDS_PER_FILE);
    expect(clean.events).toHaveLength(ids.size);
  });

  it(
    `loses nothing and doubles nothing in ${KILLS} kills at random moments (seed ${SEED})`,
    async () => {
      const rng = createRng(SEED);
      let data = join(folder, "killed-0");
      let folders = 0;
      let kills = 0;
      let before = 0;
      while (kills < KILLS) {
        const ended = await ingestUntilKilled([logs, data], rng.next() ** 2 * cleanMs);
        const inputs = await expectConsistent(data);
        expect(inputs, "what was committed stays").toBeGreaterThanOrEqual(before);
        before = inputs;
        if (ended === "killed") {
          kills++;
          continue;
        }
        await expectSame(data);
        await rm(data, { recursive: true });
        data = join(folder, `killed-${++folders}`);
        before = 0;
      }
      expect(await ingestUntilKilled([logs, data], null)).toBe("done");
      await expectSame(data);
    },
    600_000 + KILLS * 60_000,
  );

  async function expectSame(data: string): Promise<void> {
    const store = await openDuckDbStore({ folder: data, purpose: "test" });
    const contents = await readContents(store);
    await store.close();
    expect(contents).toEqual(clean);
  }
});
