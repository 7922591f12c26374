import { gzipSync } from "node:zlib";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openText } from "../bytes/open-text.ts";
import { eventsOf, memoryInput, outcomesOf, readAll, rejectsOf } from "../fixtures/memory-input.ts";
import type { RawRecord } from "../json/read-json.ts";
import type { ReadLimits } from "../limits.ts";
import { READ_LIMITS } from "../limits.ts";
import { BrokenRecord } from "../trouble.ts";
import { readCsv } from "./read-csv.ts";

async function readRows(text: string, chunk: number, limits: Partial<ReadLimits> = {}): Promise<RawRecord[]> {
  const all = { ...READ_LIMITS, ...limits };
  const opened = await openText(memoryInput(text, { chunk }), { limits: all, onBytes: () => {} });
  const records: RawRecord[] = [];
  for await (const batch of readCsv(opened, { columns: ["User_ID"], requiredColumns: [], limits: all }))
    records.push(...batch);
  return records;
}

const codes = (records: readonly RawRecord[]) =>
  records.map((record) => (record instanceof BrokenRecord ? record.trouble.code : "row"));
/** A limit under which texts are streamed. */
const STREAMED = { recordBytesMax: 500 };

test("rows are what was written, whatever is in the cells and wherever the chunks end", async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('"', '""', ",", "\n", "\r\n", 'a"b', " padded ", "é😀", "__proto__"),
  );
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      async (rows, chunk, isStreamed) => {
        const text = stringify([["a", "b", "c"], ...rows], { quoted: true });
        const records = await readRows(text, chunk, isStreamed ? STREAMED : {});
        expect(records).toEqual(rows.map(([a, b, c]) => ({ a, b, c })));
      },
    ),
    { numRuns: 200 },
  );
});

test("a row with cells too many or too few costs itself", async () => {
  const records = await readRows("a,b\n1,2\n1\n1,2,3\n\n3,4\n", 5);
  expect(codes(records)).toEqual(["row", "SOURCE_CSV_CELLS", "SOURCE_CSV_CELLS", "row"]);
});

test("a quote that is not closed costs its line, in a block of rows and at the end", async () => {
  for (const limits of [{}, STREAMED]) {
    for (const broken of ['x"y,z', '"open,z', 'x,"open', '"x"y,z']) {
      const rows = Array.from({ length: 40 }, (_, row) => `${row},"quoted ${row}"`);
      const text = ["a,b", ...rows.slice(0, 20), broken, ...rows.slice(20), broken].join("\n");
      const records = await readRows(text, 64, limits);
      expect(records.filter((record) => !(record instanceof BrokenRecord))).toHaveLength(40);
      expect(codes(records).filter((code) => code !== "row")).toEqual([
        "SOURCE_CSV_INVALID",
        "SOURCE_CSV_INVALID",
      ]);
    }
  }
});

test("the row in which an archive was cut is no event: its last number would be wrong", async () => {
  const rows = Array.from(
    { length: 2000 },
    (_, row) => `2025-11-03T09:00:00Z,user${row},Box,${1_000_000 + row}`,
  );
  const packed = gzipSync(["timestamp,user_id,service,bytes_uploaded", ...rows].join("\n"), { level: 0 });
  for (const limits of [{}, STREAMED]) {
    for (let length = packed.length - 80; length < packed.length; length += 3) {
      const items = await readAll(memoryInput(packed.subarray(0, length)), { limits });
      const events = eventsOf(items);
      expect(events.map(({ bytesIn }) => bytesIn)).toEqual(events.map((_, row) => 1_000_000 + row));
      expect(rejectsOf(items).map(({ code }) => code)).toEqual(["SOURCE_ARCHIVE_TRUNCATED"]);
    }
  }
});

