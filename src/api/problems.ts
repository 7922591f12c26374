import type { ProblemCatalogue } from "../domain/index.ts";

/** Problems of the HTTP interface. Codes are never reused. */
export const API_PROBLEMS = {
  API_KEY_MISSING: {
    status: 401,
    text: "This needs a key, or somebody who is signed in.",
    remedy: "Send a key in the header X-API-Key, or as Authorization: Bearer; `gait keys create` makes them.",
  },
  API_KEY_UNKNOWN: {
    status: 401,
    text: "The key is not known, has expired or was revoked.",
    remedy: "Check it for missing characters, or make another with `gait keys create`.",
  },
  API_SESSION_ENDED: {
    status: 401,
    text: "Nobody is signed in any more: the session ended.",
    remedy: "Sign in again.",
  },
  API_SIGN_IN: {
    status: 401,
    text: "Name and password do not fit, or this user may not sign in.",
    remedy: "Check both; an administrator makes a link with which you choose a new password.",
  },
  API_RATE_SIGN_IN: {
    status: 429,
    text: "There were too many tries to sign in.",
    remedy: "Wait {seconds} seconds, then try again.",
  },
  API_PERSON: {
    status: 409,
    text: "{name} is nobody who signed in: it has no sessions and no password.",
    remedy: "Sign in with a name and a password for this.",
  },
  API_REPEAT_KEY: {
    status: 400,
    text: "The header Idempotency-Key cannot be used.",
    remedy: "Send 1 to {most} letters, digits and signs without spaces, such as a random UUID.",
  },
  API_REPEAT_BUSY: {
    status: 409,
    text: "The first request with this Idempotency-Key is being answered.",
    remedy: "Ask again in a moment: the same will be answered.",
  },
  API_REPEAT_DIFFERS: {
    status: 422,
    text: "This Idempotency-Key was used for another request.",
    remedy: "Use a new one for each thing to do.",
  },
  API_SCOPE: {
    status: 403,
    text: "{name} may not do this: it needs the scope {scope}.",
    remedy:
      "Ask an administrator for a role that has it, or use a key from `gait keys create --scope {scope}`.",
  },
  API_HOST: {
    status: 403,
    text: "The header Host names another machine than this one.",
    remedy:
      "Ask at http://127.0.0.1 or http://localhost with the port that is listened on; behind a proxy set TRUST_PROXY.",
  },
  API_ORIGIN: {
    status: 403,
    text: "A page of another origin asks for a change.",
    remedy: "Open Gait's own pages and do it there; programs send an API key instead.",
  },
  API_RATE: {
    status: 429,
    text: "More than {most} requests a minute.",
    remedy:
      "Wait for as many seconds as the header Retry-After says; send batches instead of single requests.",
  },
  API_RATE_KEYS: {
    status: 429,
    text: "More than {most} wrong keys a minute from this address.",
    remedy: "Wait for as many seconds as the header Retry-After says, and correct the key.",
  },
  API_ROUTE_UNKNOWN: {
    status: 404,
    text: "There is nothing at {method} {path}.",
    remedy: "/api/openapi.json lists what there is.",
  },
  API_INPUT: {
    status: 400,
    text: "The request is not as it should be: {first}",
    remedy: "Correct what `errors` names; /api/openapi.json describes every field.",
  },
  API_BODY: {
    status: 400,
    text: "The body cannot be read: {reason}.",
    remedy: "Send JSON in UTF-8, with Content-Type: application/json.",
  },
  API_BODY_LARGE: {
    status: 413,
    text: "The body is larger than this path takes.",
    remedy: "Send it in several parts.",
  },
  API_BODY_TYPE: {
    status: 415,
    text: "A body of this Content-Type is not taken here.",
    remedy: "Send application/json, or what /api/openapi.json names for this path.",
  },
  API_REQUEST: {
    status: 400,
    text: "The request cannot be answered: {reason}.",
    remedy: "Correct the request; /api/openapi.json describes every path.",
  },
  API_SLOW: {
    status: 408,
    text: "The request did not arrive in time.",
    remedy: "Send it again, in smaller parts where the line is slow.",
  },
  API_CURSOR: {
    status: 400,
    text: "The cursor is none that this list gave.",
    remedy: "Use `next_cursor` of the page before as it is, or begin without a cursor.",
  },
  API_BATCH_EXPLAINED: {
    status: 413,
    text: "{found} instances shall be explained, and at most {most} are at once.",
    remedy: "Send the batch without explain, then what is an anomaly once more with it.",
  },
  API_FILES_NONE: {
    status: 400,
    text: "The request brings no file.",
    remedy: "Send multipart/form-data with at least one file, or the file itself as the body.",
  },
  API_BUSY: {
    status: 503,
    text: "{waiting} uploads wait already.",
    remedy: "Send it again in a while: nothing of it was kept.",
  },
  API_LISTENERS: {
    status: 503,
    text: "{most} listeners are connected already, as many as there may be.",
    remedy: "Close one, or ask /api/v1/findings now and then.",
  },
  API_WEB_MISSING: {
    status: 503,
    text: "The web app is not built.",
    remedy: "Run `npm run web`, then load this page again. The API works without it.",
  },
  API_UNEXPECTED: {
    status: 500,
    text: "Something went wrong that should not.",
    remedy: "Look into the server's log for the request's id, and please report it.",
  },
} as const satisfies ProblemCatalogue;
