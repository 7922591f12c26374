import "@fastify/rate-limit";
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isAllowed, type Scope, toError } from "../domain/index.ts";
import { isForeignChange, isForLoopback, isLoopbackAddress } from "./access-origin.ts";
import type { Caller } from "./port/asked.ts";
import type { SessionsPort } from "./port/session-port.ts";
import type { AccessPort } from "./ports.ts";
import { API_PROBLEMS } from "./problems.ts";
import { clearToken, readToken } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null where nobody needs to be known. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What the caller must be allowed; `nobody`: anybody may ask, `anybody`: who asks is looked at all the same. */
    scope?: Scope | "nobody" | "anybody";
  }
}

/** Characters of a key that are looked at. */
const KEY_LENGTH_MAX = 256;

export interface AccessOptions {
  readonly access: AccessPort;
  readonly sessions: Pick<SessionsPort, "resume">;
  /** Whoever asks on this machine is this caller and needs no key; null: keys are needed. */
  readonly open: Caller | null;
  /** Only this machine can reach the server, and no proxy stands before it: requests must name it. */
  readonly isLocal: boolean;
  readonly wrongKeysPerMinuteMax: number;
}

/**
 * Asks who it is before anything of the body is read: a key, or the cookie of somebody who is signed in. A path that does
 * not say what it needs needs `admin`: nothing is open by being forgotten. Needs the rate limiter.
 */
export async function addAccess(app: FastifyInstance, options: AccessOptions): Promise<void> {
  const { access, open, isLocal } = options;
  await app.register(cookie);
  app.decorateRequest("caller", null);
  const identify = createIdentify(app, options);
  app.addHook("onRequest", async (request, reply) => {
    if (isLocal && !isForLoopback(request)) throw toError(API_PROBLEMS, "API_HOST");
    if (request.is404) return;
    const scope = request.routeOptions.config.scope ?? "admin";
    if (open !== null && !isLoopbackAddress(request.socket.remoteAddress))
      throw toError(API_PROBLEMS, "API_HOST");
    // Without a key it is a page that asks, or nobody who needs one: no other page may do that for it.
    if ((open !== null || readKey(request) === null) && isForeignChange(request))
      throw toError(API_PROBLEMS, "API_ORIGIN");
    if (scope === "nobody") return;
    request.caller = open ?? (await identify(request, reply));
    if (scope === "anybody") return;
    if (request.caller === null) throw toMissing(request, reply);
    if (!isAllowed(request.caller.scopes, scope))
      throw toError(API_PROBLEMS, "API_SCOPE", { name: request.caller.name, scope });
  });
  // What is changed from here on is noted as the caller's.
  app.addHook("preHandler", (request, _, done) => {
    if (request.caller === null) return done();
    access.actAs(request.caller, request.ip, done);
  });
}

type Identify = (request: FastifyRequest, reply: FastifyReply) => Promise<Caller | null>;

/** Null: nobody says who they are, or they were signed in and are not any more. A key that is wrong is refused. */
function createIdentify(
  app: FastifyInstance,
  { access, sessions, wrongKeysPerMinuteMax: most }: AccessOptions,
): Identify {
  const limitWrongKeys = app.createRateLimit({
    max: most,
    timeWindow: 60_000,
    keyGenerator: (request) => `wrong key ${request.ip}`,
  });
  const refuseMany: (...asked: Parameters<Identify>) => Promise<void> = async (request, reply) => {
    const limit = await limitWrongKeys(request);
    if (limit.isAllowed || !limit.isExceeded) return;
    reply.header("retry-after", limit.ttlInSeconds);
    throw toError(API_PROBLEMS, "API_RATE_KEYS", { most });
  };
  return async (request, reply) => {
    const key = readKey(request);
    if (key !== null) {
      const caller = await access.identify(key);
      if (caller !== null) return caller;
      await refuseMany(request, reply);
      throw toMissing(request, reply);
    }
    const token = readToken(request);
    const caller = token === null ? null : await sessions.resume(token);
    if (caller !== null) return caller;
    if (token !== null) clearToken(reply);
    if (request.routeOptions.config.scope !== "anybody") await refuseMany(request, reply);
    return null;
  };
}

function toMissing(request: FastifyRequest, reply: FastifyReply): Error {
  reply.header("www-authenticate", 'Bearer realm="gait"');
  if (readKey(request) !== null) return toError(API_PROBLEMS, "API_KEY_UNKNOWN");
  return toError(API_PROBLEMS, readToken(request) === null ? "API_KEY_MISSING" : "API_SESSION_ENDED");
}

function readKey({ headers }: FastifyRequest): string | null {
  const named = headers["x-api-key"];
  const bearer = /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? "")?.[1];
  const key = typeof named === "string" ? named : bearer;
  return key === undefined || key === "" || key.length > KEY_LENGTH_MAX ? null : key;
}
