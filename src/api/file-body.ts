import type { Readable } from "node:stream";
import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Scope } from "../domain/index.ts";
import { checkInput } from "./check-input.ts";
import { FILES_MAX } from "./limits.ts";
import type { Caller } from "./port/asked.ts";
import type { GivenFile } from "./port/files-port.ts";
import { problemSchema } from "./problem-document.ts";
import { toSecurity } from "./route.ts";

/** A path that takes files: `multipart/form-data` with any number of them, or one file as the body itself. */
export interface FileRoute<Query> {
  readonly url: string;
  readonly scope: Scope;
  readonly tag: string;
  readonly summary: string;
  readonly query: z.ZodType<Query>;
  readonly answer: z.ZodType;
  readonly status: 200 | 202;
  readonly handle: (asked: {
    readonly query: Query;
    readonly files: AsyncIterable<GivenFile>;
    readonly caller: Caller | null;
  }) => Promise<object>;
}

/** Characters of a file's name that are kept. */
const NAME_MAX = 200;

/** A name for a body that brings none. */
export const fileName = z
  .string()
  .min(1)
  .max(NAME_MAX)
  .regex(/^\P{Cc}*$/u)
  .optional()
  .describe("what the file is called, where the body is the file itself");

/**
 * Paths that take files, in a part of the server of their own: bodies of any type are taken as they come there. Fields
 * of forms are passed over: what is asked stands in the query.
 */
export async function addFileRoutes(
  app: FastifyInstance,
  add: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(multipart, {
      limits: { files: FILES_MAX, fields: 20, parts: FILES_MAX + 20, fileSize: Number.POSITIVE_INFINITY },
    });
    scope.addContentTypeParser("*", (_, body, done) => done(null, body));
    add(scope);
  });
}

export function addFileRoute<Query extends { readonly name?: string | undefined }>(
  scope: FastifyInstance,
  route: FileRoute<Query>,
): void {
  scope.route<{ Body: unknown }>({
    method: "POST",
    url: route.url,
    config: { scope: route.scope },
    schema: {
      summary: route.summary,
      tags: [route.tag],
      security: toSecurity(route.scope),
      querystring: route.query,
      consumes: ["multipart/form-data", "application/octet-stream"],
      body: z
        .custom<unknown>(() => true)
        .meta({ type: "object", properties: { file: { type: "string", format: "binary" } } }),
      response: { [route.status]: route.answer, default: problemSchema },
    },
    handler: async (request, reply) => {
      const query = checkInput(route.query, request.query, "query");
      const files = listFiles(request, query.name ?? "upload");
      const answer = await route.handle({ query, files, caller: request.caller });
      return reply.code(route.status).send(answer);
    },
  });
}

async function* listFiles(request: FastifyRequest, name: string): AsyncGenerator<GivenFile> {
  if (!request.isMultipart()) {
    if (isReadable(request.body)) yield { name, body: request.body };
    return;
  }
  for await (const part of request.parts()) {
    if (part.type === "file") yield { name: toName(part.filename) ?? name, body: part.file };
  }
}

const isReadable = (body: unknown): body is Readable =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;

/** Without what could be taken for a path or cannot be seen; null: nothing is left. */
function toName(given: string): string | null {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(0, NAME_MAX) || null;
}
