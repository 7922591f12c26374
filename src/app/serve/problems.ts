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
      "Set it to at least {least} random characters (`openssl rand -hex 16`), or leave it away and use `gait keys create`.",
  },
  SERVE_SETTING: {
    status: 400,
    text: "The setting {name} is {value}, which cannot be used: {reason}.",
    remedy: "Correct it in the environment or in .env, or leave it away.",
  },
  SERVE_PORT: {
    status: 500,
    text: "Nobody can listen on {host} port {port}: {reason}.",
    remedy: "Choose another port with --port (0 takes a free one), or stop what uses it.",
  },
  KEYS_EXPIRY: {
    status: 400,
    text: "A key that expires at {time} could never be used.",
    remedy: "Give a time to come, or a span such as 90d.",
  },
} as const satisfies ProblemCatalogue;
