import type { ProblemCatalogue } from "../../../domain/index.ts";

/** Problems of hunts. Codes are never reused. */
export const HUNT_PROBLEMS = {
  HUNT_EMPTY: {
    status: 400,
    text: "The hunt does not say what to look for.",
    remedy: "Give a filter, for example user:alice and outcome:denied.",
  },
  HUNT_EXPIRED: {
    status: 410,
    text: "What the hunt {id} found is not kept any more.",
    remedy: "Ask again with POST /api/v1/hunts: results are kept for a day.",
  },
} as const satisfies ProblemCatalogue;
