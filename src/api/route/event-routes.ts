import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { eventAnswer } from "../answer/event-answer.ts";
import { checkInput } from "../check-input.ts";
import { answerOnce, digestStream, idempotencyHeaders } from "../idempotency.ts";
import type { PageRequest } from "../port/asked.ts";
import type { EventsRequest } from "../port/list-requests.ts";
import type { EventsPort } from "../ports.ts";
import { problemSchema } from "../problem-document.ts";
import { addRoute, jsonObject, toSecurity } from "../route.ts";
import { idParams, pageQuery, periodQuery, text, toList, toListAnswer, toPage, toPeriod } from "./list.ts";
import { queryText } from "./query-text.ts";

const TAG = "events";

/** Which events are meant, page or no page. */
export const eventsQuery = z.object({
  q: queryText.optional(),
  ...periodQuery,
  actor: text.optional().describe("an actor's id or name, exactly"),
  action: text.optional().describe("an action's name, or service:name"),
  order: z.enum(["newest-first", "oldest-first"]).default("newest-first"),
});

export const toEventsChoice = (
  query: z.infer<typeof eventsQuery>,
): Omit<EventsRequest, keyof PageRequest> => ({
  ...toPeriod(query),
  actor: query.actor ?? null,
  action: query.action ?? null,
  q: query.q ?? null,
  order: query.order,
});

/** Events: what is stored, and more of them. */
export async function addEventRoutes(
  app: FastifyInstance,
  { events, uploadBytesMax }: { readonly events: EventsPort; readonly uploadBytesMax: number },
): Promise<void> {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/events",
    scope: "read",
    tag: TAG,
    summary: "Events by time",
    query: eventsQuery.extend(pageQuery),
    answer: toListAnswer(eventAnswer),
    handle: async ({ query }) => toList(await events.read({ ...toEventsChoice(query), ...toPage(query) })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/events/:id",
    scope: "read",
    tag: TAG,
    summary: "One event",
    params: idParams,
    answer: eventAnswer,
    handle: ({ params }) => events.find(params.id),
  });
  app.get(
    "/api/v1/events/:id/raw",
    {
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: "The record of an event as it came, character for character",
        security: toSecurity("read"),
        params: idParams,
        response: { 200: z.string(), default: problemSchema },
      },
    },
    async (request, reply) => {
      const { id } = checkInput(idParams, request.params, "params");
      // Strangers wrote it: it is never taken for a page.
      return reply.type("text/plain; charset=utf-8").send(await events.readRaw(id));
    },
  );
  await app.register(async (scope) => addUploadRoute(scope, { events, uploadBytesMax }));
}

const uploadQuery = z.object({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u)
    .optional()
    .describe("where it comes from, for the ledger"),
  format: z.string().min(1).max(40).optional().describe("a format's id; recognised by content without it"),
});

/** Bodies are taken as they come, of any type, packed or not: what they are is told by their content. */
function addUploadRoute(
  app: FastifyInstance,
  { events, uploadBytesMax }: { readonly events: EventsPort; readonly uploadBytesMax: number },
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_, body, done) => done(null, body));
  addRoute<unknown, z.infer<typeof uploadQuery>, Readable | undefined>(app, {
    method: "POST",
    url: "/api/v1/events",
    scope: "ingest",
    tag: TAG,
    summary:
      "Take logs in: any format that Gait reads, also gzip or zstd; the same bytes again change nothing. Detection follows",
    query: uploadQuery,
    headers: idempotencyHeaders,
    body: z.custom<Readable | undefined>(() => true).meta({ type: "string", format: "binary" }),
    answer: z.object({
      inputs_new: z.int(),
      inputs_known: z.int().describe("1: these bytes were taken in before"),
      events: z.int(),
      duplicates: z.int().describe("events that another input had brought already"),
      rejects: z.int(),
      rejects_by_code: z.record(z.string(), z.int()),
      rejects_shown: z.array(jsonObject).describe("the first rejects"),
      skipped: z.int(),
      bytes: z.int(),
    }),
    handle: ({ query, body, caller }, reply) => {
      const hashed = digestStream(body, { query: JSON.stringify(query), bytesMax: uploadBytesMax });
      return answerOnce(reply, {
        status: 200,
        digest: hashed.digest,
        work: () =>
          events.upload({
            name: query.name ?? `http:${caller?.name ?? ""}`,
            format: query.format ?? null,
            body: hashed.body,
            bytesMax: uploadBytesMax,
          }),
      });
    },
  });
}
