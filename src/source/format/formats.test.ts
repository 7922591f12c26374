import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eventsOf, memoryInput, outcomesOf, readAll } from "../fixtures/memory-input.ts";
import { readRecordAt } from "../index.ts";
import { takeSample } from "../read/open-records.ts";
import { FORMATS } from "./formats.ts";

const folders = FORMATS.map(({ id }) => id);
const samplesOf = (id: string) =>
  readdirSync(new URL(`${id}/samples/`, import.meta.url)).map((name) => ({
    name,
    bytes: readFileSync(new URL(`${id}/samples/${name}`, import.meta.url)),
  }));

test.each(folders)(
  "every sample of %s is recognised by its content, under a name that says nothing",
  async (id) => {
    const format = FORMATS.find((known) => known.id === id);
    for (const { name, bytes } of samplesOf(id)) {
      const events = eventsOf(await readAll(memoryInput(bytes, { name: "data" })));
      for (const event of events) expect(event.logType, name).toBe(format?.logType);
      if (!name.startsWith("digest")) expect(events.length, name).toBeGreaterThan(0);
    }
  },
);

test("no sample is recognised by two formats", () => {
  for (const { id } of FORMATS) {
    for (const { name, bytes } of samplesOf(id)) {
      const sample = takeSample(bytes, { name: "data", isAll: true });
      const recognising = FORMATS.filter(({ recognises }) => recognises(sample)).map((format) => format.id);
      expect(recognising, name).toEqual([id]);
    }
  }
});

test("a list of nothing holds no records, whatever its format", async () => {
  expect(outcomesOf(await readAll(memoryInput(" [ ]\n")))).toEqual(["SOURCE_NO_RECORDS"]);
});

test("a format that is named is the one that is used", async () => {
  const bytes = samplesOf("upload-log")[0]?.bytes ?? "";
  for (const as of folders) {
    const outcomes = outcomesOf(await readAll(memoryInput(bytes), { as }));
    if (as === "upload-log") expect(new Set(outcomes)).toEqual(new Set(["event"]));
    else expect(outcomes).not.toContain("event");
  }
  expect(outcomesOf(await readAll(memoryInput(bytes), { as: "generic" }))).toEqual([
    "SOURCE_MAPPING_MISSING",
  ]);
});

test.each([
  "# A page of text\n\nthat is no log.\n",
  "a,b,c\n1,2,3\n",
  '{"name":"package","version":"1.0.0"}',
  '{"operationName":"Add member to role","properties":{"id":"1"}}',
  "title: Sigma rule\nlogsource:\n  product: aws\n",
  "\u0000\u0001\u0002\u0003",
  '"just a text"',
])("what is no known log is one reject: %j", async (text) => {
  expect(outcomesOf(await readAll(memoryInput(text)))).toEqual(["SOURCE_FORMAT_UNKNOWN"]);
});

test.each(folders)("each record of %s can be read back as it came with its event", async (id) => {
  for (const { bytes } of samplesOf(id)) {
    const input = memoryInput(bytes);
    for (const item of await readAll(input)) {
      if (item.kind !== "event") continue;
      expect(await readRecordAt(input, { format: id, position: item.position })).toEqual(item.record);
    }
    expect(await readRecordAt(input, { format: id, position: 1000 })).toBeNull();
  }
});
