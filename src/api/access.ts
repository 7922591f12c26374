import "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { isAllowed, type Scope, toError } from "../domain/index.ts";
import { isForeignChange, isForLoopback, isLoopbackAddress } from "./access-origin.ts";
import type { AccessPort, Caller } from "./ports.ts";
import { API_PROBLEMS } from "./problems.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null where no key is needed. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What a key must allow; `nobody`: no key is needed. */
    scope?: Scope | "nobody";
  }
}

/** Characters of a key that are looked at. */
const KEY_LENGTH_MAX = 256;

export interface AccessOptions {
  readonly access: AccessPort;
  /** Whoever asks on this machine is this caller and needs no key; null: keys are needed. */
  readonly open: Caller | null;
  readonly wrongKeysPerMinuteMax: number;
}

/**
 * Asks for a key before anything of the body is read. A path that does not say what it needs needs `admin`: nothing is
 * open by being forgotten. Needs the rate limiter.
 */
export function addAccess(
  app: FastifyInstance,
  { access, open, wrongKeysPerMinuteMax }: AccessOptions,
): void {
  app.decorateRequest("caller", null);
  const limitWrongKeys = app.createRateLimit({
    max: wrongKeysPerMinuteMax,
    timeWindow: 60_000,
    keyGenerator: (request) => `wrong key ${request.ip}`,
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.is404) return;
    const scope = request.routeOptions.config.scope ?? "admin";
    if (open !== null) refuseStrangers(request);
    if (scope === "nobody") return;
    if (open !== null) {
      request.caller = open;
      return;
    }
    const key = readKey(request);
    const caller = key === null ? null : await access.identify(key);
    if (caller === null) {
      const limit = await limitWrongKeys(request);
      if (!limit.isAllowed && limit.isExceeded) {
        reply.header("retry-after", limit.ttlInSeconds);
        throw toError(API_PROBLEMS, "API_RATE_KEYS", { most: wrongKeysPerMinuteMax });
      }
      reply.header("www-authenticate", 'Bearer realm="gait"');
      throw toError(API_PROBLEMS, key === null ? "API_KEY_MISSING" : "API_KEY_UNKNOWN");
    }
    if (!isAllowed(caller.scopes, scope))
      throw toError(API_PROBLEMS, "API_SCOPE", { name: caller.name, scope });
    request.caller = caller;
  });
}

function readKey({ headers }: FastifyRequest): string | null {
  const named = headers["x-api-key"];
  const bearer = /^Bearer +([^ ]+) *$/i.exec(headers.authorization ?? "")?.[1];
  const key = typeof named === "string" ? named : bearer;
  return key === undefined || key === "" || key.length > KEY_LENGTH_MAX ? null : key;
}

/** Where no key is needed, only programs and pages of this machine are let in. */
function refuseStrangers(request: FastifyRequest): void {
  if (!isLoopbackAddress(request.socket.remoteAddress) || !isForLoopback(request))
    throw toError(API_PROBLEMS, "API_HOST");
  if (isForeignChange(request)) throw toError(API_PROBLEMS, "API_ORIGIN");
}
