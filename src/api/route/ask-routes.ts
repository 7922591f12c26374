import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { checkInput } from "../check-input.ts";
import type { AskPort, AskQuestion } from "../port/ask-port.ts";
import { describeError, problemSchema, toDocument } from "../problem-document.ts";
import { addRoute, toSecurity } from "../route.ts";
import { idParams, pageQuery, toList, toListAnswer, toPage } from "./list.ts";

const TAG = "assistant";
const QUESTION_CHARS_MAX = 2000;
const BEFORE_MAX = 20;

const question = z.object({
  question: z.string().trim().min(1).max(QUESTION_CHARS_MAX),
  mode: z
    .enum(["auto", "plain", "model"])
    .default("auto")
    .describe("auto: with the language model where one is set up"),
  model: z.string().min(1).max(200).nullish().describe("another model of the same provider"),
  context: z.unknown().optional().describe("`context` of the answer before, as it came"),
  before: z
    .array(z.string().max(QUESTION_CHARS_MAX))
    .max(BEFORE_MAX)
    .default([])
    .describe("questions before this one, the oldest first"),
});

const part = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["text", "strong", "value"]), text: z.string() }),
  z.object({ kind: z.literal("cite"), citation: z.int().describe("place in `citations`") }),
]);

const block = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.enum(["heading", "paragraph"]), parts: z.array(part) }),
    z.object({ kind: z.literal("points"), isOrdered: z.boolean(), items: z.array(z.array(part)) }),
  ])
  .meta({ id: "AnswerBlock" });

const citation = z
  .object({
    kind: z.enum(["finding", "incident", "actor"]),
    id: z.string(),
    label: z.string(),
    link: z.string(),
  })
  .meta({ id: "Citation" });

const table = z
  .object({
    title: z.string(),
    columns: z.array(
      z.object({ name: z.string(), kind: z.enum(["text", "number", "bytes", "time", "severity"]) }),
    ),
    rows: z.array(
      z.object({ cells: z.array(z.union([z.string(), z.number(), z.null()])), link: z.string().nullable() }),
    ),
  })
  .meta({ id: "AnswerTable" });

const chart = z
  .object({
    title: z.string(),
    unit: z.string(),
    points: z.array(z.object({ label: z.string(), value: z.number() })),
    marked: z.string().nullable(),
  })
  .meta({ id: "AnswerChart" });

const answer = z
  .object({
    question: z.string(),
    mode: z.enum(["plain", "model"]).describe("who worded it"),
    intent: z
      .string()
      .nullable()
      .describe("what was understood; null: it was no question that can be answered"),
    text: z.string().describe("the words as Markdown"),
    blocks: z.array(block),
    citations: z.array(citation),
    tables: z.array(table),
    charts: z.array(chart),
    looked: z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      counts: z.record(z.string(), z.number()),
    }),
    notes: z.array(z.string()),
    suggestions: z.array(z.string()),
    model: z
      .object({ name: z.string(), host: z.string(), tokens: z.number(), tools: z.array(z.string()) })
      .nullable(),
    context: z.unknown().describe("to be given back with the next question; nothing is kept here"),
  })
  .meta({ id: "Answer" });

