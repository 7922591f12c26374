import { finished } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { ReadLimits } from "../limits.ts";
import type { TroubleNote } from "../trouble.ts";
import { toTrouble } from "./unpack-whole.ts";

/**
 * Packed bytes fed at once. Gzip can unpack a byte to 1032, so this bounds what comes back before the caps are
 * looked at: 33 MB at worst.
 */
const SLICE_BYTES = 32 * 1024;
const CHUNK_BYTES = 256 * 1024;

interface UnpackOptions {
  readonly packing: "gzip" | "zstd";
  readonly limits: ReadLimits;
  readonly note: TroubleNote;
}

/**
 * Unpacks a stream piece by piece. Damage, an early end and a passed cap leave a note and end the output after
 * everything that was whole.
 */
export async function* unpackStream(
  packed: AsyncIterable<Uint8Array>,
  options: UnpackOptions,
): AsyncGenerator<Buffer> {
  const { packing, limits, note } = options;
  const unpacker = packing === "gzip" ? createGunzip({ chunkSize: CHUNK_BYTES }) : createZstdDecompress();
  const meter = new Meter(limits, packing);
  let waiting: Buffer[] = [];
  let failure: unknown = null;
  // A listener takes what there is at once; an iterator over the stream would lose what waits when an error comes.
  unpacker.on("data", (chunk: Buffer) => waiting.push(chunk));
  unpacker.on("error", (error) => {
    failure ??= error;
  });
  const take = (): Buffer[] => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  try {
    for await (const chunk of packed) {
      for (let from = 0; from < chunk.length && failure === null; from += SLICE_BYTES) {
        const slice = chunk.subarray(from, from + SLICE_BYTES);
        await new Promise<void>((resolve) => unpacker.write(slice, () => resolve()));
        meter.packed += slice.length;
        for (const piece of take()) {
          meter.unpacked += piece.length;
          const passed = meter.passedCap();
          if (passed !== null) {
            note.leave(passed);
            return;
          }
          yield piece;
        }
      }
      if (failure !== null) break;
    }
    if (failure === null) {
      unpacker.end();
      // The listener above has the error already; waiting for the end must not throw it again.
      await finished(unpacker).catch((error: unknown) => {
        failure ??= error;
      });
    }
    yield* take();
    if (failure !== null) note.leave(toTrouble(failure, packing));
  } finally {
    unpacker.destroy();
  }
}

class Meter {
  packed = 0;
  unpacked = 0;
  readonly #limits: ReadLimits;
  readonly #packing: "gzip" | "zstd";

  constructor(limits: ReadLimits, packing: "gzip" | "zstd") {
    this.#limits = limits;
    this.#packing = packing;
  }

  passedCap() {
    return findPassedCap(this, this.#limits, this.#packing);
  }
}

interface Volume {
  readonly packed: number;
  readonly unpacked: number;
}

/** The cap that an archive has passed; null while it keeps to all of them. */
export function findPassedCap({ packed, unpacked }: Volume, limits: ReadLimits, packing: "gzip" | "zstd") {
  if (unpacked > limits.unpackedBytesMax) {
    return { code: "SOURCE_ARCHIVE_SIZE", details: { packing, bytes: limits.unpackedBytesMax } } as const;
  }
  if (unpacked > limits.ratioFreeBytes && unpacked > packed * limits.ratioMax) {
    return { code: "SOURCE_ARCHIVE_RATIO", details: { packing, ratio: limits.ratioMax } } as const;
  }
  return null;
}
