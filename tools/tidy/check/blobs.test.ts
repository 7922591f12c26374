import { expect, test } from "vitest";
import { BLOB_BYTES_MAX } from "../law/limits.ts";
import { checkBlob } from "./blobs.ts";

test("a file at the limit is quiet, one byte more is a breach, the lock file is neither", () => {
  expect(checkBlob("docs/a.png", BLOB_BYTES_MAX)).toEqual([]);
  expect(checkBlob("docs/a.png", BLOB_BYTES_MAX + 1)).toHaveLength(1);
  expect(checkBlob("package-lock.json", BLOB_BYTES_MAX + 1)).toEqual([]);
});
