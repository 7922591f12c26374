import { isJsonObject, type JsonValue } from "../../domain/index.ts";
import type { OpenedText } from "../bytes/open-text.ts";
import { toExcerpt } from "../excerpt.ts";
import { type ReadLimits, SAMPLE_BYTES_MAX } from "../limits.ts";
import { BrokenRecord, type Trouble } from "../trouble.ts";
import { isLineByLine, stripLineTime } from "./line-mode.ts";
import type { PieceKind } from "./piece.ts";
import { JsonSplitter } from "./split-json.ts";
import { LineSplitter } from "./split-lines.ts";

/** A record as it was parsed, not looked at yet; or what could not be parsed. */
export type RawRecord = JsonValue | BrokenRecord;

export interface ReadJsonOptions {
  /** Fields of an outermost object whose list holds the records. */
  readonly listFields: readonly string[];
  readonly limits: ReadLimits;
}

/**
 * The records of a JSON text in their order, in batches: a document, a list, objects one after the other, or one
 * record a line. A small document is parsed at once; whatever is large, cut or broken is read record by record.
 */
export async function* readJson(
  text: OpenedText,
  options: ReadJsonOptions,
): AsyncGenerator<readonly RawRecord[]> {
  const byLine = isReadByLine(text, options);
  if (text.kind === "whole" && text.trouble === null && !byLine) {
    const records = parseDocument(text.bytes, options.listFields);
    if (records !== null) {
      yield records;
      return;
    }
  }
  yield* readPieces(text, { options, byLine, maker: VALUES });
}

/** The same records, each with the very text that it stood in: read record by record, however small the document. */
export async function* readJsonTexts(
  text: OpenedText,
  options: ReadJsonOptions,
): AsyncGenerator<readonly (RecordText | BrokenRecord)[]> {
  yield* readPieces(text, { options, byLine: isReadByLine(text, options), maker: TEXTS });
}

/** A record and the text that it was parsed from, as it came. */
export interface RecordText {
  readonly value: JsonValue;
  readonly text: string;
}

/** What a record is handed on as. */
interface Maker<T> {
  readonly wantsText: boolean;
  make(value: JsonValue, text: string): T;
}

const VALUES: Maker<JsonValue> = { wantsText: false, make: (value) => value };
const TEXTS: Maker<RecordText> = { wantsText: true, make: (value, text) => ({ value, text: text.trim() }) };

function isReadByLine(text: OpenedText, { listFields }: ReadJsonOptions): boolean {
  const isAll = text.kind === "whole";
  const head = isAll ? text.bytes : text.head;
  const sample = head.toString("utf8", 0, SAMPLE_BYTES_MAX);
  return isLineByLine(sample, { isAll: isAll && head.length <= SAMPLE_BYTES_MAX, listFields });
}

interface PieceReading<T> {
  readonly options: ReadJsonOptions;
  readonly byLine: boolean;
  readonly maker: Maker<T>;
}

async function* readPieces<T>(
  text: OpenedText,
  { options, byLine, maker }: PieceReading<T>,
): AsyncGenerator<readonly (T | BrokenRecord)[]> {
  const whole = text.kind === "whole" ? text.bytes : null;
  const { recordBytesMax } = options.limits;
  const splitter = byLine
    ? new LineSplitter(recordBytesMax, whole)
    : new JsonSplitter({ ...options, recordBytesMax }, whole);
  const reader = new PieceReader(splitter, options, maker);
  if (text.kind === "stream") {
    for await (const chunk of text.chunks) {
      splitter.append(chunk);
      yield* reader.drain();
    }
    splitter.end();
  }
  reader.endsWith(text.kind === "stream" ? text.note.trouble : text.trouble);
  yield* reader.drain();
  const last = reader.takeUntold();
  if (last !== null) yield [last];
}

