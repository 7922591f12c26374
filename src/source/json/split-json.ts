import { ByteWindow } from "../bytes/byte-window.ts";
import { BEGINNING_BYTES_MAX, type PieceKind, type Splitter } from "./piece.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Space, tab, line ends, the comma between records, and the separator of RFC 7464 text sequences. */
const IS_BETWEEN = new Uint8Array(256);
for (const byte of [0x20, 0x09, NEWLINE, 0x0d, COMMA, 0x1e]) IS_BETWEEN[byte] = 1;

/**
 * What is being read: nothing (`between` two values), an object or list inside a list of records (`nested`), an object
 * that stands alone (`outer`: a record, unless a field of it turns out to be the list of records), a string, or
 * something that is no JSON value or a small one (`bare`).
 */
type Reading = "between" | "nested" | "outer" | "text" | "bare";

export interface SplitJsonOptions {
  /** Fields of an outermost object whose list holds the records: `Records`. */
  readonly listFields: readonly string[];
  readonly recordBytesMax: number;
}

/** Field names longer than this are no list fields. */
const FIELD_BYTES_MAX = 64;

/**
 * Finds records in JSON: a list, objects one after the other, objects with a list of records in a field. Looks only at
 * strings, brackets and the names of outermost fields; whether a record is valid is for the parser to say.
 * Memory is bounded by `recordBytesMax` and a chunk.
 */
export class JsonSplitter implements Splitter {
  readonly #window: ByteWindow;
  readonly #listFields: readonly Buffer[];
  readonly #recordBytesMax: number;
  #reading: Reading = "between";
  /** Values that come next are records of a list, which stands in an object's field or by itself. */
  #isInList = false;
  #isListInObject = false;
  #at = 0;
  #ended = false;
  #depth = 0;
  #inString = false;
  /** The window ended right after a backslash in a string. */
  #escaped = false;

  /** The value being read is kept; false for what follows the list in an object. */
  #isKept = false;
  #start = 0;
  #stop = 0;
  #isPieceInList = false;
  /** Beginning of a record that is too large, whose bytes are let go. */
  #beginning: Buffer | null = null;

  /** Where the field name that is being read begins; -1 outside of an outermost field name. */
  #nameAt = -1;
  #isNameNext = false;
  /** The value that comes next belongs to a list field. */
  #isListNext = false;

  constructor(options: SplitJsonOptions, whole: Buffer | null = null) {
    this.#window = new ByteWindow(whole);
    this.#listFields = options.listFields.map((field) => Buffer.from(field));
    this.#recordBytesMax = options.recordBytesMax;
    this.#ended = whole !== null;
  }

