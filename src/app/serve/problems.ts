import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of serving and of keys. Codes are never reused. */
export const SERVE_PROBLEMS = {
  SERVE_NO_KEY: {
    status: 400,
    text: "To listen on {host} there must be a key: whoever reaches the port would otherwise be let in or nobody.",
    remedy:
      "Make one with `gait keys create`, or set API_KEY to at least {least} characters of your own; without a key Gait listens on 127.0.0.1 alone.",
  },
  SERVE_OPEN: {
    status: 400,
    text: "A server that asks nobody for a key does not listen on {host}, where others could reach it.",
    remedy: "Leave --host away: it listens on 127.0.0.1 then; `gait serve` is for everybody else.",
  },
  SERVE_KEY_WEAK: {
    status: 400,
    text: "API_KEY is too easily guessed to listen on {host}.",
    remedy:
      "Set it to at least {least} random characters (`gait keys generate`), or leave it away and use `gait keys create`.",
  },
  BATCH_NO_RESULTS: {
    status: 409,
    text: "There are no results of {id}: it is no batch, or it is not done.",
    remedy: "Wait until GET /api/v1/jobs/{id} says that it is done.",
  },
  BATCH_LARGE: {
    status: 413,
    text: "The file holds more than {most} rows.",
    remedy: "Send it in several parts.",
  },
  SERVE_JOBS_MANY: {
    status: 503,
    text: "{waiting} jobs wait already.",
    remedy: "Ask again when some of them are done, or cancel what is not needed: GET /api/v1/jobs.",
  },
  SERVE_JOB_CANCELLED: {
    status: 409,
    text: "The job was cancelled.",
    remedy: "Ask for it again if that was a mistake.",
  },
  SERVE_JOB_STOPPED: {
    status: 503,
    text: "The server stopped before the job was done.",
    remedy: "Ask for it again; nothing of it counts.",
  },
  SERVE_JOB_BROKE: {
    status: 500,
    text: "The job broke off by something that should not happen.",
    remedy: "Look into the server's log, and please report it.",
  },
  SERVE_PORT: {
    status: 500,
    text: "Nobody can listen on {host} port {port}: {reason}.",
    remedy: "Choose another port with --port (0 takes a free one), or stop what uses it.",
  },
  SERVE_WORK_UNKNOWN: {
    status: 404,
    text: "Nothing of the schedule is called {name}.",
    remedy: "GET /api/v1/schedule lists what there is.",
  },
  SERVE_REPORT_UNKNOWN: {
    status: 404,
    text: "No report called {name} is kept.",
    remedy: "GET /api/v1/reports/kept lists those that are; the oldest make room for new ones.",
  },
  KEYS_EXPIRY: {
    status: 400,
    text: "A key that expires at {time} could never be used.",
    remedy: "Give a time to come, or a span such as 90d.",
  },
} as const satisfies ProblemCatalogue;
