import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type JsonObject, toEventId } from "../../domain/index.ts";
import { openDuckDbStore, type Store } from "../../store/index.ts";
import { readRaw } from "../events/read-raw.ts";
import { runIngest } from "./run-ingest.ts";

let folder: string;
let logs: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-ingest-"));
  logs = join(folder, "logs");
  await mkdir(logs);
  store = await openDuckDbStore({ folder: join(folder, "data"), purpose: "test" });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

const record = (number: number, changes: JsonObject = {}): JsonObject => ({
  eventVersion: "1.11",
  eventID: uuidOf(number),
  eventTime: `2026-01-05T10:00:${String(number % 60).padStart(2, "0")}Z`,
  eventName: "ListBuckets",
  eventSource: "s3.amazonaws.com",
  awsRegion: "eu-central-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.15.0",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::123456789012:user/ann", userName: "ann" },
  ...changes,
});

const write = (name: string, content: string | Uint8Array) => writeFile(join(logs, name), content);
const ingest = (changes: { as?: string; mapping?: string; paths?: readonly string[] } = {}) =>
  runIngest(
    {
      paths: changes.paths ?? [logs],
      as: changes.as ?? null,
      mapping:
        changes.mapping === undefined ? null : { file: "mapping.yaml", bytes: Buffer.from(changes.mapping) },
    },
    { store },
  );

