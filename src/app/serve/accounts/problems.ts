import type { ProblemCatalogue } from "../../../domain/index.ts";

/** Problems of people who sign in. Codes are never reused. */
export const ACCOUNT_PROBLEMS = {
  SESSION_LINK: {
    status: 410,
    text: "This link does not count: it was used, it has expired, or a later one took its place.",
    remedy: "An administrator makes another; for the first user, start the server again.",
  },
  SESSION_PASSWORD: {
    status: 422,
    text: "The present password is another one.",
    remedy: "Type it again; whoever forgot it asks an administrator for a link.",
  },
  SESSION_BUSY: {
    status: 503,
    text: "{waiting} passwords wait to be checked already.",
    remedy: "Try again in a moment.",
  },
  USERS_PASSWORD: {
    status: 422,
    text: "This is no password to be safe with: {reason}.",
    remedy: "Take at least {least} characters; three or four words that do not belong together are fine.",
  },
  USERS_NAME: {
    status: 422,
    text: "This cannot be a user's name.",
    remedy: "Take letters, digits, and . _ @ + - ', with single spaces between.",
  },
  USERS_DISABLED: {
    status: 409,
    text: "{name} is disabled: nobody can sign in with a link for them.",
    remedy: "Enable the user first.",
  },
  USERS_UNKNOWN: {
    status: 404,
    text: "There is no user {name}.",
    remedy: "`gait users list` shows who there is.",
  },
  SERVE_TLS: {
    status: 400,
    text: "The certificate for TLS cannot be used: {reason}.",
    remedy:
      "Name two PEM files that belong together with --tls-cert and --tls-key, or GAIT_TLS_CERT and GAIT_TLS_KEY.",
  },
  SERVE_PROXY: {
    status: 400,
    text: "TRUST_PROXY names {proxy}, which is no address and no network.",
    remedy:
      "Write the proxy's address or network, such as loopback or 10.0.0.0/8, several with commas between; never a network that people come from.",
  },
} as const satisfies ProblemCatalogue;
