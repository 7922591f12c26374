import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Clock } from "../../domain/index.ts";
import type { HealthPort } from "../ports.ts";
import type { Prometheus } from "../prometheus.ts";
import { addRoute, toSecurity } from "../route.ts";

const TAG = "health";
const check = z.record(z.string(), z.enum(["ok", "failed"]));

/** Whether the server lives and can work, for people and for what watches it. */
export function addProbeRoutes(
  app: FastifyInstance,
  {
    health,
    clock,
    prometheus,
  }: {
    readonly health: HealthPort;
    readonly clock: Clock;
    readonly prometheus: Prometheus;
  },
): void {
  addRoute(app, {
    method: "GET",
    url: "/health",
    scope: "nobody",
    tag: TAG,
    summary: "Whether everything is well, and with what version",
    answer: z.object({
      status: z.enum(["healthy", "unhealthy"]),
      timestamp: z.string(),
      version: z.string(),
      checks: check,
    }),
    handle: async () => {
      const { ready, checks } = await health.check();
      return {
        status: ready ? "healthy" : "unhealthy",
        timestamp: new Date(clock.now()).toISOString(),
        version: health.version,
        checks,
      };
    },
  });
  addRoute(app, {
    method: "GET",
    url: "/livez",
    scope: "nobody",
    tag: TAG,
    summary: "The process answers",
    answer: z.object({ status: z.literal("ok") }),
    handle: async () => ({ status: "ok" }),
  });
  addReadyRoute(app, health);
  app.get(
    "/metrics",
    {
      config: { scope: "read" },
      schema: { tags: [TAG], summary: "Figures for Prometheus", security: toSecurity("read") },
    },
    async (_, reply) => reply.type(prometheus.contentType).send(await prometheus.read()),
  );
}

function addReadyRoute(app: FastifyInstance, health: HealthPort): void {
  app.get(
    "/readyz",
    {
      config: { scope: "nobody" },
      schema: {
        tags: [TAG],
        summary: "It can work: 503 where it cannot, with what failed",
        security: toSecurity("nobody"),
        response: {
          200: z.object({ ready: z.boolean(), checks: check }),
          503: z.object({ ready: z.boolean(), checks: check }),
        },
      },
    },
    async (_, reply) => {
      const readiness = await health.check();
      return reply.code(readiness.ready ? 200 : 503).send(readiness);
    },
  );
}
