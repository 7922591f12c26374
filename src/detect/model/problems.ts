import type { ProblemCatalogue } from "../../domain/index.ts";

/** Messages about behaviour models. */
export const MODEL_PROBLEMS = {
  MODEL_ROWS_FEW: {
    status: 422,
    text: "There are {rows} rows to learn from, and {needed} are needed.",
    remedy: "Read more of the past, or wait until more events have come in.",
  },
  MODEL_FEATURES: {
    status: 422,
    text: "The rows have {found} features, and {expected} are named.",
    remedy: "Give one name for each feature of the rows.",
  },
  MODEL_BROKEN: {
    status: 422,
    text: "The behaviour models cannot be read: {reason}.",
    remedy: "Train them again, or go back to models that were kept before.",
  },
  MODEL_BUDGET: {
    status: 422,
    text: "A budget of {budget} a day over {events} events a day is no budget.",
    remedy: "Give a number of alerts above 0, and the number of events that a day has.",
  },
} as const satisfies ProblemCatalogue;
