import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng, type JsonObject } from "../src/domain/index.ts";
import { openDuckDbStore, type Store } from "../src/store/index.ts";

/** `GAIT_KILLS=50` for the whole measure; every run is another seed unless `GAIT_KILL_SEED` names one. */
const KILLS = Number(process.env["GAIT_KILLS"] ?? 8);
const SEED = Number(process.env["GAIT_KILL_SEED"] ?? process.pid);
const FILES = 60;
const RECORDS_PER_FILE = 120;
const INGEST = new URL("./fixtures/ingest-process.ts", import.meta.url).pathname;

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

/** A CloudTrail record; every eleventh stands in the next file as well, as if two trails had delivered it. */
function toRecord(file: number, place: number): JsonObject {
  const number = place % 11 === 0 ? file * 1000 + place : (file + 1) * 1000 + place - 1;
  return {
    eventVersion: "1.11",
    eventID: uuidOf(number),
    eventTime: new Date(Date.UTC(2026, 0, 5) + number * 1000).toISOString().slice(0, 19).concat("Z"),
    eventName: ["GetObject", "PutObject", "AssumeRole"][number % 3]!,
    eventSource: number % 3 === 2 ? "sts.amazonaws.com" : "s3.amazonaws.com",
    awsRegion: "eu-central-1",
    sourceIPAddress: `198.51.100.${number % 250}`,
    userAgent: "aws-cli/2.15.0",
    userIdentity: {
      type: "IAMUser",
      arn: `arn:aws:iam::123456789012:user/user-${number % 17}`,
      accountId: "123456789012",
      accessKeyId: `AKIA${number % 17}EXAMPLE`,
      userName: `user-${number % 17}`,
    },
    requestParameters: { bucketName: "plans", key: `part-${number}` },
  };
}

async function writeLogs(folder: string): Promise<void> {
  for (let file = 0; file < FILES; file++) {
    const records: unknown[] = Array.from({ length: RECORDS_PER_FILE }, (_, place) => toRecord(file, place));
    // One record a file is none: it has to be rejected once, too.
    records.push({ file, without: "anything" });
    const text = JSON.stringify({ Records: records });
    const isPacked = file % 4 !== 0;
    const name = `${String(file).padStart(3, "0")}.json${isPacked ? ".gz" : ""}`;
    await writeFile(join(folder, name), isPacked ? gzipSync(text) : text);
  }
}

interface Contents {
  readonly events: readonly string[];
  readonly rejects: readonly unknown[];
  readonly ledger: readonly unknown[];
}

/** Everything that a store holds, but for when it was read. */
async function readContents(store: Store): Promise<Contents> {
  const events: string[] = [];
  let after: { at: never; id: never } | undefined;
  for (;;) {
    const page = await store.events.readEvents({
      limit: 10_000,
      order: "oldest-first",
      ...(after === undefined ? {} : { after }),
    });
    for (const { event, origin } of page.events)
      events.push(JSON.stringify([{ ...event, receivedAt: 0 }, origin]));
    if (page.next === null) break;
    after = page.next as never;
  }
  const ledger = (await store.events.listInputs()).map((input) => ({ ...input, ingestedAt: 0 }));
  return { events, rejects: await store.events.listRejects({ limit: 10_000 }), ledger };
}

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

/** Runs an ingest; kills it after so long when it has not ended by itself. */
async function ingest(logs: string, data: string, killAfterMs: number | null): Promise<"done" | "killed"> {
  const child = spawn(process.execPath, [INGEST, logs, data], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const closed = once(child, "close");
  if (killAfterMs !== null) {
    await Promise.race([once(child.stdout, "data"), closed]);
    await Promise.race([sleep(killAfterMs), closed]);
    child.kill("SIGKILL");
  }
  await closed;
  if (output.includes("done")) return "done";
  expect(errors).toBe("");
  expect(killAfterMs, "an ingest that nobody killed ends").not.toBeNull();
  return "killed";
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
    expect(await ingest(logs, data, null)).toBe("done");
    cleanMs = performance.now() - started;
    const store = await openDuckDbStore({ folder: data, purpose: "test" });
    clean = await readContents(store);
    await store.close();
  });
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

  it(`loses nothing and doubles nothing in ${KILLS} kills at random moments (seed ${SEED})`, async () => {
    const rng = createRng(SEED);
    let data = join(folder, "killed-0");
    let folders = 0;
    let kills = 0;
    let before = 0;
    while (kills < KILLS) {
      const ended = await ingest(logs, data, rng.next() ** 2 * cleanMs);
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
    expect(await ingest(logs, data, null)).toBe("done");
    await expectSame(data);
  }, 600_000);

  async function expectSame(data: string): Promise<void> {
    const store = await openDuckDbStore({ folder: data, purpose: "test" });
    const contents = await readContents(store);
    await store.close();
    expect(contents).toEqual(clean);
  }
});
