import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { SYSTEM_CLOCK } from "../src/domain/index.ts";
import { createEnricher } from "../src/enrich/index.ts";
import { type Input, type Item, listInputs, openPath, readItems, readRecordAt } from "../src/source/index.ts";

const data = process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../shared/data/", import.meta.url));
const isAbsent = !existsSync(data);
const enricher = createEnricher({ geo: null });

async function readAll(input: Input): Promise<Item[]> {
  const items: Item[] = [];
  for await (const batch of readItems(input, { enricher, clock: SYSTEM_CLOCK })) items.push(...batch);
  return items;
}

const jsonFiles = (folder: string) =>
  readdirSync(join(data, folder))
    .filter((name) => name.endsWith(".json") && !["truth.json", "index.json", "mapping.json"].includes(name))
    .map((name) => join(data, folder, name));

/** The records of a file, counted by other means. */
function parseAll(path: string): unknown[] {
  const text = readFileSync(path, "utf8");
  try {
    const document: unknown = JSON.parse(text);
    return Array.isArray(document) ? document : [document];
  } catch {
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line));
  }
}

describe.skipIf(isAbsent)("real logs (skipped where the shared data are absent)", () => {
  test.each([
    ["stratus", 168],
    ["otrf", 103],
    ["traildiscover", 157],
    ["console", 4877],
    ["splunk_examples/aws_cloudtrail", 24],
  ])("every record of %s is an event, with the record as it stands in the file", async (folder, count) => {
    let events = 0;
    for (const path of jsonFiles(folder)) {
      const expected = parseAll(path);
      const items = await readAll(openPath(path));
      expect(items.map((item) => (item.kind === "event" ? item.record : item))).toEqual(expected);
      events += items.length;
      const last = items.length - 1;
      expect(await readRecordAt(openPath(path), { format: "cloudtrail", position: last })).toEqual(
        expected[last],
      );
    }
    expect(events).toBe(count);
  });

  test("times, outcomes and bytes of a real attack are read", async () => {
    const [path] = jsonFiles("otrf");
    const events = (await readAll(openPath(path!))).flatMap((item) =>
      item.kind === "event" ? [item.event] : [],
    );
    expect(events.every(({ at }) => new Date(at).toISOString().startsWith("2020-09-14"))).toBe(true);
    expect(events.filter(({ bytesOut }) => bytesOut !== null && bytesOut > 0).length).toBeGreaterThan(0);
    expect(events.every(({ address }) => address.text === "1.2.3.4" || address.kind !== "public")).toBe(true);
  });

  test("records that are wrapped for tests of another product are rejects, each with its position", async () => {
    const path = join(data, "panther", "aws_cloudtrail.ndjson");
    const items = await readAll(openPath(path));
    expect(items).toHaveLength(226);
    expect(
      items.every((item, position) => item.kind === "reject" && item.reject.origin.position === position),
    ).toBe(true);
  });

  test("the events inside them, with fields missing and of wrong types, are events or rejects", async () => {
    const wrapped = parseAll(join(data, "panther", "aws_cloudtrail.ndjson"));
    const inner = wrapped.map((line) => JSON.stringify(Reflect.get(Object(line), "event")));
    const input: Input = {
      name: "panther",
      sizeBytes: null,
      async *open() {
        yield Buffer.from(inner.join("\n"));
      },
    };
    const items = await readAll(input);
    expect(items).toHaveLength(226);
    const reasons = items.flatMap((item) => (item.kind === "reject" ? [item.reject.reason] : []));
    expect(new Set(reasons)).toEqual(
      new Set(["The record has no eventTime.", 'The field eventTime holds "...", where a time is needed.']),
    );
  });

  test("logs of other products are not taken for CloudTrail, and nothing in the data crashes the reader", async () => {
    const { inputs, problems } = listInputs([data]);
    expect(problems).toEqual([]);
    expect(inputs.length).toBeGreaterThan(300);
    for (const input of inputs) {
      const items = await readAll(input);
      expect(items.length, input.name).toBeGreaterThan(0);
      const isCloudTrail = /stratus|otrf|traildiscover|console|aws_cloudtrail/.test(input.name);
      if (!isCloudTrail)
        expect(
          items.some(({ kind }) => kind === "event"),
          input.name,
        ).toBe(false);
    }
  });
});
