import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { ROLES, SCOPES, toError } from "../../domain/index.ts";
import type { Caller } from "../port/asked.ts";
import type { LinkAnswer, SessionsPort, SignedIn, SignInPlace } from "../port/session-port.ts";
import { API_PROBLEMS } from "../problems.ts";
import { type Asked, addRoute } from "../route.ts";
import { clearToken, setToken } from "../session-cookie.ts";
import { idParams } from "./list.ts";
import { email, password, token, userName } from "./user-routes.ts";

const TAG = "session";

const user = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(["user", "key", "open"]).describe("open: whoever asks on this machine may do everything"),
    role: z.enum(ROLES).nullable().describe("null: a key, which has scopes alone"),
    scopes: z.array(z.enum(SCOPES)),
  })
  .meta({ id: "SessionUser" });

const start = z
  .object({
    user: user.nullable().describe("null: nobody is signed in"),
    is_open: z.boolean().describe("true: nobody needs to sign in, as in the demo"),
    needs_setup: z
      .boolean()
      .describe("true: there is nobody who could sign in; the set-up link makes the first"),
    version: z.string(),
  })
  .meta({ id: "SessionStart" });

const session = z
  .object({
    id: z.string(),
    address: z.string().nullable(),
    agent: z.string().nullable().describe("what the browser calls itself"),
    created_at: z.string(),
    used_at: z.string(),
    expires_at: z.string().describe("it ends then, however much it is used"),
    is_current: z.boolean(),
  })
  .meta({ id: "Session" });

const link = z
  .object({
    kind: z.enum(["set-up", "invitation", "reset"]),
    name: z.string().nullable().describe("whose it is; null: the first user's, who chooses a name"),
    expires_at: z.string(),
  })
  .meta({ id: "Link" });

export interface SessionParts {
  readonly sessions: SessionsPort;
  readonly version: string;
  readonly isOpen: boolean;
}

/** Signing in and out. */
export function addSessionRoutes(app: FastifyInstance, parts: SessionParts): void {
  const { sessions } = parts;
  const readStart = async (caller: Caller | null) => ({
    user: caller === null ? null : toUser(caller, parts.isOpen),
    is_open: parts.isOpen,
    needs_setup: !parts.isOpen && (await sessions.needsSetUp()),
    version: parts.version,
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/session",
    scope: "anybody",
    tag: TAG,
    summary: "Who asks, and what they may do; answers without a key, too",
    answer: start,
    handle: ({ caller }) => readStart(caller),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/session",
    scope: "nobody",
    tag: TAG,
    summary: "Sign in; the answer sets a cookie",
    body: z.object({ name: z.string().min(1).max(200), password }),
    answer: start,
    handle: async ({ body }, reply) => {
      const outcome = await sessions.signIn({ ...body, ...toPlace(reply) });
      if (outcome.kind === "refused") throw toError(API_PROBLEMS, "API_SIGN_IN");
      if (outcome.kind === "wait") {
        reply.header("retry-after", outcome.seconds);
        throw toError(API_PROBLEMS, "API_RATE_SIGN_IN", { seconds: outcome.seconds });
      }
      return readStart(welcome(reply, outcome));
    },
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/session",
    scope: "anybody",
    tag: TAG,
    summary: "Sign out; nothing happens to who is not signed in",
    answer: start,
    handle: async ({ caller }, reply) => {
      const id = caller?.person?.sessionId ?? null;
      if (caller !== null && id !== null) await sessions.end(caller, id);
      clearToken(reply);
      return readStart(id === null ? caller : null);
    },
  });
  addOwnSessionRoutes(app, sessions);
  addLinkRoutes(app, sessions, readStart);
}

/** What people see and change of their own. */
function addOwnSessionRoutes(app: FastifyInstance, sessions: SessionsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/sessions",
    scope: "read",
    tag: TAG,
    summary: "Where the caller is signed in, the latest first",
    answer: z.object({ items: z.array(session) }),
    handle: async ({ caller }) => ({ items: await sessions.list(toPerson(caller)) }),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/sessions/:id",
    scope: "read",
    tag: TAG,
    summary: "End a session of the caller's own",
    params: idParams,
    answer: z.object({ ended: z.int() }),
    handle: async ({ params, caller }) => {
      await sessions.end(toPerson(caller), params.id);
      return { ended: 1 };
    },
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/sessions",
    scope: "read",
    tag: TAG,
    summary: "End all sessions of the caller's own but this one",
    answer: z.object({ ended: z.int() }),
    handle: async ({ caller }) => ({ ended: await sessions.endOthers(toPerson(caller)) }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/password",
    scope: "read",
    tag: TAG,
    summary: "Change one's own password; all other sessions end",
    body: z.object({ current: password, password }),
    answer: z.object({ changed: z.boolean() }),
    handle: async ({ body, caller }) => {
      await sessions.changePassword(toPerson(caller), body);
      return { changed: true };
    },
  });
}

/** Links that work once: of the first start, of invitations, of forgotten passwords. */
function addLinkRoutes(
  app: FastifyInstance,
  sessions: SessionsPort,
  readStart: (caller: Caller) => Promise<object>,
): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/setup",
    scope: "nobody",
    tag: TAG,
    summary: "Make the first administrator, with the link that the server's start printed, and sign in",
    body: z.object({ token, name: userName, email: email.nullish(), password }),
    answer: start,
    handle: async ({ body }, reply) => {
      const made = await sessions.setUp({ ...body, email: body.email ?? null, ...toPlace(reply) });
      return readStart(welcome(reply, made));
    },
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/link",
    scope: "nobody",
    tag: TAG,
    summary: "What a link is for; it is not used up by that",
    body: z.object({ token }),
    answer: link,
    handle: ({ body }): Promise<LinkAnswer> => sessions.readLink(body.token),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/link/password",
    scope: "nobody",
    tag: TAG,
    summary: "Choose a password with the link of an invitation or of a reset, and sign in",
    body: z.object({ token, password }),
    answer: start,
    handle: async ({ body }, reply) =>
      readStart(welcome(reply, await sessions.redeem({ ...body, ...toPlace(reply) }))),
  });
}

const toPlace = ({ request }: FastifyReply): SignInPlace => ({
  address: request.ip,
  agent: request.headers["user-agent"] ?? null,
});

/** Hands over the cookie; answers who has it. */
function welcome(reply: FastifyReply, signedIn: SignedIn): Caller {
  setToken(reply, signedIn);
  return signedIn.caller;
}

/** Throws API_PERSON: keys have no sessions and no password. */
function toPerson(caller: Asked<unknown, unknown, unknown>["caller"]): Caller {
  if (caller === null || (caller.person?.sessionId ?? null) === null)
    throw toError(API_PROBLEMS, "API_PERSON", { name: caller?.name ?? "" });
  return caller;
}

const toUser = ({ id, name, scopes, person }: Caller, isOpen: boolean): object => ({
  id,
  name,
  kind: isOpen ? "open" : person === null ? "key" : "user",
  role: person?.role ?? null,
  scopes,
});
