import type { FastifyReply } from "fastify";
import { toError } from "../../domain/index.ts";
import { API_PROBLEMS } from "../problems.ts";

/** Sends the version of an answer as its ETag. */
export function tagVersion<Answer extends { readonly version: number }>(
  reply: FastifyReply,
  answer: Answer,
): Answer {
  reply.header("etag", `"v${answer.version}"`).header("cache-control", "private, no-cache");
  return answer;
}

/** The version that `If-Match` asks for; null: whatever it is. Throws API_REQUEST where it is no such ETag. */
export function readVersion({ request }: FastifyReply): number | null {
  const asked = request.headers["if-match"]?.trim() ?? "*";
  if (asked === "*") return null;
  const version = /^"v(\d{1,15})"$/.exec(asked)?.[1];
  if (version === undefined)
    throw toError(API_PROBLEMS, "API_REQUEST", { reason: "If-Match is no ETag that was given for it" });
  return Number(version);
}
