import type { ProblemCatalogue } from "../domain/index.ts";

export const ENRICH_PROBLEMS = {
  GEO_DATABASE_UNREADABLE: {
    status: 500,
    text: "The location database {file} cannot be read: {reason}.",
    remedy: "Check the path and its permissions, or take the database out of the settings.",
  },
  GEO_DATABASE_BROKEN: {
    status: 500,
    text: "{file} is no whole MaxMind DB (MMDB) file: {reason}.",
    remedy: "Download it again, or take it out of the settings.",
  },
  GEO_DATABASE_OLD: {
    status: 200,
    text: "The location database {file} is {days} days old.",
    remedy: "Countries of re-assigned addresses may be wrong. Supply a newer MMDB file.",
  },
} as const satisfies ProblemCatalogue;
