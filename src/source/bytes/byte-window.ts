/**
 * The part of a stream that is being looked at: bytes come in at the end and are let go at the beginning.
 * Positions are offsets into `bytes` and move when bytes are let go: `append` says by how much.
 */
export class ByteWindow {
  bytes: Buffer;
  /** Bytes that are filled. */
  length: number;

  constructor(whole: Buffer | null = null) {
    this.bytes = whole ?? Buffer.alloc(0);
    this.length = this.bytes.length;
  }

  /** Lets go what lies before `keepFrom` and adds the chunk. Gives the number of bytes that positions moved down. */
  append(chunk: Uint8Array, keepFrom: number): number {
    const kept = this.length - keepFrom;
    const needed = kept + chunk.length;
    if (needed > this.bytes.length || this.bytes.length > SHRINK_FACTOR * Math.max(needed, SMALL_BYTES)) {
      const grown = Buffer.allocUnsafeSlow(Math.max(SMALL_BYTES, 2 * needed));
      this.bytes.copy(grown, 0, keepFrom, this.length);
      this.bytes = grown;
    } else if (keepFrom > 0) {
      this.bytes.copyWithin(0, keepFrom, this.length);
    }
    this.bytes.set(chunk, kept);
    this.length = needed;
    return keepFrom;
  }
}

const SMALL_BYTES = 256 * 1024;
/** One huge record must not leave a huge window behind. */
const SHRINK_FACTOR = 16;
