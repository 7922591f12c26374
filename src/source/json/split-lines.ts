import { ByteWindow } from "../bytes/byte-window.ts";
import { BEGINNING_BYTES_MAX, type PieceKind, type Splitter } from "./piece.ts";

const NEWLINE = 0x0a;

/** Finds lines that are not blank; a broken one cannot swallow the next. */
export class LineSplitter implements Splitter {
  readonly #window: ByteWindow;
  readonly #recordBytesMax: number;
  #at = 0;
  /** Up to here no line end was found. */
  #searched = 0;
  #ended: boolean;
  #start = 0;
  #stop = 0;
  #beginning: Buffer | null = null;

  constructor(recordBytesMax: number, whole: Buffer | null = null) {
    this.#window = new ByteWindow(whole);
    this.#recordBytesMax = recordBytesMax;
    this.#ended = whole !== null;
  }

  append(chunk: Uint8Array): void {
    const moved = this.#window.append(chunk, this.#at);
    this.#at = 0;
    this.#searched -= moved;
  }

  end(): void {
    this.#ended = true;
  }

  text(): string {
    return this.#beginning?.toString() ?? this.#window.bytes.toString("utf8", this.#start, this.#stop);
  }

  next(): PieceKind | null {
    for (;;) {
      const { bytes, length } = this.#window;
      const found = this.#searched < length ? bytes.indexOf(NEWLINE, this.#searched) : -1;
      const isLine = found >= 0 && found < length;
      if (!isLine && !this.#ended) {
        this.#searched = length;
        this.#letGo();
        return null;
      }
      this.#start = this.#at;
      this.#stop = isLine ? found : length;
      this.#at = isLine ? found + 1 : length;
      this.#searched = this.#at;
      if (this.#carried !== null || this.#stop - this.#start > this.#recordBytesMax) return this.#tooLarge();
      if (!this.#isBlank()) {
        this.#beginning = null;
        return isLine ? "value" : "tail";
      }
      if (!isLine) return null;
    }
  }

  /** Beginning of a line that is too large and not at its end yet. */
  #carried: Buffer | null = null;

  #letGo(): void {
    if (this.#carried === null && this.#window.length - this.#at > this.#recordBytesMax) {
      this.#carried = Buffer.from(this.#window.bytes.subarray(this.#at, this.#at + BEGINNING_BYTES_MAX));
    }
    if (this.#carried !== null) this.#at = this.#window.length;
  }

  #tooLarge(): PieceKind {
    this.#beginning =
      this.#carried ??
      Buffer.from(this.#window.bytes.subarray(this.#start, this.#start + BEGINNING_BYTES_MAX));
    this.#carried = null;
    return "too-large";
  }

  #isBlank(): boolean {
    const { bytes } = this.#window;
    for (let at = this.#start; at < this.#stop; at++) if (bytes[at]! > 0x20) return false;
    return true;
  }
}