/** The records of a whole document; null when it is not one valid document. */
function parseDocument(bytes: Buffer, listFields: readonly string[]): readonly JsonValue[] | null {
  try {
    const document: JsonValue = JSON.parse(bytes.toString());
    return recordsOf(document, listFields);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A list's values, the values of an object's record lists, or the value itself. */
function recordsOf(value: JsonValue, listFields: readonly string[]): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return [value];
  const lists = Object.keys(value).filter((name) => listFields.includes(name) && Array.isArray(value[name]));
  if (lists.length === 0) return [value];
  const records: JsonValue[] = [];
  for (const name of lists) {
    const list = value[name];
    if (Array.isArray(list)) for (const record of list) records.push(record);
  }
  return records;
}

/** Records parsed at once from a splitter's window. */
const BATCH_RECORDS = 1000;

/** Parses the pieces that a splitter finds, and finds the next record after one that is broken. */
class PieceReader<T> {
  readonly #splitter: JsonSplitter | LineSplitter;
  readonly #options: ReadJsonOptions;
  readonly #maker: Maker<T>;
  #resumes = 0;
  /** What the end of the input means for a record that is not whole. */
  #ending: Trouble = { code: "SOURCE_DOCUMENT_TRUNCATED", details: {} };
  #untold: Trouble | null = null;

  constructor(splitter: JsonSplitter | LineSplitter, options: ReadJsonOptions, maker: Maker<T>) {
    this.#splitter = splitter;
    this.#options = options;
    this.#maker = maker;
  }

  /** The input has ended, before its time when there is a trouble. */
  endsWith(trouble: Trouble | null): void {
    if (trouble !== null) this.#ending = trouble;
    this.#untold = trouble;
  }

  /** The trouble with which the input ended, when no cut record has told it yet. */
  takeUntold(): BrokenRecord | null {
    return this.#untold === null ? null : new BrokenRecord(this.#untold, null);
  }

  *drain(): Generator<readonly (T | BrokenRecord)[]> {
    let records: (T | BrokenRecord)[] = [];
    for (let kind = this.#splitter.next(); kind !== null; kind = this.#splitter.next()) {
      this.#read(kind, records);
      if (records.length >= BATCH_RECORDS) {
        yield records;
        records = [];
      }
    }
    if (records.length > 0) yield records;
  }

  #read(kind: PieceKind, records: (T | BrokenRecord)[]): void {
    const splitter = this.#splitter;
    const text = splitter.text();
    if (kind === "too-large") {
      const details = { bytes: this.#options.limits.recordBytesMax };
      records.push(new BrokenRecord({ code: "SOURCE_RECORD_TOO_LARGE", details }, text));
    } else if (splitter instanceof LineSplitter) this.#readLine(kind, text, records);
    else if (kind === "cut") this.#readBroken(splitter, kind, records);
    else {
      const value = parse(text);
      if (value instanceof BrokenRecord) this.#readBroken(splitter, value, records);
      else records.push(this.#maker.make(value, text));
    }
  }

  /** Tells of a broken record; where the next record seems to begin inside it, reading continues there. */
  #readBroken(splitter: JsonSplitter, broken: BrokenRecord | "cut", records: (T | BrokenRecord)[]): void {
    const piece = splitter.piece();
    const next = this.#resumes < this.#options.limits.resumesMax ? findNextRecord(piece) : -1;
    if (next >= 0) {
      this.#resumes++;
      const trouble = broken === "cut" ? UNCLOSED : broken.trouble;
      records.push(new BrokenRecord(trouble, piece.toString("utf8", 0, next)));
      splitter.resumeAt(next);
    } else if (broken === "cut") {
      this.#untold = null;
      records.push(new BrokenRecord(this.#ending, piece.length === 0 ? null : piece.toString()));
    } else records.push(broken);
  }

  /** A line may hold one record, a list of them, its time before the record, or several records side by side. */
  #readLine(kind: PieceKind, line: string, records: (T | BrokenRecord)[]): void {
    const { limits, listFields } = this.#options;
    const value = parse(line);
    if (!(value instanceof BrokenRecord)) {
      const found = recordsOf(value, listFields);
      if (found.length === 1 && found[0] === value) records.push(this.#maker.make(value, line));
      else pushAll(records, this.#takeList(line, found));
      return;
    }
    const isCut = kind === "tail";
    const trouble = isCut ? this.#ending : value.trouble;
    const stripped = Buffer.from(stripLineTime(line));
    const splitter = new JsonSplitter({ listFields, recordBytesMax: limits.recordBytesMax }, stripped);
    const inner = new PieceReader(
      splitter,
      { listFields, limits: { ...limits, resumesMax: 0 } },
      this.#maker,
    );
    inner.endsWith(trouble);
    const found = [...inner.drain()].flat();
    // Something that does not begin with a record is one broken line, whatever valid pieces are in it.
    const isSomeRead = !(found[0] instanceof BrokenRecord);
    pushAll(records, isSomeRead ? found : [new BrokenRecord(trouble, line)]);
    if (isCut && (!isSomeRead || inner.takeUntold() === null)) this.#untold = null;
  }

  /** The records of a line that holds a list: their texts are looked for only where somebody wants them. */
  #takeList(line: string, values: readonly JsonValue[]): readonly (T | BrokenRecord)[] {
    if (!this.#maker.wantsText) return values.map((value) => this.#maker.make(value, ""));
    const { listFields, limits } = this.#options;
    const splitter = new JsonSplitter(
      { listFields, recordBytesMax: limits.recordBytesMax },
      Buffer.from(line),
    );
    return [...new PieceReader(splitter, this.#options, this.#maker).drain()].flat();
  }
}

function parse(text: string): JsonValue | BrokenRecord {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new BrokenRecord(
      { code: "SOURCE_JSON_INVALID", details: { why: toExcerpt(error.message) } },
      text,
    );
  }
}

const UNCLOSED: Trouble = { code: "SOURCE_JSON_INVALID", details: { why: "it is not closed" } };

function pushAll<T>(records: T[], more: readonly T[]): void {
  for (const record of more) records.push(record);
}

/** Bytes of a record's beginning by which the next record is found. */
const OPENING_BYTES_MAX = 128;

/**
 * Where, inside a broken record that swallowed its successors, the next record seems to begin: records of one log
 * begin with the same field, and stand after a comma or on a new line. -1: nowhere.
 */
function findNextRecord(piece: Buffer): number {
  const opening = /^\{\s*"[^"\\]+"/.exec(piece.toString("latin1", 0, OPENING_BYTES_MAX));
  if (opening === null) return -1;
  const wanted = Buffer.from(opening[0], "latin1");
  for (let at = piece.indexOf(wanted, 1); at >= 0; at = piece.indexOf(wanted, at + 1)) {
    let before = at - 1;
    while (before > 0 && (piece[before] === 0x20 || piece[before] === 0x0a || piece[before] === 0x0d))
      before--;
    // After a comma or the end of an object; anything on a new line in the first column.
    if (piece[before] === 0x2c || piece[before] === 0x7d || piece[at - 1] === 0x0a) return at;
  }
  return -1;
}
