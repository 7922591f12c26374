import { ByteWindow } from "../bytes/byte-window.ts";

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const BEGINNING_BYTES_MAX = 1024;

/** A row; the last one, which has no line end and may be cut; or one that is too large to keep. */
export type RowKind = "row" | "tail" | "too-large";

/**
 * Finds the ends of CSV rows, so that whole rows can be parsed in blocks. A line end inside quotes belongs to its cell.
 * Memory is bounded by the row limit and a chunk.
 */
export class RowSplitter {
  /** The last row's place in `bytes`, until the next `append`. Rows that follow one another touch. */
  start = 0;
  stop = 0;
  readonly #window: ByteWindow;
  readonly #rowBytesMax: number;
  #ended: boolean;
  /** Where the row that is being read begins, and up to where it was read. */
  #rowAt = 0;
  #scanned = 0;
  #inQuotes = false;
  /** Beginning of a row that is too large. */
  #beginning: Buffer | null = null;

  constructor(rowBytesMax: number, whole: Buffer | null = null) {
    this.#window = new ByteWindow(whole);
    this.#rowBytesMax = rowBytesMax;
    this.#ended = whole !== null;
  }

  /** The rows between two places. */
  slice(start: number, stop: number): Buffer {
    return this.#window.bytes.subarray(start, stop);
  }

  /** The beginning of a row that was too large. */
  beginning(): string {
    return (this.#beginning ?? this.slice(this.start, this.start + BEGINNING_BYTES_MAX)).toString();
  }

  append(chunk: Uint8Array): void {
    const moved = this.#window.append(chunk, this.#rowAt);
    this.#rowAt = 0;
    this.#scanned -= moved;
  }

  end(): void {
    this.#ended = true;
  }

  /** Reads on from a place inside or after the last row, outside of quotes. */
  resumeAt(place: number): void {
    this.#rowAt = place;
    this.#scanned = place;
    this.#inQuotes = false;
  }

  /** The next row; null when more bytes are needed, or after the end. */
  next(): RowKind | null {
    const { bytes, length } = this.#window;
    let inQuotes = this.#inQuotes;
    let at = this.#scanned;
    if (at === this.#rowAt) this.#beginning = null;
    while (at < length) {
      const byte = bytes[at++];
      if (byte === QUOTE) inQuotes = !inQuotes;
      else if (byte === NEWLINE && !inQuotes) return this.#finish(at, "row");
    }
    this.#scanned = at;
    this.#inQuotes = inQuotes;
    if (this.#ended)
      return this.#rowAt < length || this.#beginning !== null ? this.#finish(length, "tail") : null;
    if (length - this.#rowAt > this.#rowBytesMax) {
      this.#beginning ??= Buffer.from(bytes.subarray(this.#rowAt, this.#rowAt + BEGINNING_BYTES_MAX));
      // All but one byte is let go: a row that has begun stays begun.
      this.#rowAt = length - 1;
    }
    return null;
  }

  #finish(stop: number, kind: RowKind): RowKind {
    this.start = this.#rowAt;
    this.stop = stop;
    this.#rowAt = stop;
    this.#scanned = stop;
    this.#inQuotes = false;
    return this.#beginning !== null || stop - this.start > this.#rowBytesMax ? "too-large" : kind;
  }
}
