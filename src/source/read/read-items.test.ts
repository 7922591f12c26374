import { expect, test } from "vitest";
import { createEnricher } from "../../enrich/index.ts";
import { cloudTrailRecord, memoryInput, outcomesOf, readAll, TEST_CLOCK } from "../fixtures/memory-input.ts";
import { SOURCE_PROBLEMS } from "../problems.ts";
import { readItems } from "./read-items.ts";
import { readRecordAt } from "./read-record-at.ts";

const file = (count: number) =>
  JSON.stringify({ Records: Array.from({ length: count }, (_, record) => cloudTrailRecord(`${record}`)) });
const options = { enricher: createEnricher({ geo: null }), clock: TEST_CLOCK };

test("items come in batches of at most the stated size, in the order of their positions", async () => {
  const sizes: number[] = [];
  const positions: number[] = [];
  for await (const batch of readItems(memoryInput(file(2001)), options)) {
    sizes.push(batch.length);
    for (const item of batch) if (item.kind === "event") positions.push(item.position);
  }
  expect(sizes).toEqual([1000, 1000, 1]);
  expect(positions).toEqual(Array.from({ length: 2001 }, (_, position) => position));
});

test("says how many bytes came, as they come", async () => {
  const content = file(50);
  const seen: number[] = [];
  await readAll(memoryInput(content, { chunk: 1000 }), { onBytes: (bytes) => seen.push(bytes) });
  expect(seen.reduce((sum, bytes) => sum + bytes, 0)).toBe(Buffer.byteLength(content));
  expect(seen.length).toBeGreaterThan(10);
});

test("equal identities, addresses, tools and actions of a file are the same objects", async () => {
  const events = [];
  for await (const batch of readItems(memoryInput(file(3)), options)) {
    for (const item of batch) if (item.kind === "event") events.push(item.event);
  }
  for (const field of ["actor", "address", "tool", "action", "links"] as const) {
    expect(events[1]?.[field]).toBe(events[0]?.[field]);
  }
});

test("rejects have a code of the catalogue, a reason without place holders, and a position", async () => {
  const records = [
    cloudTrailRecord("1"),
    { eventName: "x" },
    7,
    cloudTrailRecord("2", { eventTime: "\u001b[2J" }),
  ];
  const items = await readAll(memoryInput(JSON.stringify(records)));
  for (const [position, item] of items.entries()) {
    if (item.kind !== "reject") continue;
    expect(Object.keys(SOURCE_PROBLEMS)).toContain(item.reject.code);
    expect(item.reject.reason).not.toMatch(/[{}]/);
    expect(item.reject.origin).toEqual({ file: "memory", position });
    expect(item.reject.excerpt).toMatch(/^[ -~…]+$/);
  }
  expect(outcomesOf(items).filter((outcome) => outcome === "event")).toHaveLength(1);
});

test("what was refused can be read back too", async () => {
  const deep = `{"a":${"[".repeat(3000)}${"]".repeat(3000)}}`;
  const input = memoryInput(
    `${JSON.stringify(cloudTrailRecord("1"))}\n{"eventName":"x"}\n{"broken\n${deep}\n7\n`,
  );
  const at = (position: number) => readRecordAt(input, { format: "cloudtrail", position });
  expect(await at(0)).toEqual(cloudTrailRecord("1"));
  expect(await at(1)).toEqual({ eventName: "x" });
  expect(await at(2)).toBe('{"broken');
  expect(await at(3)).toBe('{"a":[…]}');
  expect(await at(4)).toBe(7);
  expect(await at(5)).toBeNull();
});

test("a reader that is given up lets go of its input", async () => {
  let isClosed = false;
  const line = Buffer.from(`${JSON.stringify(cloudTrailRecord("1"))}\n`.repeat(2000));
  const endless = {
    name: "endless",
    sizeBytes: null,
    async *open() {
      try {
        for (;;) yield line;
      } finally {
        isClosed = true;
      }
    },
  };
  for await (const batch of readItems(endless, options)) if (batch.length > 0) break;
  expect(isClosed).toBe(true);
  isClosed = false;
  expect(await readRecordAt(endless, { format: "cloudtrail", position: 30_000 })).toEqual(
    cloudTrailRecord("1"),
  );
  expect(isClosed).toBe(true);
});

test("memory does not grow with the input", async () => {
  const line = Buffer.from(`${JSON.stringify(cloudTrailRecord("1"))}\n`.repeat(1000));
  const input = {
    name: "long",
    sizeBytes: null,
    async *open() {
      for (let chunk = 0; chunk < 150; chunk++) yield line;
    },
  };
  let events = 0;
  const before = process.memoryUsage().rss;
  for await (const batch of readItems(input, options)) events += batch.length;
  expect(events).toBe(150_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
});
