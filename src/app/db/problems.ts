import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of looking after databases. Codes are never reused. */
export const DB_PROBLEMS = {
  DB_COPY_SAME: {
    status: 400,
    text: "{place} cannot be copied to itself.",
    remedy: "Name two different places with --from and --to.",
  },
  DB_COPY_DIFFERS: {
    status: 500,
    text: "The copy does not agree with its source: {difference}.",
    remedy:
      "Nothing is lost: the source is as it was. Make sure that nothing writes to either meanwhile, and copy into an empty database.",
  },
} as const satisfies ProblemCatalogue;
