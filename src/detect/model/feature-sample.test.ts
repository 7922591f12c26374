import { expect, test } from "vitest";
import { createRng } from "../../domain/index.ts";
import { type FeatureSample, joinColumns, toColumns } from "./feature-sample.ts";

test("columns that are joined are those of all rows together", () => {
  const rng = createRng(3);
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, 0, 4];
  const features = Float64Array.from({ length: 300 * 3 }, () =>
    rng.nextInt(3) === 0 ? odd[rng.nextInt(odd.length)]! : rng.nextNormal(),
  );
  const sample: FeatureSample = {
    rows: 300,
    features,
    hashes: new Uint32Array(300),
    kinds: new Uint8Array(300),
  };
  const rows = Uint32Array.from({ length: 300 }, (_, row) => row);
  const all = toColumns(sample, rows);
  const first = toColumns(sample, rows.subarray(0, 90));
  expect(joinColumns(first, toColumns(sample, rows.subarray(90)))).toEqual(all);
  expect(joinColumns(toColumns(sample, rows.subarray(0, 0)), all)).toEqual(all);
});
