import type { ProblemCatalogue } from "../../../domain/index.ts";

/** Every message of the upload analyses. Codes are never reused. */
export const UPLOAD_PROBLEMS = {
  UPLOAD_LOG_UNUSABLE: {
    status: 400,
    text: "There are no uploads to analyse. {reason}",
    remedy:
      "Name an upload log that you may read, or - for standard input. Its first line must name the columns timestamp, user_id, service and bytes_uploaded, in any order.",
  },
  UPLOAD_CHART: {
    status: 500,
    text: "The chart cannot be written to {file}: {reason}.",
    remedy: "Name a file in a folder that exists and that you may write to.",
  },
} as const satisfies ProblemCatalogue;
