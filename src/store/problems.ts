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
    remedy: "Name another folder with --data, or another database or schema; nothing was changed.",
  },
  STORE_NEWER: {
    status: 500,
    text: "The database {file} was written by a newer version of Gait (it knows {migration}, this one does not).",
    remedy: "Update Gait, or name another folder with --data or another database; nothing was changed.",
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
  STORE_DATABASE_URL: {
    status: 400,
    text: "The address of the database is not one of PostgreSQL.",
    remedy: "Write it as postgres://user@host:5432/database, in DATABASE_URL or with --database.",
  },
  STORE_DATABASE_UNREACHABLE: {
    status: 503,
    text: "The database server of {place} cannot be reached: {reason}.",
    remedy: "Check that it runs, the host and port of the address, and what stands between.",
  },
  STORE_DATABASE_REFUSED: {
    status: 500,
    text: "The database {place} refuses user {user}: {reason}.",
    remedy: "Check user and password, in the address, PGPASSWORD or ~/.pgpass, and the server's pg_hba.conf.",
  },
  STORE_DATABASE_MISSING: {
    status: 404,
    text: "The server has no database {place}.",
    remedy: "Make it with `createdb`, encoding UTF8, or correct the address.",
  },
  STORE_DATABASE_OLD: {
    status: 500,
    text: "The server of {place} is PostgreSQL {version}; Gait needs 15 or later.",
    remedy: "Update the server, or use the data folder's own database by leaving the address away.",
  },
  STORE_DATABASE_ENCODING: {
    status: 500,
    text: "The database {place} is encoded in {encoding}, which cannot hold every text.",
    remedy: "Make one with `createdb --encoding=UTF8 --template=template0` and name it in the address.",
  },
  STORE_DATABASE_SCHEMA: {
    status: 500,
    text: "The search path of {place} names no schema that is there.",
    remedy: "Make the schema, or correct search_path of the user, the database or the address.",
  },
  STORE_DATABASE_EMPTY: {
    status: 404,
    text: "There is nothing in the database {place} yet.",
    remedy: "Take logs into it with `gait ingest`, or correct the address or its search path.",
  },
  STORE_DATABASE_RIGHTS: {
    status: 500,
    text: "User {user} may not do this in the database {place}: {reason}.",
    remedy: "Grant the user `create` and `usage` on the schema, or make the user its owner.",
  },
  STORE_DATABASE_READ_ONLY: {
    status: 500,
    text: "The database {place} is read-only: {reason}.",
    remedy: "Name the primary server in the address, not a replica.",
  },
  STORE_DATABASE_FULL: {
    status: 507,
    text: "The disk of the database server of {place} is full.",
    remedy:
      "Free some space and run the same command again: what was committed stays, the rest is read again.",
  },
  STORE_DATABASE_LOST: {
    status: 503,
    text: "The connection to the database {place} was lost: {reason}.",
    remedy: "Run the same command again: what was committed stays, the rest is read again.",
  },
  STORE_DATABASE_BUSY: {
    status: 503,
    text: "The database {place} gave up after waiting for other work: {reason}.",
    remedy: "Run the same command again when the server is less busy: what was committed stays.",
  },
  STORE_CLOSED: {
    status: 503,
    text: "The store is being closed: nothing more can be asked of it.",
    remedy: "Ask again when the server has started again; what was committed stays.",
  },
  STORE_LEASE_LOST: {
    status: 409,
    text: "Another process took over the work {name} meanwhile.",
    remedy: "Nothing is lost: it does the work. Start the command again to take part.",
  },
  STORE_PART_TOO_LARGE: {
    status: 500,
    text: "What a pass leaves behind for a day is too large to be kept: {bytes} bytes of {part}.",
    remedy: "Please report it; the day is done again by the next pass.",
  },
  STORE_RULE_CHANGED: {
    status: 409,
    text: "Somebody else changed the rule {id} meanwhile.",
    remedy: "Look at it as it is now, and make your change to that.",
  },
  STORE_EXCEPTION_UNKNOWN: {
    status: 404,
    text: "There is no exception {id}.",
    remedy: "Look at the exceptions for one that is there.",
  },
  STORE_DELIVERY_UNKNOWN: {
    status: 404,
    text: "There is no delivery {id}.",
    remedy: "`gait alerts` and GET /api/v1/alerts/deliveries list them.",
  },
  STORE_MUTE_UNKNOWN: {
    status: 404,
    text: "There is nothing muted or allowed with the id {id}.",
    remedy: "`gait alerts mutes` lists what is.",
  },
  STORE_INPUT_UNKNOWN: {
    status: 404,
    text: "The ledger has no input {hash}.",
    remedy: "Ingest it first.",
  },
  STORE_MODEL_UNKNOWN: {
    status: 404,
    text: "There is no model {id}.",
    remedy: "`gait models` lists those that are there.",
  },
  STORE_MODEL_ACTIVE: {
    status: 409,
    text: "The model {id} is in use.",
    remedy: "Activate another one of its name first.",
  },
  STORE_MODEL_NONE_BEFORE: {
    status: 409,
    text: "There is no model {name} that was active before.",
    remedy: "`gait models` lists those that can be activated.",
  },
  STORE_JOB_UNKNOWN: {
    status: 404,
    text: "There is no job {id}.",
    remedy: "GET /api/v1/jobs lists those that are there; the oldest are forgotten.",
  },
  STORE_KEY_UNKNOWN: {
    status: 404,
    text: "There is no key {id}.",
    remedy: "`gait keys list` shows those that are there.",
  },
  STORE_SERVED: {
    status: 423,
    text: "The data folder {folder} belongs to the server at {address} (process id {pid}, since {since}) while it runs.",
    remedy:
      "Ask the server instead: everything is under {address}/api/v1, with a key. Or stop it with Ctrl-C (kill {pid}) and run this again.",
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
  STORE_USER_UNKNOWN: {
    status: 404,
    text: "There is no user {id}.",
    remedy: "`gait users list` shows who there is.",
  },
  STORE_USER_NAME: {
    status: 409,
    text: "There is a user {name} already; capitals do not count.",
    remedy: "Choose another name, or make a new link for the one who has it.",
  },
  STORE_USER_LAST: {
    status: 409,
    text: "{name} is the last who may administer.",
    remedy: "Make somebody else an administrator first.",
  },
  STORE_SESSION_UNKNOWN: {
    status: 404,
    text: "There is no such session of yours: {id}.",
    remedy: "It may have ended; /api/v1/sessions lists yours.",
  },
  STORE_TRIAGE_CHANGED: {
    status: 412,
    text: "{by} changed it meanwhile; nothing was written over.",
    remedy: "Look at how it stands now, and say again what you want changed.",
  },
  STORE_TRIAGE_TAGS: {
    status: 400,
    text: "{id} would have more than {most} tags.",
    remedy: "Take tags away that nobody filters by.",
  },
  STORE_VIEW_UNKNOWN: {
    status: 404,
    text: "There is no such view, or it is not yours to change: {id}.",
    remedy: "GET /api/v1/views lists those that you can use; who made one changes it.",
  },
  STORE_VIEW_NAME: {
    status: 409,
    text: "This page has a view of yours that is called {name} already.",
    remedy: "Choose another name, or change the one that is there.",
  },
  STORE_VIEWS_MANY: {
    status: 409,
    text: "There are {most} views of yours already.",
    remedy: "Delete one that you no longer use.",
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
