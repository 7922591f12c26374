import { CsvError, parse } from "csv-parse/sync";
import type { JsonObject } from "../../domain/index.ts";
import type { OpenedText } from "../bytes/open-text.ts";
import { toExcerpt } from "../excerpt.ts";
import type { RawRecord } from "../json/read-json.ts";
import type { ReadLimits } from "../limits.ts";
import { BrokenRecord, type Trouble } from "../trouble.ts";
import { type RowKind, RowSplitter } from "./split-rows.ts";

export interface ReadCsvOptions {
  readonly limits: ReadLimits;
  /** Columns that are known; a header that spells them in another case is read as this. */
  readonly columns: readonly string[];
  /** Columns without which no row means anything. */
  readonly requiredColumns: readonly string[];
}

/** The rows of a CSV text with a header, as objects of their columns; the header is not counted. */
export async function* readCsv(
  text: OpenedText,
  options: ReadCsvOptions,
): AsyncGenerator<readonly RawRecord[]> {
  const whole = text.kind === "whole" ? text.bytes : null;
  const { recordBytesMax, resumesMax } = options.limits;
  const splitter = new RowSplitter({ rowBytesMax: recordBytesMax, resumesMax, whole });
  const reader = new RowReader(splitter, options);
  if (text.kind === "stream") {
    for await (const chunk of text.chunks) {
      splitter.append(chunk);
      yield* reader.drain();
      if (reader.isHopeless) return;
    }
    splitter.end();
  }
  reader.endsWith(text.kind === "stream" ? text.note.trouble : text.trouble);
  yield* reader.drain();
  const last = reader.takeUntold();
  if (last !== null) yield [last];
}

