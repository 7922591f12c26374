import { type CsvError, parse } from "csv-parse";
import { describeProblem, type ProblemDetails, toError } from "../../../domain/index.ts";
import { UPLOAD_PROBLEMS } from "./problems.ts";
import type { UploadColumns } from "./upload-table.ts";
import { parseUploadTime } from "./upload-time.ts";

/** A row that is no upload: told, and left out of every sum. */
export interface UploadReject {
  /** Line of the file, from 1; the last line of a row that spans several. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

export interface UploadCsv {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly onReject: (reject: UploadReject) => void;
}

/** Characters of a user or service name. */
export const NAME_CHARS_MAX = 1024;
/** Characters of one row: a quote that is never closed must not swallow a whole file into memory. */
export const ROW_CHARS_MAX = 1_000_000;
const BYTES_MAX = 2n ** 63n - 1n;
const COLUMNS = ["timestamp", "user_id", "service", "bytes_uploaded"] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Uploads of a CSV with the columns `timestamp,user_id,service,bytes_uploaded`, in any order and among others, as
 * batches of what each chunk of bytes held. Memory is that of one chunk.
 *
 * @throws GaitError when there is no line of column names, or when it lacks one of the four.
 */
export async function* readUploadCsv(csv: UploadCsv): AsyncGenerator<UploadColumns> {
  const rows = createRowReader(csv);
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: ROW_CHARS_MAX,
    on_record: (record: string[], context) => {
      rows.read(record, context.lines);
      return null;
    },
    on_skip: (error) => {
      rows.skip(error);
      return undefined;
    },
  });
  let failure: unknown = null;
  parser.on("error", (error) => {
    failure = error;
  });
  const check = (): void => {
    if (failure !== null) throw failure;
  };
  for await (const chunk of csv.bytes) {
    // The parser works while it is written to: what it understood is there when `write` returns.
    parser.write(chunk);
    check();
    yield rows.take();
  }
  await new Promise<void>((resolve) => {
    parser.once("error", () => resolve());
    parser.once("end", resolve);
    parser.end();
    parser.resume();
  });
  check();
  rows.finish();
  yield rows.take();
}

interface RowReader {
  read(record: readonly string[], line: number): void;
  skip(error: CsvError | undefined): void;
  take(): UploadColumns;
  finish(): void;
}

function createRowReader(csv: UploadCsv): RowReader {
  let places: Readonly<Record<Column, number>> | null = null;
  let width = 0;
  let batch = createBatch();
  // The parser takes what a callback throws for a broken row, so a bad header waits here until somebody takes rows.
  let failure: unknown = null;
  const reject = (line: number, code: keyof typeof UPLOAD_PROBLEMS, details: ProblemDetails): void =>
    csv.onReject({ line, code, reason: describeProblem(UPLOAD_PROBLEMS, code, details).text });
  return {
    read(record, line) {
      if (places === null) {
        if (failure !== null) return;
        try {
          places = findColumns(record, csv.name);
          width = record.length;
        } catch (error) {
          failure = error;
        }
        return;
      }
      if (record.length !== width)
        return reject(line, "UPLOAD_ROW_FIELDS", { fields: record.length, columns: width });
      const time = parseUploadTime(record[places.timestamp]!.trim());
      if (time === null) return reject(line, "UPLOAD_ROW_TIME", { value: quote(record[places.timestamp]!) });
      const user = record[places.user_id]!;
      const service = record[places.service]!;
      if (!isName(user)) return reject(line, "UPLOAD_ROW_NAME", { column: "user_id", max: NAME_CHARS_MAX });
      if (!isName(service))
        return reject(line, "UPLOAD_ROW_NAME", { column: "service", max: NAME_CHARS_MAX });
      const bytes = parseBytes(record[places.bytes_uploaded]!.trim());
      if (bytes === null)
        return reject(line, "UPLOAD_ROW_BYTES", { value: quote(record[places.bytes_uploaded]!) });
      batch.times.push(time);
      batch.users.push(user);
      batch.services.push(service);
      batch.bytes.push(bytes);
    },
    skip(error) {
      const line = typeof error?.["lines"] === "number" ? error["lines"] : 0;
      reject(line, "UPLOAD_ROW_QUOTES", { reason: describeCsvError(error) });
    },
    take() {
      if (failure !== null) throw failure;
      const taken = batch;
      batch = createBatch();
      return taken;
    },
    finish() {
      if (places === null && failure === null)
        throw toError(UPLOAD_PROBLEMS, "UPLOAD_EMPTY", { file: csv.name });
    },
  };
}

const createBatch = (): { times: bigint[]; users: string[]; services: string[]; bytes: bigint[] } => ({
  times: [],
  users: [],
  services: [],
  bytes: [],
});

function findColumns(header: readonly string[], file: string): Readonly<Record<Column, number>> {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (column: Column): number => {
    const place = names.indexOf(column);
    if (place !== -1) return place;
    throw toError(UPLOAD_PROBLEMS, "UPLOAD_COLUMN_MISSING", {
      file,
      column,
      columns: quote(names.join(",")),
    });
  };
  return {
    timestamp: find("timestamp"),
    user_id: find("user_id"),
    service: find("service"),
    bytes_uploaded: find("bytes_uploaded"),
  };
}

const isName = (text: string): boolean => text.length <= NAME_CHARS_MAX && text.trim() !== "";

/** Whole bytes, also as programs write them that hold numbers as floats: `1048576.0`. */
function parseBytes(text: string): bigint | null {
  const digits = /^(\d{1,19})(?:\.0+)?$/.exec(text)?.[1];
  if (digits === undefined) return null;
  const bytes = BigInt(digits);
  return bytes <= BYTES_MAX ? bytes : null;
}

/** Text of the file inside a message: short, and in quotes. */
const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

function describeCsvError(error: CsvError | undefined): string {
  if (error?.code === "CSV_MAX_RECORD_SIZE") return `it is longer than ${ROW_CHARS_MAX} characters`;
  if (error?.code === "CSV_QUOTE_NOT_CLOSED") return "a double quote is never closed";
  return "a double quote stands where none may stand";
}