test("open quotes are believed a limited number of times; after that a row is a line and nothing is lost", async () => {
  const open = 'x,"y\n';
  const quoted = 'a,"two\nlines"\n';
  for (const limits of [{}, STREAMED]) {
    const read = (resumesMax: number) =>
      readRows(`a,b\n${open.repeat(20)}${quoted}1,2\n`, 64, { ...limits, resumesMax });
    // Each open quote is told for itself, and the cell of two lines stays whole while quotes are believed.
    expect(codes(await read(21))).toEqual([...Array(20).fill("SOURCE_CSV_INVALID"), "row", "row"]);
    const byLine = codes(await read(20));
    expect(byLine.slice(0, 20)).toEqual(Array(20).fill("SOURCE_CSV_INVALID"));
    expect(byLine.slice(20)).toEqual(["SOURCE_CSV_INVALID", "SOURCE_CSV_INVALID", "row"]);
  }
});

test("where rows are lines, a quote that closes on another line hides nothing", async () => {
  const text = `a,b\nx,"open\n1,2\n\n3,4\nclosed",y\n5,"6"\n"7","8, ""9"""\n`;
  for (const limits of [{ resumesMax: 0 }, { ...STREAMED, resumesMax: 0 }]) {
    for (const chunk of [1, 7, 1000]) {
      const records = await readRows(text, chunk, limits);
      expect(records.filter((record) => !(record instanceof BrokenRecord))).toEqual([
        { a: "1", b: "2" },
        { a: "3", b: "4" },
        { a: "5", b: "6" },
        { a: "7", b: '8, "9"' },
      ]);
      expect(codes(records).filter((code) => code !== "row")).toEqual([
        "SOURCE_CSV_INVALID",
        "SOURCE_CSV_INVALID",
      ]);
    }
  }
});

test("an open quote that swallows more than a row may hold costs its line", async () => {
  const rows = Array.from({ length: 200 }, (_, row) => `${row},x`).join("\n");
  for (const chunk of [1, 70, 100_000]) {
    const records = await readRows(`a,b\nx,"open\n${rows}\n`, chunk, STREAMED);
    expect(codes(records)).toEqual(["SOURCE_RECORD_TOO_LARGE", ...Array(200).fill("row")]);
  }
});

test("a row may have the largest size, one byte more makes it a reject, and the next row is read", async () => {
  const row = (bytes: number) => `1,${"x".repeat(bytes - 3)}\n`;
  for (const chunk of [1, 70, 100_000]) {
    const records = await readRows(`a,b\n${row(500)}${row(501)}${row(40_000)}2,3\n`, chunk, STREAMED);
    expect(codes(records)).toEqual(["row", "SOURCE_RECORD_TOO_LARGE", "SOURCE_RECORD_TOO_LARGE", "row"]);
  }
});

test("known columns are found in any case and spacing, and a column named __proto__ is a column", async () => {
  const [record] = await readRows(" USER_id ,__proto__\nalice,x\n", 100);
  expect(Object.entries(record as object)).toEqual([
    ["User_ID", "alice"],
    ["__proto__", "x"],
  ]);
});

test("without a needed column the whole input is one reject that names it", async () => {
  const items = await readAll(memoryInput("timestamp,user,service,bytes_uploaded\n2025-01-01,a,b,1\n"), {
    as: "upload-log",
  });
  expect(outcomesOf(items)).toEqual(["SOURCE_CSV_HEADER"]);
  expect(rejectsOf(items)[0]?.reason).toBe("The header does not have the column user_id.");
});

test("Windows line ends, blank lines and a missing last line end change nothing", async () => {
  const rows = [
    "timestamp,user_id,service,bytes_uploaded",
    "2025-01-01T00:00:00Z,a,Box,5",
    "2025-01-01T00:00:00Z,b,Box,6",
  ];
  const read = async (text: string) =>
    eventsOf(await readAll(memoryInput(text))).map(({ bytesIn, id }) => [bytesIn, id]);
  const plain = await read(`${rows.join("\n")}\n`);
  expect(plain.map(([bytes]) => bytes)).toEqual([5, 6]);
  expect(await read(rows.join("\r\n"))).toEqual(plain);
  expect(await read(`\ufeff${rows.join("\n\n\n")}`)).toEqual(plain);
});
