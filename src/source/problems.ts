import type { ProblemCatalogue } from "../domain/index.ts";

/** Everything that can be wrong with an input or a record, and what was passed over on purpose. */
export const SOURCE_PROBLEMS = {
  SOURCE_PATH_MISSING: {
    status: 404,
    text: "There is no file or folder {path}.",
    remedy: "Check the path; relative paths start at the folder in which the command runs.",
  },
  SOURCE_PATTERN_EMPTY: {
    status: 404,
    text: "Nothing matches the pattern {path}.",
    remedy: "Check the pattern; put it in quotes so that the shell leaves it alone.",
  },
  SOURCE_FOLDER_EMPTY: {
    status: 404,
    text: "The folder {path} holds no files.",
    remedy: "Name a folder with log files; names that begin with a dot are passed over.",
  },
  SOURCE_UNREADABLE: {
    status: 403,
    text: "{path} cannot be read: {why}.",
    remedy: "Give the account that runs Gait the right to read it, then run again.",
  },
  SOURCE_NOT_A_FILE: {
    status: 422,
    text: "{path} is neither a file nor a folder.",
    remedy: "Devices, sockets and pipes inside a folder are passed over; name a pipe itself to read it.",
  },
  SOURCE_FORMAT_UNKNOWN: {
    status: 422,
    text: "The format is not recognised.",
    remedy: "Name the format with --as; for other logs describe the columns in a mapping file.",
  },
  SOURCE_ARCHIVE_TRUNCATED: {
    status: 422,
    text: "The {packing} archive ends too early; whole records before the end were read.",
    remedy: "Copy or download the file again.",
  },
  SOURCE_ARCHIVE_CORRUPT: {
    status: 422,
    text: "The {packing} archive is damaged ({why}); whole records before the damage were read.",
    remedy: "Copy or download the file again.",
  },
  SOURCE_ARCHIVE_RATIO: {
    status: 413,
    text: "The {packing} archive unpacks to more than {ratio} times its size, which no log does: reading stopped.",
    remedy: "If the file is genuine, unpack it first and read the unpacked file.",
  },
  SOURCE_ARCHIVE_SIZE: {
    status: 413,
    text: "The {packing} archive unpacks to more than {bytes} bytes: reading stopped.",
    remedy: "If the file is genuine, unpack it first, or split it.",
  },
  SOURCE_DOCUMENT_TRUNCATED: {
    status: 422,
    text: "The input ends inside a record or a list of records.",
    remedy: "Copy or download the file again; records before the end were read.",
  },
  SOURCE_JSON_INVALID: {
    status: 422,
    text: "The record is not valid JSON: {why}.",
    remedy: "Look at what writes the log; the records around this one were read.",
  },
  SOURCE_RECORD_TOO_LARGE: {
    status: 413,
    text: "The record is larger than {bytes} bytes.",
    remedy: "Look at what writes the log; the records around this one were read.",
  },
  SOURCE_RECORD_TOO_DEEP: {
    status: 422,
    text: "The record is nested deeper than {depth} levels.",
    remedy: "Look at what writes the log; no cloud service nests its records like this.",
  },
  SOURCE_RECORD_NOT_OBJECT: {
    status: 422,
    text: "The record is {found}, where an object with fields is needed.",
    remedy: "Look at what writes the log; the records around this one were read.",
  },
  SOURCE_FIELD_MISSING: {
    status: 422,
    text: "The record has no {field}.",
    remedy: "A record needs at least a time and what was done; see the format's description.",
  },
  SOURCE_FIELD_INVALID: {
    status: 422,
    text: "The field {field} holds {found}, where {wanted} is needed.",
    remedy: "Correct the field where the log is written.",
  },
  SOURCE_CSV_INVALID: {
    status: 422,
    text: "The row is not valid CSV: {why}.",
    remedy: "Quote cells that hold commas, quotes or line ends, and double the quotes inside them.",
  },
  SOURCE_CSV_CELLS: {
    status: 422,
    text: "The row has {found} cells, the header has {wanted}.",
    remedy: "Quote cells that hold commas, and give empty cells their commas.",
  },
  SOURCE_CSV_HEADER: {
    status: 422,
    text: "The header does not have the column {column}.",
    remedy: "The first row must name the columns; see the format's description.",
  },
  SOURCE_MAPPING_MISSING: {
    status: 400,
    text: "The generic format needs a mapping file.",
    remedy: "Name it with --mapping; it says which column is the time, the actor and the action.",
  },
  SOURCE_MAPPING_INVALID: {
    status: 422,
    text: "The mapping {file} is not valid: {why}.",
    remedy: "Correct the mapping; see the description of the generic format.",
  },
  SOURCE_EMPTY: {
    status: 200,
    text: "The input is empty.",
    remedy: "Nothing needs to be done.",
  },
  SOURCE_NO_RECORDS: {
    status: 200,
    text: "The input holds no records.",
    remedy: "Nothing needs to be done.",
  },
  SOURCE_DIGEST: {
    status: 200,
    text: "This is a digest: it proves that log files are unchanged and holds no events.",
    remedy: "Nothing needs to be done.",
  },
} as const satisfies ProblemCatalogue;

export type SourceCode = keyof typeof SOURCE_PROBLEMS;
