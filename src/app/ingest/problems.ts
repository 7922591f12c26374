import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of taking logs into the store and of asking it. Codes are never reused. */
export const INGEST_PROBLEMS = {
  INGEST_FORMAT_UNKNOWN: {
    status: 400,
    text: "There is no format {format}.",
    remedy: "Use one of: {formats}. Without --as the format is recognised by content.",
  },
  INGEST_MAPPING_UNUSED: {
    status: 400,
    text: "A column mapping is for the format generic, not for {format}.",
    remedy: "Leave --mapping or --as away.",
  },
  INGEST_NO_INPUT: {
    status: 404,
    text: "Nothing to read: {reason}",
    remedy: "Give files, folders or globs of logs, or `-` for standard input.",
  },
  INGEST_UNREADABLE: {
    status: 500,
    text: "{path} could not be read: {reason}",
    remedy: "Make the file readable and run the same command again; all others were taken.",
  },
  INGEST_EVENT_UNKNOWN: {
    status: 404,
    text: "The store holds no event {id}.",
    remedy: "Check the id and the data folder (--data); `gait events` lists what is there.",
  },
  INGEST_RECORD_MISSING: {
    status: 500,
    text: "The archived input {hash} holds no record at place {position}.",
    remedy: "The archive and the database do not belong together: restore the data folder from one backup.",
  },
} as const satisfies ProblemCatalogue;
