import { createHash } from "node:crypto";
import "@fastify/swagger";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Scope } from "../domain/index.ts";
import { checkInput } from "./check-input.ts";
import { answerOnce, digestJson, idempotencyHeaders } from "./idempotency.ts";
import type { Caller } from "./port/asked.ts";
import { problemSchema } from "./problem-document.ts";

/** What a path is asked, checked against its schemas. */
export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller | null;
}

/** A path of the interface: what it takes, what it gives, who may ask. */
export interface Route<Params, Query, Body> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  /** `nobody`: nobody needs to be known; `anybody`: neither, but who asks is looked at. */
  readonly scope: Scope | "nobody" | "anybody";
  /** Under which heading it is documented. */
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Described alone: the handler reads what it needs from the request. */
  readonly headers?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status?: 200 | 201 | 202;
  readonly bodyBytesMax?: number;
  /**
   * The answer goes out as it is, without another look at what must not be in it: for large or frequent ones, which are made
   * of the schema's fields alone.
   */
  readonly isExact?: boolean;
  /** Answers that do not change between two requests are sent once: by their hash. */
  readonly isTagged?: boolean;
  /** What is asked twice with one Idempotency-Key is done once. Not where the answer holds a secret: it is kept. */
  readonly isRepeatable?: boolean;
  /** The reply is for headers alone. */
  readonly handle: (asked: Asked<Params, Query, Body>, reply: FastifyReply) => Promise<object>;
}

/** Adds a path to the server. The schemas check what comes and what goes, and are its documentation. */
export function addRoute<Params = unknown, Query = unknown, Body = unknown>(
  app: FastifyInstance,
  route: Route<Params, Query, Body>,
): void {
  const { method, url, params, query, body, scope, bodyBytesMax } = route;
  const status = route.status ?? 200;
  const headers = route.isRepeatable === true ? idempotencyHeaders : route.headers;
  app.route({
    method,
    url,
    config: { scope },
    ...(bodyBytesMax === undefined ? {} : { bodyLimit: bodyBytesMax }),
    ...(route.isExact === true ? { serializerCompiler: () => JSON.stringify } : {}),
    schema: {
      summary: route.summary,
      tags: [route.tag],
      security: toSecurity(scope),
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { querystring: query }),
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
      response: { [status]: route.answer, default: problemSchema },
    },
    handler: async (request, reply) => {
      const asked = {
        params: checkInput(params, request.params, "params"),
        query: checkInput(query, request.query, "query"),
        body: checkInput(body, request.body, "body"),
        caller: request.caller,
      };
      const work = (): Promise<object> => route.handle(asked, reply);
      const digest = async (): Promise<string> => digestJson([request.query, request.body]);
      const answer =
        route.isRepeatable === true ? await answerOnce(reply, { status, digest, work }) : await work();
      if (route.isTagged === true && isUnchanged(reply, answer)) return reply.code(304).send();
      return reply.code(status).send(answer);
    },
  });
}

/** A key in either header, or the cookie of somebody who is signed in, which allows what is needed. */
export const toSecurity = (scope: Scope | "nobody" | "anybody"): readonly Record<string, string[]>[] =>
  scope === "nobody" || scope === "anybody"
    ? []
    : [{ key: [scope] }, { bearer: [scope] }, { session: [scope] }];

/** Whether the caller has this very answer. */
function isUnchanged(reply: FastifyReply, answer: object): boolean {
  const tag = `"${createHash("sha256").update(JSON.stringify(answer)).digest("base64url").slice(0, 22)}"`;
  reply.header("etag", tag).header("cache-control", "private, no-cache");
  const known = reply.request.headers["if-none-match"];
  return known?.split(",").some((one) => one.trim().replace(/^W\//, "") === tag) ?? false;
}

/** Anything that JSON can hold under names. */
export const jsonObject = z.record(z.string(), z.unknown());
