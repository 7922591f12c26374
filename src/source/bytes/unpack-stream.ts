import type { ReadLimits } from "../limits.ts";
import type { Trouble, TroubleNote } from "../trouble.ts";
import { asBuffer } from "./unicode.ts";
import { toTrouble } from "./unpack-whole.ts";
import { Unpacker } from "./unpacker.ts";

/** Packed bytes fed at once. */
const SLICE_BYTES = 32 * 1024;

interface UnpackOptions {
  readonly packing: "gzip" | "zstd";
  readonly limits: ReadLimits;
  readonly note: TroubleNote;
}

/**
 * Unpacks a stream piece by piece. Damage, an early end and a passed cap leave a note and end the output after
 * everything that was whole. Archives may stand one after the other.
 */
export async function* unpackStream(
  packed: AsyncIterable<Uint8Array>,
  options: UnpackOptions,
): AsyncGenerator<Buffer> {
  const { packing, note } = options;
  const meter: Meter = { packed: 0, unpacked: 0, options };
  let unpacker: Unpacker | null = null;
  try {
    for await (const chunk of packed) {
      for (let rest = asBuffer(chunk); rest.length > 0; ) {
        // Zeros after a gzip archive fill up a block of the medium that it came from.
        if (unpacker === null && packing === "gzip" && rest[0] === 0) return;
        // Made when there is something to unpack: an archive that ends with a chunk may be the last one.
        unpacker ??= new Unpacker(packing);
        const slice = rest.subarray(0, SLICE_BYTES);
        const before = unpacker.bytesUsed;
        unpacker.begin(slice);
        meter.packed += slice.length;
        yield* takeOutput(unpacker, meter);
        if (unpacker.failure !== null || note.trouble !== null) return;
        const used = unpacker.bytesUsed - before;
        meter.packed -= slice.length - used;
        rest = rest.subarray(used);
        if (unpacker.isAtEnd) {
          unpacker.close();
          unpacker = null;
        }
      }
    }
    if (unpacker === null) return;
    unpacker.end();
    yield* takeOutput(unpacker, meter);
  } finally {
    unpacker?.close();
  }
}

/** Gives what a slice unpacks to, and leaves a note when that ends in a failure or passes a cap. */
async function* takeOutput(unpacker: Unpacker, meter: Meter): AsyncGenerator<Buffer> {
  const { packing, limits, note } = meter.options;
  for (let isMore = true; isMore; ) {
    isMore = await unpacker.work();
    for (const piece of unpacker.take()) {
      meter.unpacked += piece.length;
      const passed = findPassedCap(meter, limits, packing);
      if (passed !== null) {
        note.leave(passed);
        return;
      }
      yield piece;
    }
  }
  if (unpacker.failure !== null) note.leave(toTrouble(unpacker.failure, packing));
}

interface Meter {
  packed: number;
  unpacked: number;
  readonly options: UnpackOptions;
}

interface Volume {
  readonly packed: number;
  readonly unpacked: number;
}

/** The cap that an archive has passed; null while it keeps to all of them. */
export function findPassedCap(volume: Volume, limits: ReadLimits, packing: "gzip" | "zstd"): Trouble | null {
  const { packed, unpacked } = volume;
  if (unpacked > limits.unpackedBytesMax) {
    return { code: "SOURCE_ARCHIVE_SIZE", details: { packing, bytes: limits.unpackedBytesMax } };
  }
  if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.ratioMax) {
    return { code: "SOURCE_ARCHIVE_RATIO", details: { packing, ratio: limits.ratioMax } };
  }
  return null;
}