const preview = z
  .object({
    host: z.string(),
    provider: z.string(),
    model: z.string(),
    uses_pseudonyms: z.boolean(),
    instructions: z.string(),
    messages: z.array(z.object({ role: z.string(), content: z.string() })),
    tools: z.array(z.object({ name: z.string(), description: z.string() })),
    samples: z.array(z.object({ tool: z.string(), result: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: "AskPreview" });

const about = z.object({
  samples: z.array(z.object({ group: z.string(), questions: z.array(z.string()) })),
  model: z
    .object({
      provider: z.string(),
      host: z.string(),
      name: z.string(),
      uses_pseudonyms: z.boolean(),
      tokens_of_day: z.number(),
      tokens_per_day: z.number(),
      kept_days: z.number().describe("days for which talks with it are kept in full; 0: they are not"),
    })
    .nullable(),
});

const talkHead = z
  .object({
    id: z.string(),
    time: z.string(),
    author: z.object({
      kind: z.enum(["user", "key", "command", "system"]),
      id: z.string(),
      name: z.string(),
    }),
    host: z.string().describe("where it was sent"),
    model: z.string(),
    question: z.string().describe("as it was asked; names in it may have left as stand-ins"),
    uses_pseudonyms: z.boolean(),
    outcome: z.string().describe("answered, or the code of the problem"),
    tokens: z.int(),
    requests: z.int().describe("requests that left"),
    sent_chars: z.int(),
  })
  .meta({ id: "ModelTalkHead" });

const talk = talkHead
  .extend({
    sent: z.string().describe("body of the last request as it left: it holds what all before it did"),
    said: z.string().describe("what the model said, before anything of it was struck"),
  })
  .meta({ id: "ModelTalk" });

const toQuestion = ({ model, context, ...rest }: z.infer<typeof question>): AskQuestion => ({
  ...rest,
  model: model ?? null,
  context: context ?? null,
});

/** Questions in people's own words. */
export function addAskRoutes(app: FastifyInstance, port: AskPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/ask",
    scope: "read",
    tag: TAG,
    summary: "Which language model is set up, if any, and what people may ask",
    answer: about,
    handle: () => port.describe(),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/ask/models",
    scope: "read",
    tag: TAG,
    summary: "Models that the provider lists",
    answer: z.object({ items: z.array(z.string()) }),
    handle: () => port.listModels(),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/ask/preview",
    scope: "read",
    tag: TAG,
    summary: "What would leave for the language model; nothing leaves by asking",
    body: question,
    answer: preview,
    handle: ({ body }) => port.preview(toQuestion(body)),
  });
  addTalkRoutes(app, port);
  addAskRoute(app, port);
}

/** What left for language models: whoever asked may have named people, so administrators alone see it. */
function addTalkRoutes(app: FastifyInstance, port: AskPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/ask/talks",
    scope: "admin",
    tag: TAG,
    summary: "Questions that went to a language model, with who asked and how much left, the latest first",
    query: z.object(pageQuery),
    answer: toListAnswer(talkHead),
    handle: async ({ query }) => toList(await port.listTalks(toPage(query))),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/ask/talks/:id",
    scope: "admin",
    tag: TAG,
    summary: "All that was sent for one question, and all that the model said",
    params: idParams,
    answer: talk,
    handle: ({ params }) => port.readTalk(params.id),
  });
}

/** As one answer, or as server-sent events: `looking`, `words`, then `answer` or `problem`. */
function addAskRoute(app: FastifyInstance, port: AskPort): void {
  app.post(
    "/api/v1/ask",
    {
      sse: "dual",
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: "Ask in your own words; with Accept: text/event-stream the answer comes in pieces",
        security: toSecurity("read"),
        body: question,
        response: { 200: answer, default: problemSchema },
      },
    },
    async (request, reply) => {
      const asked = toQuestion(checkInput(question, request.body, "body"));
      const stop = new AbortController();
      if (reply.sse === undefined) {
        request.raw.once("aborted", () => stop.abort());
        return reply.send(await port.ask(asked, { stop: stop.signal, onProgress: () => {} }));
      }
      reply.sse.onClose(() => stop.abort());
      await stream(port, { asked, request, reply, stop: stop.signal });
    },
  );
}

interface Streaming {
  readonly asked: AskQuestion;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly stop: AbortSignal;
}

async function stream(port: AskPort, { asked, request, reply, stop }: Streaming): Promise<void> {
  let sending = Promise.resolve();
  const send = (event: string, data: unknown): Promise<void> => {
    sending = sending.then(async () => {
      if (reply.sse.isConnected) await reply.sse.send({ event, data });
    });
    return sending;
  };
  try {
    const given = await port.ask(asked, { stop, onProgress: ({ event, data }) => void send(event, data) });
    await send("answer", answer.parse(given));
  } catch (error) {
    const { report, errors, isBug } = describeError(
      error instanceof Error ? error : new Error(String(error)),
    );
    if (isBug) request.log.error({ err: error }, "a question failed");
    await send("problem", toDocument(report, { requestId: request.id, errors }));
  } finally {
    if (reply.sse.isConnected) reply.sse.close();
  }
}
