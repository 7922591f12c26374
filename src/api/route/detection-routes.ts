import { fastifySSE } from "@fastify/sse";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { toError } from "../../domain/index.ts";
import type { DetectionPort, News } from "../ports.ts";
import { API_PROBLEMS } from "../problems.ts";
import { addRoute, toSecurity } from "../route.ts";

const TAG = "detection";
const HEARTBEAT_MS = 15_000;
/** News that wait for a slow listener; with one more it is let go. */
const WAITING_MAX = 1000;

const progress = z.object({
  state: z.enum(["idle", "waiting", "running"]),
  step: z.string().nullable().describe("what a running pass is doing"),
  share: z.number().min(0).max(1).nullable().describe("how much of it is done"),
  finished_at: z.string().nullable().describe("when a pass finished last; null: nothing was ever looked at"),
  inputs_waiting: z.int(),
  events_waiting: z.int(),
  failure: z.string().nullable().describe("why the last pass of this server broke off; null: it did not"),
});

/** How far detection is, and what it finds while it goes on. */
export async function addDetectionRoutes(
  app: FastifyInstance,
  { detection, listenersMax }: { readonly detection: DetectionPort; readonly listenersMax: number },
): Promise<void> {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/detection",
    scope: "read",
    tag: TAG,
    summary: "How far detection is",
    answer: progress,
    handle: () => detection.readProgress(),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/detection",
    scope: "ingest",
    tag: TAG,
    summary: "Ask for a pass in the background; uploads do so by themselves",
    status: 202,
    answer: progress,
    handle: () => detection.request(),
  });
  await app.register(fastifySSE, { heartbeatInterval: HEARTBEAT_MS });
  addLiveRoute(app, { detection, listenersMax });
}

function addLiveRoute(
  app: FastifyInstance,
  { detection, listenersMax }: { readonly detection: DetectionPort; readonly listenersMax: number },
): void {
  const listeners = new Set<FastifyReply>();
  app.addHook("preClose", async () => {
    for (const reply of listeners) reply.sse.close();
  });
  app.get(
    "/api/v1/live",
    {
      sse: "only",
      config: { scope: "read" },
      schema: {
        tags: [TAG],
        summary: "New findings, incidents and passes as server-sent events, from now on",
        security: toSecurity("read"),
      },
    },
    async (_, reply) => {
      if (listeners.size >= listenersMax)
        throw toError(API_PROBLEMS, "API_LISTENERS", { most: listenersMax });
      listeners.add(reply);
      const stop = detection.listen(createSender(reply));
      reply.sse.onClose(() => {
        listeners.delete(reply);
        stop();
      });
      reply.sse.keepAlive();
      await reply.sse.send({ event: "ready", data: {} });
    },
  );
}

/** Sends news in their order; who does not take them in is let go. */
function createSender(reply: FastifyReply): (news: News) => void {
  let waiting = 0;
  const send = async ({ event, data }: News): Promise<void> => {
    if (!reply.sse.isConnected) return;
    if (waiting >= WAITING_MAX) return reply.sse.close();
    waiting++;
    try {
      await reply.sse.send({ event, data });
    } catch (error) {
      // It went away meanwhile, which its closing tells.
      reply.log.debug({ err: error }, "listener lost");
    } finally {
      waiting--;
    }
  };
  return (news) => void send(news);
}
