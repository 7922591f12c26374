import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { GaitError } from "../../../domain/index.ts";
import { eventsOf, memoryInput, outcomesOf, readAll, rejectsOf } from "../../fixtures/memory-input.ts";
import { loadMapping, parseColumnMapping, readRecordAt } from "../../index.ts";
import { MAPPING_CHARS_MAX } from "./column-mapping.ts";

const url = (name: string) => new URL(`samples/${name}`, import.meta.url);
const mapping = await loadMapping(fileURLToPath(url("vault.yml")));
const read = (name: string) => readAll(memoryInput(readFileSync(url(name))), { mapping });

test("a mapping makes events of rows", async () => {
  const [secret, denied, failed] = eventsOf(await read("vault.csv"));
  expect(secret).toMatchObject({
    logType: "generic",
    at: 1762161302000,
    actor: { id: "user:amir" },
    action: { name: "READ_SECRET", service: "vault" },
    outcome: "success",
    errorCode: "ok",
    address: { text: "198.51.100.7" },
    resource: "db-password",
    bytesIn: null,
    bytesOut: 1536,
  });
  expect(denied).toMatchObject({ outcome: "denied", bytesOut: null });
  expect(failed).toMatchObject({ outcome: "failure", address: { kind: "absent" } });
});

test("the same mapping reaches into nested JSON, and its records can be read back", async () => {
  const items = await read("vault.ndjson");
  expect(eventsOf(items).map(({ address, outcome }) => [address.text, outcome])).toEqual([
    ["198.51.100.7", "success"],
    ["198.51.100.8", "denied"],
  ]);
  const input = memoryInput(readFileSync(url("vault.ndjson")));
  expect(await readRecordAt(input, { format: "generic", position: 1, mapping })).toMatchObject({
    person: "lena",
  });
});

const minimal = "time: t\nactor: a\naction: x\n";
const readWith = (yaml: string, records: readonly object[]) =>
  readAll(memoryInput(JSON.stringify(records)), { mapping: parseColumnMapping(yaml, "m.yml") });

test("times may be texts, seconds or milliseconds, guessed or as the mapping says", async () => {
  const at = async (format: string, t: unknown) =>
    outcomesOf(
      await readWith(`time: {column: t, format: ${format}}\nactor: a\naction: x`, [{ t, a: "p", x: "do" }]),
    )[0];
  const records = ["2025-11-03T09:15:02Z", 1762161302, 1762161302000, "1762161302"].map((t) => ({
    t,
    a: "p",
    x: "do",
  }));
  expect(eventsOf(await readWith(minimal, records)).map((event) => event.at)).toEqual(
    new Array(4).fill(1762161302000),
  );
  expect([await at("iso", 1762161302), await at("epoch_s", "2025-11-03"), await at("epoch_ms", -5)]).toEqual(
    new Array(3).fill("SOURCE_FIELD_INVALID"),
  );
  expect([await at("iso", "2025-11-03"), await at("epoch_ms", 5)]).toEqual(["event", "event"]);
});

test("a class that the log states is taken, an id too, and bytes in their unit", async () => {
  const yaml = `${minimal}class: {column: c}\nid: i\nbytes_in: {column: b, unit: gb}\ndevice: d\n`;
  const events = eventsOf(
    await readWith(yaml, [{ t: 1762161302, a: "p", x: "do", c: "DELETE", i: "own-id", b: 2, d: "Tablet" }]),
  );
  expect(events[0]).toMatchObject({
    id: "own-id",
    action: { class: "delete", name: "do" },
    bytesIn: 2 ** 31,
    device: "tablet",
  });
  const constant = `${minimal}class: {constant: login}`;
  expect(eventsOf(await readWith(constant, [{ t: 1762161302, a: "p", x: "do" }]))[0]?.action.class).toBe(
    "login",
  );
});

test("a list in a field that the mapping names holds the records", async () => {
  const text = '{"rows":[{"t":1762161302,"a":"p","x":"do"}],"total":1}';
  const items = await readAll(memoryInput(text), {
    mapping: parseColumnMapping(`${minimal}list: rows`, "m.yml"),
  });
  expect(outcomesOf(items)).toEqual(["event"]);
});

test.each([
  [{ a: "p", x: "do" }, "The record has no t."],
  [{ t: 1762161302, x: "do" }, "The record has no a."],
  [{ t: 1762161302, a: "p", x: "" }, "The record has no x."],
  [{ t: "never", a: "p", x: "do" }, 'The field t holds "never", where a time is needed.'],
])("%j is a reject", async (record, reason) => {
  expect(rejectsOf(await readWith(minimal, [record]))[0]?.reason).toBe(reason);
});

test.each([
  ["nonsense: [", "at line 1"],
  ["[]", "the file: Invalid input"],
  ["", "the file: Invalid input"],
  ["actor: a\naction: x", "time:"],
  [`${minimal}colour: red`, "colour"],
  [`${minimal}bytes_in: {column: b, unit: acres}`, "bytes_in"],
  ["time: {column: t, format: lunar}\nactor: a\naction: x", "time"],
])("the mapping %j is refused with its reason", (text, word) => {
  expect(() => parseColumnMapping(text, "m.yml")).toThrow(GaitError);
  expect(() => parseColumnMapping(text, "m.yml")).toThrow(word);
});

test("a mapping may have the largest size and no more, and cannot explode", () => {
  const padded = (chars: number) => `${minimal}#${"x".repeat(chars - minimal.length - 1)}`;
  expect(parseColumnMapping(padded(MAPPING_CHARS_MAX), "m.yml").time.column).toBe("t");
  expect(() => parseColumnMapping(padded(MAPPING_CHARS_MAX + 1), "m.yml")).toThrow("longer than");
  const laughs = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? "a0: &a0 [x,x]" : `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`,
  );
  expect(() => parseColumnMapping(laughs.join("\n"), "m.yml")).toThrow(GaitError);
});

test("a mapping file that is not there is said by its path", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gait-mapping-"));
  await expect(loadMapping(join(folder, "none.yml"))).rejects.toThrow(
    "none.yml cannot be read: it does not exist",
  );
  rmSync(folder, { recursive: true });
});

test("whatever the types of its fields, a record is an event or a reject", async () => {
  const yaml = `${minimal}class: {column: c}\noutcome: {column: o, success: [1]}\naddress: a.b.c\nbytes_out: b\nuser_agent: u\n`;
  const fields = fc.dictionary(
    fc.constantFrom("t", "a", "x", "c", "o", "b", "u", "a.b.c", "__proto__"),
    fc.jsonValue({ maxDepth: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(fields, async (drawn) => {
      expect(await readWith(yaml, [drawn])).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});
