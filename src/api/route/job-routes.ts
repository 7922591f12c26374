import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { toError } from "../../domain/index.ts";
import { checkInput } from "../check-input.ts";
import { JOB_KINDS, JOB_STATES, type JobsPort } from "../port/jobs-port.ts";
import { API_PROBLEMS } from "../problems.ts";
import { addRoute, jsonObject, toSecurity } from "../route.ts";
import { idParams, pageQuery, toList, toListAnswer, toPage } from "./list.ts";

const TAG = "jobs";

export const jobAnswer = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    state: z.enum(JOB_STATES),
    step: z.string().nullable().describe("what it does just now"),
    done: z.number(),
    total: z.number().nullable().describe("in the unit of done; null: nobody knows"),
    parameters: jsonObject,
    result: jsonObject.nullable().describe("what came of it"),
    problem: z
      .object({ code: z.string(), status: z.int(), text: z.string(), remedy: z.string() })
      .nullable()
      .describe("why it failed"),
    by: z.string(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: "Job" });

/** What servers do in the background: needs the server-sent events of the detection routes. */
export function addJobRoutes(
  app: FastifyInstance,
  { jobs, listenersMax }: { readonly jobs: JobsPort; readonly listenersMax: number },
): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/jobs",
    scope: "read",
    tag: TAG,
    summary: "Uploads, batches, training and other long work, the newest first",
    query: z.object({ kind: z.enum(JOB_KINDS).optional(), ...pageQuery }),
    answer: toListAnswer(jobAnswer),
    handle: async ({ query }) => toList(await jobs.read({ ...toPage(query), kind: query.kind ?? null })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/jobs/:id",
    scope: "read",
    tag: TAG,
    summary: "One job: how far it is, or what came of it",
    params: idParams,
    answer: jobAnswer,
    handle: ({ params }) => jobs.find(params.id),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/jobs/:id",
    scope: "ingest",
    tag: TAG,
    summary: "Cancel a job; what is over stays as it is",
    params: idParams,
    answer: jobAnswer,
    handle: ({ params }) => jobs.cancel(params.id),
  });
  addStreamRoute(app, { jobs, listenersMax });
}

function addStreamRoute(
  app: FastifyInstance,
  { jobs, listenersMax }: { readonly jobs: JobsPort; readonly listenersMax: number },
): void {
  const listeners = new Set<FastifyReply>();
  app.addHook("preClose", async () => {
    for (const reply of listeners) reply.sse.close();
  });
  app.get(
    "/api/v1/jobs/:id/stream",
    {
      sse: "only",
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: "A job as server-sent events named `job`, each time it changed, until it is over",
        security: toSecurity("read"),
        params: idParams,
      },
    },
    async (request, reply) => {
      const { id } = checkInput(idParams, request.params, "params");
      if (listeners.size >= listenersMax)
        throw toError(API_PROBLEMS, "API_LISTENERS", { most: listenersMax });
      await jobs.find(id);
      const stop = new AbortController();
      listeners.add(reply);
      reply.sse.onClose(() => {
        listeners.delete(reply);
        stop.abort();
      });
      for await (const job of jobs.watch(id, stop.signal)) {
        if (!reply.sse.isConnected) return;
        await reply.sse.send({ event: "job", data: job });
      }
      reply.sse.close();
    },
  );
}
