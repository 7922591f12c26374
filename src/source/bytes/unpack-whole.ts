import { constants, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Trouble } from "../trouble.ts";
import type { Packing } from "./packing.ts";

/** What a small archive holds; a trouble when that is not all of it. */
export interface Unpacked {
  readonly bytes: Buffer;
  readonly trouble: Trouble | null;
}

/**
 * Unpacks an archive in memory, or answers null when it unpacks to more than `bytesMax`: it must be streamed then.
 * Much faster than a stream for the files that CloudTrail delivers, most of which hold less than a megabyte.
 */
export function unpackWhole(packed: Buffer, packing: "gzip" | "zstd", bytesMax: number): Unpacked | null {
  const unpack = packing === "gzip" ? unpackGzip : unpackZstd;
  if (packing === "gzip" && statedSize(packed) > bytesMax) return null;
  try {
    return { bytes: unpack(packed, bytesMax, "complete"), trouble: null };
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return null;
    const trouble = toTrouble(error, packing);
    const bytes = salvage((length) => unpack(packed.subarray(0, length), bytesMax, "open"), packed.length);
    return bytes === null ? null : { bytes, trouble };
  }
}

/** The reading of an archive ended early, in words. */
export function toTrouble(error: unknown, packing: Packing): Trouble {
  if (codeOf(error) === "Z_BUF_ERROR") return { code: "SOURCE_ARCHIVE_TRUNCATED", details: { packing } };
  const why = error instanceof Error ? error.message : String(error);
  return { code: "SOURCE_ARCHIVE_CORRUPT", details: { packing, why } };
}

/** Whether the end of the input may still come. */
type Ending = "complete" | "open";

function unpackGzip(packed: Buffer, bytesMax: number, ending: Ending): Buffer {
  return gunzipSync(packed, {
    maxOutputLength: bytesMax,
    // One round of output for an ordinary file, instead of one for every 16 KiB.
    chunkSize: Math.min(Math.max(statedSize(packed), 1024), bytesMax) + 64,
    finishFlush: ending === "complete" ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
  });
}

function unpackZstd(packed: Buffer, bytesMax: number, ending: Ending): Buffer {
  return zstdDecompressSync(packed, {
    maxOutputLength: bytesMax,
    chunkSize: 256 * 1024,
    finishFlush: ending === "complete" ? constants.ZSTD_e_end : constants.ZSTD_e_continue,
  });
}

/** Unpacked size as the last gzip member states it. Anybody can write anything there: a hint. */
function statedSize(packed: Buffer): number {
  return packed.length < 18 ? 0 : packed.readUInt32LE(packed.length - 4);
}

/** What the longest readable beginning of a damaged archive unpacks to; null when that is too much to hold. */
function salvage(unpack: (length: number) => Buffer, length: number): Buffer | null {
  let best: Buffer = Buffer.alloc(0);
  let readable = 0;
  let damaged = length + 1;
  while (damaged - readable > 1) {
    const middle = (readable + damaged) >> 1;
    try {
      best = unpack(middle);
      readable = middle;
    } catch (error) {
      if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return null;
      damaged = middle;
    }
  }
  return best;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
