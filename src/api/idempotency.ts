import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isJsonObject, type JsonValue, toError } from "../domain/index.ts";
import type { KeptAnswersPort } from "./port/audit-port.ts";
import { API_PROBLEMS } from "./problems.ts";

declare module "fastify" {
  interface FastifyInstance {
    keptAnswers: KeptAnswersPort;
  }
}

const KEY_LENGTH_MAX = 255;
/** Characters of an answer that is kept; longer ones are made again. */
const ANSWER_LENGTH_MAX = 256 * 1024;

/** For the description of paths that take the header. */
export const idempotencyHeaders = z.object({
  "idempotency-key": z
    .string()
    .max(KEY_LENGTH_MAX)
    .optional()
    .describe(
      "any text of the caller's, once for each thing to do: asked again within a day with the same body, the same is answered and nothing is done; with another body it is refused with 422",
    ),
});

export interface Repeatable {
  readonly status: number;
  /** SHA-256 of what is asked; where the body still comes, once it is there. */
  readonly digest: () => Promise<string>;
  readonly work: () => Promise<object>;
}

/** Does the work once for each Idempotency-Key of a caller, and answers the same afterwards. Without the header it just does it. */
export async function answerOnce(reply: FastifyReply, { status, digest, work }: Repeatable): Promise<object> {
  const { request, server } = reply;
  const key = readKey(request);
  if (key === null) return work();
  const claim = toDigest([request.caller?.id ?? "", request.method, request.url.split("?", 1)[0]!, key]);
  const claimed = await server.keptAnswers.claim(claim);
  if (claimed.kind === "busy") throw toError(API_PROBLEMS, "API_REPEAT_BUSY");
  if (claimed.kind === "kept") {
    if ((await digest()) !== claimed.kept.request) throw toError(API_PROBLEMS, "API_REPEAT_DIFFERS");
    reply.header("idempotency-replayed", "true");
    return claimed.kept.answer;
  }
  try {
    const answer = await work();
    const text = JSON.stringify(answer);
    const kept: JsonValue = JSON.parse(text);
    if (text.length > ANSWER_LENGTH_MAX || !isJsonObject(kept)) await server.keptAnswers.giveUp(claim);
    else await server.keptAnswers.keep(claim, { request: await digest(), status, answer: kept });
    return answer;
  } catch (error) {
    await server.keptAnswers.giveUp(claim);
    throw error;
  }
}

/** The digest of a body that was read already. */
export const digestJson = (value: unknown): string => toDigest([JSON.stringify(value) ?? ""]);

/** A body with its digest, which reads what nobody else read. */
export function digestStream(
  body: Readable | undefined,
  { query, bytesMax }: { readonly query: string; readonly bytesMax: number },
): { readonly body: AsyncIterable<Uint8Array>; readonly digest: () => Promise<string> } {
  const hash = createHash("sha256").update(query).update("\0");
  const chunks = hashing(body, (chunk) => hash.update(chunk));
  return {
    body: chunks,
    async digest() {
      let bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > bytesMax) throw toError(API_PROBLEMS, "API_BODY_LARGE");
      }
      return hash.digest("hex");
    },
  };
}

async function* hashing(
  body: Readable | undefined,
  note: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  for await (const chunk of body) {
    const bytes: Uint8Array = chunk;
    note(bytes);
    yield bytes;
  }
}

const toDigest = (parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

function readKey({ headers }: FastifyRequest): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw toError(API_PROBLEMS, "API_REPEAT_KEY", { most: KEY_LENGTH_MAX });
  return key;
}
