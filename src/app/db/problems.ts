import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of looking after databases. Codes are never reused. */
export const DB_PROBLEMS = {
  DB_COPY_SAME: {
    status: 400,
    text: "{place} cannot be copied to itself.",
    remedy: "Name two different places with --from and --to.",
  },
  DB_BACKUP_FOREIGN: {
    status: 409,
    text: "The folder {folder} holds something else than a backup.",
    remedy: "Name an empty folder, or one that an earlier backup made.",
  },
  DB_BACKUP_OPEN: {
    status: 409,
    text: "The folder {folder} is in use as a data folder, or was when its process was killed.",
    remedy: "Name another folder; where nobody uses it, remove its gait.lock.",
  },
  DB_BACKUP_NONE: {
    status: 404,
    text: "There is no backup in {folder}.",
    remedy: "Name the folder that `gait db backup` wrote; it holds gait.duckdb and archive.",
  },
  DB_RESTORE_THERE: {
    status: 409,
    text: "{place} holds data already, and nothing is overwritten.",
    remedy: "Name an empty place with --data or --database, or move what is there aside.",
  },
  DB_COPY_DIFFERS: {
    status: 500,
    text: "The copy does not agree with its source: {difference}.",
    remedy:
      "Nothing is lost: the source is as it was. Make sure that nothing writes to either meanwhile, and copy into an empty database.",
  },
} as const satisfies ProblemCatalogue;
