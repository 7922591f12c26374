import type { ProblemCatalogue } from "../domain/index.ts";

/** Every message of the store. Codes are never reused. */
export const STORE_PROBLEMS = {
  STORE_LOCKED: {
    status: 423,
    text: "The data folder {folder} is in use by {holder}.",
    remedy: "Wait until it has finished or stop it, or name another folder with --data.",
  },
  STORE_FOLDER: {
    status: 500,
    text: "The data folder {folder} cannot be used: {reason}.",
    remedy: "Make it a folder that you may write to, or name another one with --data.",
  },
  STORE_MISSING: {
    status: 404,
    text: "There is nothing in the data folder {folder} yet.",
    remedy: "Take logs into it with `gait ingest`, or name another folder with --data.",
  },
  STORE_NOT_A_DATABASE: {
    status: 500,
    text: "The file {file} is not a database of Gait.",
    remedy: "Move the file away or name another folder with --data; nothing was changed.",
  },
  STORE_FOREIGN: {
    status: 500,
    text: "The database {file} belongs to another program: it has tables, but none of Gait's.",
    remedy: "Name another folder with --data; nothing was changed.",
  },
  STORE_NEWER: {
    status: 500,
    text: "The database {file} was written by a newer version of Gait (it knows {migration}, this one does not).",
    remedy: "Update Gait, or name another folder with --data; nothing was changed.",
  },
  STORE_DAMAGED: {
    status: 500,
    text: "The database {file} is damaged: {reason}.",
    remedy:
      "Restore the data folder from a backup, or move gait.duckdb away and ingest again: the archive folder still holds every input.",
  },
  STORE_DISK_FULL: {
    status: 507,
    text: "The disk that holds the data folder {folder} is full.",
    remedy:
      "Free some space and run the same command again: what was committed stays, the rest is read again.",
  },
  STORE_ARCHIVE_MISSING: {
    status: 404,
    text: "The archive does not hold the input {hash}.",
    remedy: "Ingest the input again, or restore the archive folder from a backup.",
  },
  STORE_ARCHIVE_DAMAGED: {
    status: 500,
    text: "The archived input {hash} is damaged: its bytes have another SHA-256.",
    remedy: "Restore this file of the archive folder from a backup, or ingest the input again.",
  },
} as const satisfies ProblemCatalogue;

/** Node says so by code, the database in words. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) return true;
  return /no space left on device|not enough space|could not write all bytes|disk is full/i.test(
    error.message,
  );
}
