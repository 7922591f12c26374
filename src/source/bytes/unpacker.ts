import { createGunzip, createZstdDecompress } from "node:zlib";

/** Unpacked bytes that come at once. Damage loses what is being unpacked, up to this many. */
export const CHUNK_BYTES = 64 * 1024;
/** Unpacked bytes that wait to be taken before unpacking pauses. */
export const WAITING_BYTES_MAX = 8 * 1024 * 1024;

/**
 * One zlib stream, fed slice by slice, whose output can be taken as it comes: an iterator over the stream would lose
 * what waits when an error comes. Output is bounded, however much a slice unpacks to.
 */
export class Unpacker {
  /** The error that ended the stream; null while there is none. */
  failure: unknown = null;
  /** The archive, or one frame of it, has ended; bytes after it belong to another. */
  isAtEnd = false;
  readonly #stream: ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;
  #output: Buffer[] = [];
  #waitingBytes = 0;
  #isBusy = false;
  #wake: () => void = () => {};

  constructor(packing: "gzip" | "zstd") {
    const options = { chunkSize: CHUNK_BYTES };
    this.#stream = packing === "gzip" ? createGunzip(options) : createZstdDecompress(options);
    this.#stream.on("data", (chunk: Buffer) => this.#add(chunk));
    // A stream that fails or ends does not always call back.
    this.#stream.on("error", (error) => {
      this.failure ??= error;
      this.#settle();
    });
    this.#stream.on("end", () => {
      this.isAtEnd = true;
      this.#settle();
    });
  }

  /** Packed bytes that were used so far. */
  get bytesUsed(): number {
    return this.#stream.bytesWritten;
  }

  /** Begins to unpack a slice; `work` goes on with it. */
  begin(slice: Buffer): void {
    this.#isBusy = true;
    this.#stream.write(slice, () => this.#settle());
  }

  /** No more bytes will come: an unfinished archive fails now. */
  end(): void {
    this.#isBusy = true;
    this.#stream.end();
  }

  /** Works until there is nothing left to do, or enough output waits to be taken. True: call again. */
  async work(): Promise<boolean> {
    if (this.#isBusy) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.resume();
      });
    }
    return this.#isBusy;
  }

  /** What was unpacked since the last time. */
  take(): readonly Buffer[] {
    const taken = this.#output;
    this.#output = [];
    this.#waitingBytes = 0;
    return taken;
  }

  close(): void {
    this.#stream.destroy();
  }

  #add(chunk: Buffer): void {
    this.#output.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes < WAITING_BYTES_MAX) return;
    this.#stream.pause();
    this.#wake();
  }

  #settle(): void {
    this.#isBusy = false;
    this.#wake();
  }
}
