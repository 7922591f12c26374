import { describeProblem, type ProblemDetails, toError } from "../../../domain/index.ts";
import { UPLOAD_PROBLEMS } from "./problems.ts";
import { type CsvLine, LineCutter, splitCsvLine } from "./split-csv.ts";
import type { UploadColumns } from "./upload-table.ts";
import { parseUploadTime } from "./upload-time.ts";

/** A row that is no upload: told, and left out of every sum. */
export interface UploadReject {
  /** Line of the file, from 1; null: the file as a whole. */
  readonly line: number | null;
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
/** Characters of one row. */
export const ROW_CHARS_MAX = 16_384;
const BYTES_MAX = 2n ** 63n - 1n;
type Column = "timestamp" | "user_id" | "service" | "bytes_uploaded";

/**
 * Uploads of a CSV with the columns `timestamp,user_id,service,bytes_uploaded`, in any order and among others, as
 * batches of what each chunk of bytes held. A row is a line: a quote that somebody left open spoils its own line and
 * cannot hide the rest of the log. Memory is that of one chunk.
 *
 * @throws GaitError when there is no line of column names, or when it lacks one of the four.
 */
export async function* readUploadCsv(csv: UploadCsv): AsyncGenerator<UploadColumns> {
  const rows = createRowReader(csv);
  const decoder = new TextDecoder("utf-8"); // Drops a byte order mark; broken bytes become U+FFFD.
  const lines = new LineCutter(ROW_CHARS_MAX);
  for await (const chunk of csv.bytes) {
    for (const line of lines.cut(decoder.decode(chunk, { stream: true }))) rows.read(line);
    yield rows.take();
  }
  for (const line of lines.cut(decoder.decode())) rows.read(line);
  for (const line of lines.end()) rows.read(line);
  rows.finish();
  yield rows.take();
}

interface RowReader {
  read(line: CsvLine): void;
  /** The uploads that were read since the last call. */
  take(): UploadColumns;
  finish(): void;
}

function createRowReader(csv: UploadCsv): RowReader {
  let places: Places | null = null;
  let number = 0;
  let batch = createBatch();
  return {
    read(line) {
      number++;
      if (line.text.trim() === "") return;
      if (places === null) {
        places = findColumns(line, csv.name);
        return;
      }
      const fault = readRow(line, places, batch);
      if (fault === null) return;
      const reason = describeProblem(UPLOAD_PROBLEMS, fault.code, fault.details).text;
      csv.onReject({ line: number, code: fault.code, reason });
    },
    take() {
      const taken = batch;
      batch = createBatch();
      return taken;
    },
    finish() {
      if (places === null) throw toError(UPLOAD_PROBLEMS, "UPLOAD_EMPTY", { file: csv.name });
    },
  };
}

interface RowFault {
  readonly code: keyof typeof UPLOAD_PROBLEMS;
  readonly details: ProblemDetails;
}

/** Adds the row to the batch; null: it was an upload. */
function readRow(line: CsvLine, places: Places, batch: Batch): RowFault | null {
  if (line.tooLong)
    return {
      code: "UPLOAD_ROW_QUOTES",
      details: { reason: `it is longer than ${ROW_CHARS_MAX} characters` },
    };
  const fields = splitCsvLine(line.text);
  if (fields === null)
    return {
      code: "UPLOAD_ROW_QUOTES",
      details: { reason: "a double quote is not closed where its field ends" },
    };
  if (fields.length !== places.width)
    return { code: "UPLOAD_ROW_FIELDS", details: { fields: fields.length, columns: places.width } };
  const time = parseUploadTime(fields[places.timestamp]!.trim());
  if (time === null) return { code: "UPLOAD_ROW_TIME", details: { value: quote(fields[places.timestamp]!) } };
  const user = fields[places.user_id]!;
  const service = fields[places.service]!;
  if (!isName(user)) return { code: "UPLOAD_ROW_NAME", details: { column: "user_id", max: NAME_CHARS_MAX } };
  if (!isName(service))
    return { code: "UPLOAD_ROW_NAME", details: { column: "service", max: NAME_CHARS_MAX } };
  const bytes = parseBytes(fields[places.bytes_uploaded]!.trim());
  if (bytes === null)
    return { code: "UPLOAD_ROW_BYTES", details: { value: quote(fields[places.bytes_uploaded]!) } };
  batch.times.push(time);
  batch.users.push(user);
  batch.services.push(service);
  batch.bytes.push(bytes);
  return null;
}

interface Batch {
  readonly times: bigint[];
  readonly users: string[];
  readonly services: string[];
  readonly bytes: bigint[];
}

const createBatch = (): Batch => ({ times: [], users: [], services: [], bytes: [] });

/** Where each column stands, from 0, and how many fields a row has. */
interface Places extends Readonly<Record<Column, number>> {
  readonly width: number;
}

function findColumns(line: CsvLine, file: string): Places {
  const names = (splitCsvLine(line.text) ?? []).map((name) => name.trim().toLowerCase());
  const find = (column: Column): number => {
    const place = names.indexOf(column);
    if (place !== -1) return place;
    throw toError(UPLOAD_PROBLEMS, "UPLOAD_COLUMN_MISSING", { file, column, columns: quote(line.text) });
  };
  return {
    timestamp: find("timestamp"),
    user_id: find("user_id"),
    service: find("service"),
    bytes_uploaded: find("bytes_uploaded"),
    width: names.length,
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
