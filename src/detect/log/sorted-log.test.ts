import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "../../domain/index.ts";
import { EVENT_ID_WORDS } from "../match/event-id-code.ts";
import { createRows, type RowLayout } from "./rows.ts";
import { toTimeOrder } from "./sort-rows.ts";
import { createSortedLog, type SortedLogOptions } from "./sorted-log.ts";

const LAYOUT: RowLayout = { fields: 3, values: 1 };
const FIELDS = LAYOUT.fields;

interface Row {
  readonly at: number;
  readonly id: number;
  readonly field: number;
}

function readBack(rows: readonly Row[], options: SortedLogOptions): Row[] {
  const log = createSortedLog(LAYOUT, "test", options);
  const scratch = createRows(LAYOUT, 1);
  for (const row of rows) {
    scratch.at[0] = row.at;
    scratch.ids.fill(row.id);
    scratch.fields.fill(row.field);
    scratch.values[0] = row.field / 2;
    log.add(scratch, 0);
  }
  const result: Row[] = [];
  log.visitInOrder((found, row) => {
    expect(found.values[row]).toBe(found.fields[row * FIELDS]! / 2);
    result.push({
      at: found.at[row]!,
      id: found.ids[row * EVENT_ID_WORDS + 3]!,
      field: found.fields[row * FIELDS + FIELDS - 1]!,
    });
  });
  log.close();
  return result;
}

const inOrder = (rows: readonly Row[]): Row[] =>
  rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => a.row.at - b.row.at || a.row.id - b.row.id || a.index - b.index)
    .map(({ row }) => row);

describe("sorted log", () => {
  it("gives rows back in order of time, then of event id, then of arrival, whatever was spilled", () => {
    const row = fc.record({ at: fc.integer({ min: 0, max: 40 }), id: fc.nat(5), field: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.nat(3), (rows, chunksInMemoryMax) => {
        expect(readBack(rows, { chunkRows: 16, chunksInMemoryMax })).toEqual(inOrder(rows));
      }),
    );
  });

  it("merges spilled chunks of several blocks, and leaves no file behind", () => {
    const tempFolder = mkdtempSync(join(tmpdir(), "sorted-log-test-"));
    const rng = createRng(1);
    const rows = Array.from({ length: 20_000 }, (_, field) => ({
      at: 1_700_000_000_000 + rng.nextInt(1e6),
      id: rng.nextInt(1000),
      field,
    }));
    expect(readBack(rows, { chunkRows: 3000, chunksInMemoryMax: 1, tempFolder })).toEqual(inOrder(rows));
    expect(readdirSync(tempFolder)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "has no name on the disk even while it is spilled: a killed run leaves nothing",
    () => {
      const tempFolder = mkdtempSync(join(tmpdir(), "sorted-log-test-"));
      const log = createSortedLog(LAYOUT, "test", { chunkRows: 16, chunksInMemoryMax: 0, tempFolder });
      const scratch = createRows(LAYOUT, 1);
      for (let n = 0; n < 100; n++) {
        scratch.at[0] = n;
        log.add(scratch, 0);
      }
      expect(readdirSync(tempFolder)).toEqual([]);
      let seen = 0;
      log.visitInOrder(() => seen++);
      expect(seen).toBe(100);
      log.close();
    },
  );

  it("orders times further apart than a double can hold together with a row number", () => {
    const at = Float64Array.of(8e15, -8e15, 0, 8e15, 3);
    expect([...toTimeOrder(at, at.length)]).toEqual([1, 2, 4, 0, 3]);
  });
});
