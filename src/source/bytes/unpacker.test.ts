import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { CHUNK_BYTES, Unpacker, WAITING_BYTES_MAX } from "./unpacker.ts";

const SIZE = 3 * WAITING_BYTES_MAX;

test.each([
  ["gzip", gzipSync(Buffer.alloc(SIZE))],
  ["zstd", zstdCompressSync(Buffer.alloc(SIZE))],
] as const)("what one slice of %s unpacks to comes in portions of bounded size", async (packing, packed) => {
  const unpacker = new Unpacker(packing);
  unpacker.begin(packed);
  const portions: number[] = [];
  for (let isMore = true; isMore; ) {
    isMore = await unpacker.work();
    // Whoever takes the output is slow.
    await new Promise((resolve) => setTimeout(resolve, 20));
    portions.push(unpacker.take().reduce((sum, { length }) => sum + length, 0));
  }
  unpacker.close();
  expect(portions.reduce((sum, bytes) => sum + bytes, 0)).toBe(SIZE);
  expect(Math.max(...portions)).toBeLessThanOrEqual(WAITING_BYTES_MAX + CHUNK_BYTES);
  expect(unpacker.bytesUsed).toBe(packed.length);
});