describe("an ingest", () => {
  it("takes every container in, counts what it did, and changes nothing the second time", async () => {
    await write("a.json", JSON.stringify({ Records: [record(1), record(2), { nothing: "of it" }] }));
    await write("b.json.gz", gzipSync(JSON.stringify({ Records: [record(2), record(3)] })));
    await write("c.ndjson", `${JSON.stringify(record(4))}\n{"cut": \n${JSON.stringify(record(5))}\n`);
    await write("copy-of-a.json", JSON.stringify({ Records: [record(1), record(2), { nothing: "of it" }] }));
    await write("empty.json", "");
    await write("uploads.csv", "timestamp,user_id,service,bytes_uploaded\n2026-01-05 10:00:00,ann,Drive,7\n");
    expect(await ingest()).toMatchObject({
      inputsNew: 5,
      inputsKnown: 1,
      events: 6,
      duplicates: 1,
      rejects: 2,
      skipped: 1,
      skippedByCode: { SOURCE_EMPTY: 1 },
      problems: [],
    });
    const before = await store.events.listInputs();
    expect(await ingest()).toMatchObject({
      inputsNew: 0,
      inputsKnown: 6,
      events: 0,
      duplicates: 0,
      rejects: 0,
    });
    expect(await store.events.listInputs()).toEqual(before);
    expect(await store.events.countEvents({})).toBe(6);
    for (const { hash } of before) expect(await store.archive.verify(hash)).toBe("whole");
  });

  it("shows the first rejects and keeps all of them", async () => {
    await write("a.ndjson", Array.from({ length: 30 }, (_, number) => `{"number": ${number}}`).join("\n"));
    const summary = await ingest({ as: "cloudtrail" });
    expect(summary.rejects).toBe(30);
    expect(Object.values(summary.rejectsByCode)).toEqual([30]);
    expect(summary.rejectsShown.map(({ origin }) => origin.position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await store.events.listRejects({ limit: 100 })).toHaveLength(30);
  });

  it("goes on past paths that cannot be read, and says so", async () => {
    await write("a.json", JSON.stringify([record(1)]));
    const summary = await ingest({ paths: [join(folder, "missing"), logs] });
    expect(summary).toMatchObject({ inputsNew: 1, events: 1, problems: [{ code: "SOURCE_PATH_MISSING" }] });
  });

  it("goes on past a file that breaks off while it is read", async () => {
    await write("a.json", JSON.stringify([record(1)]));
    await write("gone.json", JSON.stringify([record(2)]));
    await write("z.json", JSON.stringify([record(3)]));
    // The list is made first; a file can vanish before it is its turn.
    const running = ingest();
    await rm(join(logs, "gone.json"));
    const summary = await running;
    expect(summary.events + summary.problems.length).toBe(3);
    for (const { code } of summary.problems) expect(code).toBe("INGEST_UNREADABLE");
  });

  it.each([
    ["no path at all exists", { paths: ["/nowhere/at/all"] }, "INGEST_NO_INPUT"],
    ["the format is none", { as: "hieroglyphs" }, "INGEST_FORMAT_UNKNOWN"],
    [
      "a mapping is given for a known format",
      { as: "cloudtrail", mapping: "time: a" },
      "INGEST_MAPPING_UNUSED",
    ],
    ["the mapping is none", { mapping: "time: [1" }, "SOURCE_MAPPING_INVALID"],
  ])("refuses to begin when %s", async (_, request, code) => {
    await write("a.json", JSON.stringify([record(1)]));
    await expect(ingest(request)).rejects.toMatchObject({ report: { code } });
    expect(await store.events.listInputs()).toEqual([]);
  });

  it("fails, and does not know the input, when the archive cannot give the bytes back", async () => {
    // Larger than what is kept in memory, so that it has to be read back.
    await write("a.json", `${JSON.stringify([record(1)])}${" ".repeat(5_000_000)}`);
    const { archive } = store;
    const broken: Store = {
      ...store,
      archive: {
        put: (bytes) => archive.put(bytes),
        has: (hash) => archive.has(hash),
        locate: (hash) => archive.locate(hash),
        sync: () => archive.sync(),
        verify: (hash) => archive.verify(hash),
        verifyAll: () => archive.verifyAll(),
        readSizeBytes: () => archive.readSizeBytes(),
        remove: (hash) => archive.remove(hash),
        async *read(hash) {
          for await (const part of archive.read(hash)) yield part.subarray(0, 10);
          throw new Error("the disk reports an error");
        },
      },
    };
    await expect(runIngest({ paths: [logs], as: null, mapping: null }, { store: broken })).rejects.toThrow(
      "the disk reports an error",
    );
    expect(await store.events.listInputs()).toEqual([]);
    expect(await ingest()).toMatchObject({ inputsNew: 1, events: 1 });
  });

  it("tells how far it is", async () => {
    const text = JSON.stringify([record(1), record(2)]);
    await write("a.json", text);
    const seen: unknown[] = [];
    await runIngest(
      { paths: [logs], as: null, mapping: null },
      { store, onProgress: (progress) => seen.push(progress) },
    );
    expect(seen.at(-1)).toEqual({ bytes: text.length, bytesTotal: text.length, events: 2 });
  });
});

describe("a raw record", () => {
  it("comes back from the archive as it was, from every container", async () => {
    const odd = record(2, { weird: { deep: [1, null, "\u202e"] }, __proto__: { a: 1 } });
    await write("a.json.gz", gzipSync(JSON.stringify({ Records: [record(1), "not a record", odd] })));
    await write("b.ndjson", `${JSON.stringify(record(3))}\n${JSON.stringify(record(4))}\n`);
    await ingest();
    for (const [number, expected] of [
      [1, record(1)],
      [2, odd],
      [4, record(4)],
    ] as const)
      expect(JSON.parse(await readRaw(store, toEventId(uuidOf(number))))).toEqual(expected);
    await expect(readRaw(store, toEventId("unknown"))).rejects.toMatchObject({
      report: { code: "INGEST_EVENT_UNKNOWN" },
    });
  });

  it("comes back through the mapping with which it was read, without the mapping's file", async () => {
    await write("own.csv", "when;who,what\n");
    await write("own.json", JSON.stringify({ items: [{ t: "2026-01-05T10:00:00Z", u: "ann", a: "Open" }] }));
    const mapping = "list: items\ntime: t\nactor: u\naction: a\n";
    expect(await ingest({ paths: [join(logs, "own.json")], mapping })).toMatchObject({
      events: 1,
      rejects: 0,
    });
    const page = await store.events.readEvents({ limit: 1, order: "oldest-first" });
    expect(JSON.parse(await readRaw(store, page.events[0]!.event.id))).toEqual({
      t: "2026-01-05T10:00:00Z",
      u: "ann",
      a: "Open",
    });
  });

  it("is read again once a mapping explains what was rejected", async () => {
    await write("own.csv", "when,who,what\n2026-01-05T10:00:00Z,ann,Open\n");
    expect(await ingest()).toMatchObject({ inputsNew: 1, events: 0, rejects: 1 });
    expect(await ingest()).toMatchObject({ inputsKnown: 1 });
    const mapping = "time: when\nactor: who\naction: what\n";
    expect(await ingest({ mapping })).toMatchObject({ inputsNew: 1, events: 1, rejects: 0 });
    expect(await store.events.listRejects({ limit: 10 })).toEqual([]);
  });
});