/** The cells of one line; null when it is no CSV. */
export function parseCells(line: string): readonly string[] | null {
  try {
    return parseRows(Buffer.from(line))[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** Column names are compared by this form. */
export const toColumnKey = (name: string): string => name.trim().toLowerCase();

const BLOCK_BYTES = 64 * 1024;
const BLOCK_ROWS = 1000;

/** Rows side by side that wait to be parsed at once. */
interface Block {
  readonly start: number;
  readonly stops: readonly number[];
}

class RowReader {
  readonly #splitter: RowSplitter;
  readonly #options: ReadCsvOptions;
  #columns: Columns | null = null;
  #untold: Trouble | null = null;
  /** The header lacks what the format needs: the rows mean nothing. */
  isHopeless = false;

  constructor(splitter: RowSplitter, options: ReadCsvOptions) {
    this.#splitter = splitter;
    this.#options = options;
  }

  endsWith(trouble: Trouble | null): void {
    this.#untold = trouble;
  }

  takeUntold(): BrokenRecord | null {
    return this.#untold === null || this.isHopeless ? null : new BrokenRecord(this.#untold, null);
  }

  *drain(): Generator<readonly RawRecord[]> {
    for (let more = !this.isHopeless; more; ) {
      const records: RawRecord[] = [];
      more = this.#readBlock(records) && !this.isHopeless;
      if (records.length > 0) yield records;
    }
  }

  /** Reads rows up to a block's size; false when the splitter has no more. */
  #readBlock(records: RawRecord[]): boolean {
    const splitter = this.#splitter;
    const stops: number[] = [];
    let start = -1;
    for (;;) {
      const kind = splitter.next();
      const isCut = kind === "tail" && this.#untold !== null;
      if (kind !== null && kind !== "too-large" && !isCut) {
        if (start < 0) start = splitter.start;
        stops.push(splitter.stop);
        if (stops.length < BLOCK_ROWS && splitter.stop - start < BLOCK_BYTES) continue;
      }
      // A broken row may send the splitter back before what came after the block: that is read again then.
      if (stops.length > 0 && !this.#parseBlock({ start, stops }, records)) return true;
      if (kind === "too-large" || isCut) this.#readUnparsed(kind, records);
      return kind !== null;
    }
  }

  #readUnparsed(kind: RowKind, records: RawRecord[]): void {
    const splitter = this.#splitter;
    if (kind === "too-large") {
      const details = { bytes: this.#options.limits.recordBytesMax };
      records.push(new BrokenRecord({ code: "SOURCE_RECORD_TOO_LARGE", details }, splitter.beginning()));
    } else if (this.#untold !== null) {
      // A cut row may still look whole: its last number would be wrong.
      records.push(new BrokenRecord(this.#untold, splitter.slice(splitter.start, splitter.stop).toString()));
      this.#untold = null;
    }
  }

  /** False when the splitter was sent back to read rows of the block once more. */
  #parseBlock(block: Block, records: RawRecord[]): boolean {
    const text = this.#splitter.slice(block.start, block.stops.at(-1)!);
    const rows = tryParse(text);
    if (!(rows instanceof CsvError) && !this.#isSwallowing(block, { text, rows: rows.length })) {
      for (const cells of rows) this.#push(cells, records);
      return true;
    }
    let start = block.start;
    for (const rowStop of block.stops) {
      const row = this.#splitter.slice(start, rowStop);
      const parsed = tryParse(row);
      if (parsed instanceof CsvError) {
        if (this.#readBroken(row, parsed, records)) {
          this.#splitter.resumeAt(start + row.indexOf(NEWLINE) + 1);
          return false;
        }
      } else for (const cells of parsed) this.#push(cells, records);
      start = rowStop;
    }
    return true;
  }

  /** Whether a quote that opened on one line closed on another, where rows are lines. */
  #isSwallowing({ start, stops }: Block, parsed: { readonly text: Buffer; readonly rows: number }): boolean {
    if (!this.#splitter.isByLine || !parsed.text.includes(QUOTE)) return false;
    let from = start;
    let lines = 0;
    for (const stop of stops) {
      if (!isBlank(this.#splitter.slice(from, stop))) lines++;
      from = stop;
    }
    return parsed.rows < lines;
  }

  /** Tells of a broken row; true when a quote that is not closed swallowed lines, which are to be read again. */
  #readBroken(row: Buffer, error: CsvError, records: RawRecord[]): boolean {
    const firstLine = row.indexOf(NEWLINE) + 1;
    const isSwallowing = firstLine > 0 && firstLine < row.length;
    const trouble = { code: "SOURCE_CSV_INVALID", details: { why: toExcerpt(error.message) } } as const;
    records.push(new BrokenRecord(trouble, row.toString("utf8", 0, isSwallowing ? firstLine : row.length)));
    return isSwallowing;
  }

  #push(cells: readonly string[], records: RawRecord[]): void {
    if (this.isHopeless) return;
    if (this.#columns === null) {
      this.#columns = new Columns(cells, this.#options.columns);
      const missing = this.#columns.findMissing(this.#options.requiredColumns);
      if (missing === null) return;
      this.isHopeless = true;
      records.push(
        new BrokenRecord({ code: "SOURCE_CSV_HEADER", details: { column: missing } }, cells.join(",")),
      );
    } else records.push(this.#columns.toRecord(cells));
  }
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;

/** A line of nothing, with its line end or without. */
const isBlank = (line: Buffer): boolean =>
  line.length === 0 ||
  line[0] === NEWLINE ||
  (line[0] === RETURN && (line.length === 1 || line[1] === NEWLINE));

class Columns {
  readonly #names: readonly string[];
  /** A column of this name would set the prototype if it were assigned. */
  readonly #hasProto: boolean;

  constructor(cells: readonly string[], known: readonly string[]) {
    const spelling = new Map(known.map((name) => [toColumnKey(name), name]));
    this.#names = cells.map((name) => spelling.get(toColumnKey(name)) ?? name.trim());
    this.#hasProto = this.#names.includes("__proto__");
  }

  findMissing(required: readonly string[]): string | null {
    return required.find((column) => !this.#names.includes(column)) ?? null;
  }

  toRecord(cells: readonly string[]): JsonObject | BrokenRecord {
    const names = this.#names;
    if (cells.length !== names.length) {
      const details = { found: cells.length, wanted: names.length };
      return new BrokenRecord({ code: "SOURCE_CSV_CELLS", details }, cells.join(","));
    }
    if (this.#hasProto) return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    const record: JsonObject = {};
    for (let index = 0; index < names.length; index++) record[names[index]!] = cells[index]!;
    return record;
  }
}

function tryParse(rows: Buffer): readonly string[][] | CsvError {
  try {
    return parseRows(rows);
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

function parseRows(rows: Buffer): string[][] {
  return parse(rows, {
    columns: false,
    relax_column_count: true,
    skip_empty_lines: true,
    // Not to be guessed: the first line end of a block may lie inside a cell.
    record_delimiter: ["\n", "\r\n"],
  });
}
