/**
 * What a splitter found: a record's bytes; the last line, which has no line end and may be cut; a record that is too
 * large to keep; or what stood there when the input ended inside a record or a list of records.
 */
export type PieceKind = "value" | "tail" | "too-large" | "cut";

/** Finds the records in bytes without parsing them. Pull: `next` until null, then `append` or `end`, and again. */
export interface Splitter {
  /** The next piece; null when more bytes are needed, or after the end. */
  next(): PieceKind | null;
  append(chunk: Uint8Array): void;
  /** No more bytes will come. */
  end(): void;
  /** The last piece as text; of a too large one the beginning. */
  text(): string;
}

/** Bytes of a too large record that are kept for people to look at. */
export const BEGINNING_BYTES_MAX = 1024;