  append(chunk: Uint8Array): void {
    const moved = this.#window.append(chunk, this.#keepFrom());
    this.#at -= moved;
    this.#start -= moved;
    if (this.#nameAt >= 0) this.#nameAt -= moved;
  }

  end(): void {
    this.#ended = true;
  }

  text(): string {
    if (this.#beginning !== null) return this.#beginning.toString();
    return this.#window.bytes.toString("utf8", this.#start, this.#stop);
  }

  /** The last piece's bytes, to be looked at before the next `append`; nothing of a too large one. */
  piece(): Buffer {
    return this.#beginning === null ? this.#window.bytes.subarray(this.#start, this.#stop) : Buffer.alloc(0);
  }

  /** Continues at an offset into the last piece, which was broken, as if the record before had ended there. */
  resumeAt(offset: number): void {
    this.#at = this.#start + offset;
    this.#reading = "between";
    this.#isInList = this.#isPieceInList;
  }

  next(): PieceKind | null {
    for (;;) {
      if (this.#reading === "between" && !this.#findStart()) return this.#ended ? this.#endBetween() : null;
      if (this.#reading === "between") continue;
      const isWhole = this.#readOn();
      if (!isWhole) return this.#ended ? this.#endInside() : this.#runOut();
      this.#reading = "between";
      if (this.#isKept) return this.#finish("value");
    }
  }

  /** Goes to the next value and opens it, or past a bracket of a list; false when the window ends before. */
  #findStart(): boolean {
    const { bytes, length } = this.#window;
    let at = this.#at;
    while (at < length && IS_BETWEEN[bytes[at]!] === 1) at++;
    this.#at = at;
    if (at >= length) return false;
    const byte = bytes[at]!;
    if (this.#isInList && byte === CLOSE_LIST) {
      this.#at++;
      this.#isInList = false;
      if (this.#isListInObject) this.#openOuter(false);
    } else if (!this.#isInList && byte === OPEN_LIST) {
      this.#at++;
      this.#isInList = true;
      this.#isListInObject = false;
    } else this.#open(byte);
    return true;
  }

  #open(byte: number): void {
    this.#start = this.#at++;
    this.#beginning = null;
    this.#isPieceInList = this.#isInList;
    this.#isKept = true;
    this.#depth = 1;
    this.#escaped = false;
    this.#inString = byte === QUOTE;
    if (byte === QUOTE) this.#reading = "text";
    else if (byte === OPEN_OBJECT && !this.#isInList) this.#openOuter(true);
    else this.#reading = byte === OPEN_OBJECT || byte === OPEN_LIST ? "nested" : "bare";
  }

  /** At the first field of an outermost object, or after its list. */
  #openOuter(isFirst: boolean): void {
    this.#reading = "outer";
    this.#isKept = isFirst;
    this.#depth = 1;
    this.#nameAt = -1;
    this.#isNameNext = isFirst;
    this.#isListNext = false;
  }

  /** True at the end of the value, or when it turned out to be around a list; false when the window ends before. */
  #readOn(): boolean {
    switch (this.#reading) {
      case "outer":
        return this.#readOuter();
      case "bare":
        return this.#readBare();
      case "text":
        return this.#readString();
      case "nested":
      case "between":
        return this.#readNested();
    }
  }

  /** To the end of the string; false when the window ends before. */
  #readString(): boolean {
    const { bytes, length } = this.#window;
    let at = this.#at;
    if (this.#escaped && at < length) {
      at++;
      this.#escaped = false;
    }
    while (at < length) {
      const byte = bytes[at++];
      if (byte === QUOTE) {
        this.#at = at;
        this.#inString = false;
        return true;
      }
      if (byte === BACKSLASH && at++ >= length) this.#escaped = true;
    }
    this.#at = length;
    return false;
  }

  /** The loop that sees every byte of a large file: local variables, and nothing but strings and brackets. */
  #readNested(): boolean {
    if (this.#inString && !this.#readString()) return false;
    const { bytes, length } = this.#window;
    let at = this.#at;
    let depth = this.#depth;
    while (at < length) {
      const byte = bytes[at++];
      if (byte === QUOTE) {
        let inner = bytes[at];
        while (at < length && inner !== QUOTE) {
          at += inner === BACKSLASH ? 2 : 1;
          inner = bytes[at];
        }
        if (at >= length) {
          this.#inString = true;
          this.#escaped = at > length;
          break;
        }
        at++;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0) {
        this.#at = at;
        return true;
      }
    }
    this.#at = length;
    this.#depth = depth;
    return false;
  }

  #readOuter(): boolean {
    while (this.#at < this.#window.length) {
      if (this.#inString) {
        if (!this.#readString()) return false;
        this.#endName();
        continue;
      }
      const byte = this.#window.bytes[this.#at++];
      if (byte === QUOTE) {
        this.#inString = true;
        if (this.#depth === 1 && this.#isNameNext) this.#nameAt = this.#at;
      } else if (byte === OPEN_LIST && this.#depth === 1 && this.#isListNext) {
        this.#isInList = true;
        this.#isListInObject = true;
        this.#isKept = false;
        return true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (--this.#depth === 0) return true;
      } else if (byte === COMMA && this.#depth === 1) {
        this.#isNameNext = true;
        this.#isListNext = false;
      }
    }
    return false;
  }

  #endName(): void {
    if (this.#nameAt < 0) return;
    const name = this.#window.bytes.subarray(this.#nameAt, this.#at - 1);
    this.#isListNext = this.#listFields.some((field) => field.equals(name));
    this.#isNameNext = false;
    this.#nameAt = -1;
  }

  /** Up to what ends a number or a word, or up to where the next record may begin when it is neither. */
  #readBare(): boolean {
    const { bytes, length } = this.#window;
    for (; this.#at < length; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === NEWLINE || byte === OPEN_OBJECT) return true;
      if (this.#isInList && (byte === COMMA || byte === CLOSE_LIST)) return true;
    }
    return false;
  }

  #finish(kind: PieceKind): PieceKind {
    this.#stop = this.#at;
    if (this.#beginning === null && this.#stop - this.#start > this.#recordBytesMax) this.#dropPiece();
    return this.#beginning === null ? kind : "too-large";
  }

  /** More bytes are needed; a record that has grown too large is let go. */
  #runOut(): null {
    if (this.#isKept && this.#beginning === null && this.#at - this.#start > this.#recordBytesMax)
      this.#dropPiece();
    if (this.#nameAt >= 0 && this.#at - this.#nameAt > FIELD_BYTES_MAX) {
      this.#nameAt = -1;
      this.#isNameNext = false;
    }
    return null;
  }

  #dropPiece(): void {
    this.#beginning = Buffer.from(
      this.#window.bytes.subarray(this.#start, this.#start + BEGINNING_BYTES_MAX),
    );
  }

  #endInside(): PieceKind {
    const isBare = this.#reading === "bare";
    this.#reading = "between";
    this.#isInList = isBare && this.#isInList;
    if (!this.#isKept) {
      this.#start = this.#at;
      this.#beginning = null;
    }
    return this.#finish(isBare ? "value" : "cut");
  }

  #endBetween(): PieceKind | null {
    if (!this.#isInList) return null;
    this.#isInList = false;
    this.#beginning = null;
    this.#start = this.#at;
    return this.#finish("cut");
  }

  #keepFrom(): number {
    if (this.#reading === "between") return this.#at;
    if (this.#isKept && this.#beginning === null) return this.#start;
    return this.#nameAt >= 0 ? this.#nameAt : this.#at;
  }
}
