import type { ProblemCatalogue } from "../../../domain/index.ts";

/** Every message of the upload analyses. Codes are never reused. */
export const UPLOAD_PROBLEMS = {
  UPLOAD_FILE: {
    status: 400,
    text: "The upload log {file} cannot be read: {reason}.",
    remedy: "Name a CSV file that exists and that you may read, or - for standard input.",
  },
  UPLOAD_EMPTY: {
    status: 400,
    text: "The upload log {file} holds nothing, not even a line of column names.",
    remedy: "Its first line must name the columns: timestamp,user_id,service,bytes_uploaded.",
  },
  UPLOAD_COLUMN_MISSING: {
    status: 400,
    text: "The upload log {file} has no column {column}; its first line names: {columns}.",
    remedy:
      "The first line must name the columns timestamp, user_id, service and bytes_uploaded, in any order.",
  },
  UPLOAD_ARCHIVE_TOO_LARGE: {
    status: 400,
    text: "The upload log {file} unpacks to more than {max}.",
    remedy: "Cut it into smaller files, or give it unpacked.",
  },
  UPLOAD_ARCHIVE_DAMAGED: {
    status: 422,
    text: "The archive ends early or is damaged ({reason}); what came before is counted.",
    remedy: "Fetch the file again.",
  },
  UPLOAD_CHART: {
    status: 500,
    text: "The chart cannot be written to {file}: {reason}.",
    remedy: "Name a file in a folder that exists and that you may write to.",
  },
  UPLOAD_ROW_FIELDS: {
    status: 422,
    text: "{fields} fields where the first line names {columns}.",
    remedy: "Put fields that contain a comma into double quotes.",
  },
  UPLOAD_ROW_QUOTES: {
    status: 422,
    text: "The row is not CSV: {reason}.",
    remedy: "Close every double quote, and write one inside a field as two.",
  },
  UPLOAD_ROW_TIME: {
    status: 422,
    text: "The timestamp {value} is not a time.",
    remedy:
      "Write it as 2026-01-31 23:59:59 or 2026-01-31T23:59:59Z, with or without an offset; without one it is UTC.",
  },
  UPLOAD_ROW_NAME: {
    status: 422,
    text: "The column {column} is empty or longer than {max} characters.",
    remedy: "Every upload needs a user and a service.",
  },
  UPLOAD_ROW_BYTES: {
    status: 422,
    text: "The size {value} is not a number of bytes.",
    remedy: "Write whole bytes from 0 to 9223372036854775807, without separators or units.",
  },
} as const satisfies ProblemCatalogue;
