import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsOf, memoryInput, outcomesOf, readAll, rejectsOf } from "../../fixtures/memory-input.ts";

const sample = readFileSync(new URL("samples/uploads.csv", import.meta.url));
const HEADER = "timestamp,user_id,service,bytes_uploaded";
const readRow = (row: string) => readAll(memoryInput(`${HEADER}\n${row}\n`));

test("an upload says when, who, to which service and how many bytes went in", async () => {
  const events = eventsOf(await readAll(memoryInput(sample)));
  expect(
    events.map(({ at, actor, action, bytesIn, bytesOut }) => [
      at,
      actor.id,
      action.service,
      bytesIn,
      bytesOut,
    ]),
  ).toEqual([
    [Date.UTC(2025, 10, 3, 9), "user:amir", "Dropbox", 52428800, null],
    [Date.UTC(2025, 10, 3, 9, 20), "user:amir", "Google Drive", 41943040, null],
    [Date.UTC(2025, 10, 3, 9, 20), "user:amir", "Google Drive", 41943040, null],
    [Date.UTC(2025, 10, 3, 8, 40), "user:lena", "Box, Inc.", 0, null],
  ]);
  expect(events[0]?.actor).toBe(events[1]?.actor);
  expect(events[1]?.action).toBe(events[2]?.action);
});

test("equal rows are events of their own, with the same ids in every reading", async () => {
  const read = async () => eventsOf(await readAll(memoryInput(sample))).map(({ id }) => id);
  expect(new Set(await read()).size).toBe(4);
  expect(await read()).toEqual(await read());
});

test("the order of columns does not matter, and further columns are kept in the record", async () => {
  const [item] = await readAll(
    memoryInput("Service,USER_ID,note,bytes_uploaded,timestamp\nBox,amir,hi,7,2025-11-03\n"),
  );
  expect(item).toMatchObject({
    kind: "event",
    event: { bytesIn: 7, action: { service: "Box" } },
    record: { service: "Box", user_id: "amir", note: "hi", bytes_uploaded: "7", timestamp: "2025-11-03" },
  });
});

test.each([
  [",amir,Box,1", "SOURCE_FIELD_MISSING", "timestamp"],
  ["soon,amir,Box,1", "SOURCE_FIELD_INVALID", "timestamp"],
  ["2025-11-03, ,Box,1", "SOURCE_FIELD_MISSING", "user_id"],
  ["2025-11-03,amir,,1", "SOURCE_FIELD_MISSING", "service"],
  ["2025-11-03,amir,Box,", "SOURCE_FIELD_MISSING", "bytes_uploaded"],
  ["2025-11-03,amir,Box,many", "SOURCE_FIELD_INVALID", "bytes_uploaded"],
  ["2025-11-03,amir,Box,-1", "SOURCE_FIELD_INVALID", "bytes_uploaded"],
  ["2025-11-03,amir,Box,5.5", "SOURCE_FIELD_INVALID", "whole bytes"],
  ["2025-11-03,amir,Box,9007199254740992", "SOURCE_FIELD_INVALID", "9007199254740991"],
  ["2025-11-03,amir,Box", "SOURCE_CSV_CELLS", "cells"],
  ["2025-11-03,amir,Box,5,6", "SOURCE_CSV_CELLS", "cells"],
])("the row %j is a reject", async (row, code, word) => {
  const [reject] = rejectsOf(await readRow(row));
  expect(reject?.code).toBe(code);
  expect(reject?.reason).toContain(word);
});

test("a size is taken exactly, up to the largest that a double holds; also as programs write it that know only floats", async () => {
  const sizes = ["9007199254740991", "9007199254740990", "1048576.0", "0"];
  const rows = sizes.map((size) => `2025-11-03,amir,Box,${size}`);
  const events = eventsOf(await readAll(memoryInput([HEADER, ...rows].join("\n"))));
  expect(events.map(({ bytesIn }) => bytesIn)).toEqual([9007199254740991, 9007199254740990, 1048576, 0]);
});

test("names with quotes in them cannot hide the uploads between them", async () => {
  const good = "2025-11-03,lena,Box,7";
  const rows = ['2025-11-03,"amir,Box,1', good, good, '2025-11-03,amir",Box,1', good];
  const items = await readAll(memoryInput([HEADER, ...rows].join("\n")));
  expect(outcomesOf(items)).toEqual(["SOURCE_CSV_INVALID", "event", "event", "SOURCE_CSV_INVALID", "event"]);
});

test("a header without rows is no error", async () => {
  expect(outcomesOf(await readAll(memoryInput(`${HEADER}\n`)))).toEqual(["SOURCE_NO_RECORDS"]);
});

test("whatever is in the cells, each row is an event or a reject", async () => {
  const cell = fc.string({ maxLength: 12, unit: "grapheme" }).map((text) => text.replace(/[",\r\n]/g, ""));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 10 }),
      async (rows) => {
        const items = await readAll(memoryInput([HEADER, ...rows.map((row) => row.join(","))].join("\n")));
        expect(items).toHaveLength(rows.length);
      },
    ),
  );
});
