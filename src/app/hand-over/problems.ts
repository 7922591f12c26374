import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of commands that a running server does. Codes are never reused. */
export const HAND_OVER_PROBLEMS = {
  HAND_OVER_UNKNOWN: {
    status: 404,
    text: "The server that holds the data folder does not know the command {name}.",
    remedy: "It is of another version: stop it and start it anew with this one.",
  },
  HAND_OVER_LARGE: {
    status: 413,
    text: "The answer has more than {most} rows, which is more than the server that holds the data folder hands over.",
    remedy: "Ask for fewer with --limit, --from and --to; or stop the server and run this again.",
  },
  HAND_OVER_TERMINAL: {
    status: 403,
    text: "Only commands on the server's own machine may ask this.",
    remedy: "Use the paths of /api/openapi.json.",
  },
  HAND_OVER_FAILED: {
    status: 502,
    text: "The server at {address} holds the data folder and did not do it: {reason}",
    remedy: "{remedy}",
  },
} as const satisfies ProblemCatalogue;
