import { ByteWindow } from "../bytes/byte-window.ts";

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const BEGINNING_BYTES_MAX = 1024;

/** A row; the last one, which has no line end and may be cut; or one that is too large to keep. */
export type RowKind = "row" | "tail" | "too-large";

export interface RowSplitterOptions {
  readonly rowBytesMax: number;
  /** How often an open quote is believed to hold lines before a row is taken for a line; 0: it is one from the start. */
  readonly resumesMax: number;
  /** The text, where it is at hand. */
  readonly whole: Buffer | null;
}

/**
 * Finds the ends of CSV rows, so that whole rows can be parsed in blocks. A line end inside quotes belongs to its cell,
 * until too many quotes turned out to be open: from then on every line end ends a row, and no quote can hide the rows
 * after it. Memory is bounded by the row limit and a chunk.
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
  #resumesLeft: number;
  /** Beginning of a row that is too large. */
  #beginning: Buffer | null = null;

  constructor({ rowBytesMax, resumesMax, whole }: RowSplitterOptions) {
    this.#window = new ByteWindow(whole);
    this.#rowBytesMax = rowBytesMax;
    this.#resumesLeft = resumesMax;
    this.#ended = whole !== null;
  }

  /** A line end ends a row, whatever the quotes say. */
  get isByLine(): boolean {
    return this.#resumesLeft === 0;
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

  /** Reads on from a place inside the last row, outside of quotes: its quote was open. */
  resumeAt(place: number): void {
    if (this.#resumesLeft > 0) this.#resumesLeft--;
    this.#rowAt = place;
    this.#scanned = place;
    this.#inQuotes = false;
  }

  /** The next row; null when more bytes are needed, or after the end. */
  next(): RowKind | null {
    const { length } = this.#window;
    if (this.#scanned === this.#rowAt) this.#beginning = null;
    const stop = this.isByLine ? this.#findLineEnd() : this.#findRowEnd();
    if (stop !== null) return this.#finish(stop, "row");
    if (this.#ended)
      return this.#rowAt < length || this.#beginning !== null ? this.#finish(length, "tail") : null;
    return length - this.#rowAt > this.#rowBytesMax ? this.#letGo() : null;
  }

  #findLineEnd(): number | null {
    const { bytes, length } = this.#window;
    const newline = bytes.indexOf(NEWLINE, this.#scanned);
    // What lies behind the filled part of the window is of earlier chunks.
    const isFound = newline >= 0 && newline < length;
    this.#scanned = isFound ? newline + 1 : length;
    return isFound ? newline + 1 : null;
  }

  #findRowEnd(): number | null {
    const { bytes, length } = this.#window;
    let inQuotes = this.#inQuotes;
    let at = this.#scanned;
    while (at < length) {
      const byte = bytes[at++];
      if (byte === QUOTE) inQuotes = !inQuotes;
      else if (byte === NEWLINE && !inQuotes) return at;
    }
    this.#scanned = at;
    this.#inQuotes = inQuotes;
    return null;
  }

  /** A row is too large and has not ended. */
  #letGo(): RowKind | null {
    const { bytes, length } = this.#window;
    if (this.#firstLineEnd(length) > 0) return this.#finish(length, "too-large");
    this.#beginning ??= Buffer.from(bytes.subarray(this.#rowAt, this.#rowAt + BEGINNING_BYTES_MAX));
    // All but one byte is let go: a row that has begun stays begun.
    this.#rowAt = length - 1;
    return null;
  }

  #finish(stop: number, kind: RowKind): RowKind {
    const isTooLarge = this.#beginning !== null || stop - this.#rowAt > this.#rowBytesMax;
    // So many bytes in one quote are lines that an open quote swallowed: only the first of them is lost.
    const firstLineEnd = isTooLarge && this.#beginning === null ? this.#firstLineEnd(stop) : 0;
    this.start = this.#rowAt;
    this.stop = firstLineEnd > 0 ? firstLineEnd : stop;
    if (firstLineEnd > 0) this.resumeAt(firstLineEnd);
    else {
      this.#rowAt = stop;
      this.#scanned = stop;
      this.#inQuotes = false;
    }
    return isTooLarge ? "too-large" : kind;
  }

  /** Where the first line of the current row ends, when it has more; 0 otherwise. */
  #firstLineEnd(stop: number): number {
    const newline = this.#window.bytes.indexOf(NEWLINE, this.#rowAt);
    return newline >= 0 && newline + 1 < stop ? newline + 1 : 0;
  }
}
