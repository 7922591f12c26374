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
  // A size that gzip cannot reach is no size, and the archive is damaged or has something after it.
  const stated = packing === "gzip" ? statedSize(packed) : 0;
  if (stated > bytesMax && stated < packed.length * GZIP_RATIO_MAX) return null;
  try {
    return { bytes: unpack(packed, bytesMax, "complete"), trouble: null };
  } catch (error) {
    if (codeOf(error) === TOO_LARGE) return null;
    const trouble = toTrouble(error, packing);
    const bytes = salvage((length) => unpack(packed.subarray(0, length), bytesMax, "open"), packed.length);
    return bytes === null ? null : { bytes, trouble };
  }
}

/** Bytes that gzip makes of one packed byte at most, 1032, and a little more. */
const GZIP_RATIO_MAX = 1100;

/** Code of the error that says that the output has grown past its limit. */
const TOO_LARGE = "ERR_BUFFER_TOO_LARGE";

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
    chunkSize: ending === "complete" ? roundSize(packed, bytesMax) : DAMAGED_ROUND_BYTES,
    finishFlush: ending === "complete" ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
  });
}

/** Bytes unpacked at once: all of an ordinary file, instead of 16 KiB. The stated size may be anything. */
function roundSize(packed: Buffer, bytesMax: number): number {
  const stated = statedSize(packed);
  return stated > Math.min(bytesMax, packed.length * GZIP_RATIO_MAX) ? DAMAGED_ROUND_BYTES : stated + 64;
}
const DAMAGED_ROUND_BYTES = 64 * 1024;

/** Node unpacks one zstd frame at a time and passes over the rest in silence; an archive may have many. */
function unpackZstd(packed: Buffer, bytesMax: number, ending: Ending): Buffer {
  const frames: Buffer[] = [];
  let room = bytesMax;
  for (let rest = packed; rest.length > 0; ) {
    const { buffer, engine } = unpackFrame(rest, room, ending);
    frames.push(buffer);
    room -= buffer.length;
    rest = rest.subarray(engine.bytesWritten);
  }
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
}

interface UnpackedFrame {
  readonly buffer: Buffer;
  /** `bytesWritten`: packed bytes that the frame took. */
  readonly engine: { readonly bytesWritten: number };
}

function unpackFrame(packed: Buffer, room: number, ending: Ending): UnpackedFrame {
  const answer: unknown = zstdDecompressSync(packed, {
    // Zero is no limit that zlib takes; a frame in no room may be empty.
    maxOutputLength: Math.max(room, 1),
    chunkSize: 256 * 1024,
    finishFlush: ending === "complete" ? constants.ZSTD_e_end : constants.ZSTD_e_continue,
    info: true,
  });
  if (!isUnpackedFrame(answer)) throw new TypeError("zlib did not say how much it read");
  if (answer.buffer.length > room)
    throw Object.assign(new RangeError("the output is too large"), { code: TOO_LARGE });
  return answer;
}

const isUnpackedFrame = (answer: unknown): answer is UnpackedFrame =>
  typeof answer === "object" && answer !== null && "buffer" in answer && "engine" in answer;

/** Unpacked size as the last gzip member states it. Anybody can write anything there: a hint. */
function statedSize(packed: Buffer): number {
  return packed.length < 18 ? 0 : packed.readUInt32LE(packed.length - 4);
}

/** What the longest readable beginning of a damaged archive unpacks to; null when that is too much to hold. */
function salvage(unpack: (length: number) => Buffer, length: number): Buffer | null {
  let best: Buffer = Buffer.alloc(0);
  let readable = 0;
  let damaged = length + 1;
  // All of it at first: an archive that was cut is sound up to its end.
  for (let middle = length; damaged - readable > 1; middle = (readable + damaged) >> 1) {
    try {
      best = unpack(middle);
      readable = middle;
    } catch (error) {
      if (codeOf(error) === TOO_LARGE) return null;
      damaged = middle;
    }
  }
  return best;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
