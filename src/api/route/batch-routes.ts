import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { checkInput } from "../check-input.ts";
import { addFileRoute, fileName } from "../file-body.ts";
import { BATCH_DOWNLOADS, type BatchPort } from "../port/batch-port.ts";
import { problemSchema } from "../problem-document.ts";
import { addRoute, toSecurity } from "../route.ts";
import { jobAnswer } from "./job-routes.ts";
import { flag, idParams, pageQuery, toList, toListAnswer, toPage } from "./list.ts";
import { instance } from "./prediction-routes.ts";

const TAG = "predictions";

const result = z
  .object({
    row: z.int().describe("in the file, from 1"),
    user_id: z.string().nullable(),
    timestamp: z.string().nullable(),
    action: z.string().nullable(),
    is_anomaly: z.boolean().nullable().describe("null: the row is no action"),
    anomaly_score: z.number().nullable(),
    confidence: z.number().nullable(),
    explanation: z.string().nullable().describe("null: not asked for, or no anomaly"),
    error: z.string().nullable().describe("why the row is no action"),
  })
  .meta({ id: "BatchResult" });

/** Files of actions that are judged, and actions to try. */
export function addBatchRoutes(app: FastifyInstance, batches: BatchPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/predict/examples",
    scope: "read",
    tag: TAG,
    summary: "Actions to try, with what is to be expected of each",
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          expected: z.enum(["normal", "suspicious"]),
          words: z.string(),
          instance,
        }),
      ),
    }),
    handle: async () => ({ items: batches.examples }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/batches/:id/results",
    scope: "read",
    tag: TAG,
    summary: "What was judged, the strangest first or row by row",
    params: idParams,
    query: z.object({ order: z.enum(["score", "row"]).default("score"), ...pageQuery }),
    answer: toListAnswer(result),
    handle: async ({ params, query }) =>
      toList(await batches.readResults({ ...toPage(query), id: params.id, order: query.order })),
  });
  const query = z.object({ format: z.enum(BATCH_DOWNLOADS).default("csv") });
  app.get(
    "/api/v1/batches/:id/download",
    {
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: "All results as a file",
        security: toSecurity("read"),
        params: idParams,
        querystring: query,
        response: { 200: z.string(), default: problemSchema },
      },
    },
    async (request, reply) => {
      const { id } = checkInput(idParams, request.params, "params");
      const { format } = checkInput(query, request.query, "query");
      const text = await batches.download({ id, format });
      const name = `gait-batch-${id.replace(/[^\w-]/g, "").slice(0, 40)}.${format}`;
      return reply
        .type(format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(Readable.from(text));
    },
  );
}

export function addBatchFileRoute(
  scope: FastifyInstance,
  { batches, bytesMax }: { readonly batches: BatchPort; readonly bytesMax: number },
): void {
  addFileRoute(scope, {
    url: "/api/v1/batches",
    scope: "read",
    tag: TAG,
    summary:
      "Judge every action of a file (CSV, JSON, NDJSON with the fields of /api/predict, or CloudTrail). Answers with a job",
    query: z.object({ name: fileName, explain: flag }),
    status: 202,
    answer: jobAnswer,
    handle: ({ query, files, caller }) =>
      batches.start({
        files,
        isExplained: query.explain === "true",
        by: caller?.name ?? "",
        bytesMax,
      }),
  });
}
