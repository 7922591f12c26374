import fc from "fast-check";
import { expect, test } from "vitest";
import type { FeatureSample } from "../../detect/index.ts";
import { SamplePool } from "./sample-pool.ts";

type Row = readonly [hash: number, kind: number, feature: number];

const toSample = (rows: readonly Row[]): FeatureSample => ({
  rows: rows.length,
  features: Float64Array.from(rows.map(([, , feature]) => feature)),
  hashes: Uint32Array.from(rows.map(([hash]) => hash)),
  kinds: Uint8Array.from(rows.map(([, kind]) => kind)),
});

const compare = (a: Row, b: Row): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

test("keeps the smallest rows, whatever the days and lanes in which they came", () => {
  const row = fc.tuple(fc.nat(40), fc.nat(2), fc.nat(5));
  const days = fc.array(fc.array(fc.array(row, { maxLength: 12 }), { maxLength: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 8 }), (list, rowsMax) => {
      const pool = new SamplePool(rowsMax);
      for (const lanes of list) pool.add(lanes.map(toSample));
      const expected = list.flat(2).sort(compare).slice(0, rowsMax);
      expect(pool.rows).toBe(expected.length);
      expect(pool.toSample()).toEqual(toSample(expected));
    }),
  );
});

test("says from where on hashes are of no use once it holds twice as many as it keeps", () => {
  const pool = new SamplePool(2);
  pool.add([
    toSample([
      [9, 0, 0],
      [3, 0, 0],
      [8, 0, 0],
      [7, 0, 0],
    ]),
  ]);
  expect(pool.below).toBe(2 ** 32);
  pool.add([toSample([[2, 0, 0]])]);
  expect(pool.below).toBe(8);
  expect([...pool.toSample().hashes]).toEqual([2, 3]);
});
