import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { finished } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { toError } from "../../domain/index.ts";
import { GENERATE_PROBLEMS } from "../problems.ts";
import { type GeneratedTable, type LabelledRow, toInstant } from "./labelled-row.ts";

export type TableFormat = "csv" | "json" | "ndjson";

export interface TableFileOptions {
  readonly file: string;
  readonly format: TableFormat;
  /** Stop after so many rows; null: all. */
  readonly rowsMax: number | null;
  readonly onProgress: (rows: number) => void;
}

export interface TableFileResult {
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
  readonly attackRecords: number;
  readonly labelsFile: string;
}

/**
 * Writes a table, and beside it `<name>.labels.csv`: the number of each row of an attack story (from 1, the header not
 * counted), its time, its user and the story. Memory is that of one batch.
 *
 * @throws GaitError when a file cannot be written.
 */
export async function writeTable(table: GeneratedTable, options: TableFileOptions): Promise<TableFileResult> {
  try {
    return await writeFiles(table, options);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const details = { file: options.file, reason: String(error.code) };
    throw toError(GENERATE_PROBLEMS, "GENERATE_FILE", details, { cause: error });
  }
}

async function writeFiles(table: GeneratedTable, options: TableFileOptions): Promise<TableFileResult> {
  const { file, rowsMax } = options;
  const labelsFile = `${file.slice(0, file.length - extname(file).length)}.labels.csv`;
  await mkdir(dirname(file), { recursive: true });
  const out = new TextFile(file);
  const labels = new TextFile(labelsFile);
  const writer = WRITERS[options.format](table.columns);
  let records = 0;
  let attackRecords = 0;
  await out.write(writer.head);
  await labels.write("row,timestamp,user_id,story\n");
  for (const batch of table.batches) {
    const wanted = rowsMax === null ? batch : batch.slice(0, rowsMax - records);
    await out.write(writer.toText(wanted, records === 0));
    const attacks = wanted.flatMap(({ at, user, story }, index) =>
      story === null ? [] : [[records + index + 1, at === null ? "" : toInstant(at), user, story]],
    );
    await labels.write(stringify(attacks));
    records += wanted.length;
    attackRecords += attacks.length;
    options.onProgress(records);
    if (records === rowsMax) break;
  }
  await out.write(writer.foot);
  await out.end();
  await labels.end();
  return { records, files: 1, bytes: out.bytes, attackRecords, labelsFile };
}

/** A file that is written as fast as the disk takes it. */
class TextFile {
  bytes = 0;
  readonly #stream: WriteStream;
  #failure: Error | null = null;

  constructor(path: string) {
    this.#stream = createWriteStream(path);
    this.#stream.once("error", (error) => {
      this.#failure = error;
    });
  }

  async write(text: string): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const chunk = Buffer.from(text);
    this.bytes += chunk.length;
    if (chunk.length > 0 && !this.#stream.write(chunk)) await once(this.#stream, "drain");
  }

  async end(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    this.#stream.end();
    await finished(this.#stream);
  }
}

interface TableWriter {
  readonly head: string;
  readonly toText: (rows: readonly LabelledRow[], isFirst: boolean) => string;
  readonly foot: string;
}

const WRITERS: Readonly<Record<TableFormat, (columns: readonly string[]) => TableWriter>> = {
  csv: (columns) => ({
    head: stringify([[...columns]]),
    toText: (rows) => stringify(rows.map(({ fields }) => columns.map((column) => toCell(fields[column])))),
    foot: "",
  }),
  json: () => ({
    head: "[\n",
    toText: (rows, isFirst) =>
      rows.map(({ fields }, row) => `${isFirst && row === 0 ? "" : ",\n"}${JSON.stringify(fields)}`).join(""),
    foot: "\n]\n",
  }),
  ndjson: () => ({
    head: "",
    toText: (rows) => rows.map(({ fields }) => `${JSON.stringify(fields)}\n`).join(""),
    foot: "",
  }),
};

const toCell = (value: LabelledRow["fields"][string]): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
