import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { SchedulePort } from "../port/schedule-port.ts";
import { addRoute } from "../route.ts";
import { idParams } from "./list.ts";

const TAG = "schedule";

const work = z
  .object({
    name: z.string(),
    summary: z.string(),
    times: z.string().describe("as cron writes them, or off"),
    time_zone: z.string(),
    next_at: z.string().nullable().describe("null: it is off"),
    last: z
      .object({
        due_at: z.string(),
        started_at: z.string(),
        ended_at: z.string().nullable(),
        outcome: z.enum(["running", "done", "failed"]),
        note: z.string().nullable(),
      })
      .nullable()
      .describe("null: it never ran"),
  })
  .meta({ id: "ScheduledWork" });

/** What is done at times of its own. */
export function addScheduleRoutes(app: FastifyInstance, schedule: SchedulePort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/schedule",
    scope: "read",
    tag: TAG,
    summary: "Work with its times, how the last run ended and when the next one is",
    answer: z.object({ items: z.array(work) }),
    handle: async () => ({ items: await schedule.list() }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/schedule/:id/run",
    scope: "admin",
    tag: TAG,
    summary: "Do it now, in the background",
    status: 202,
    params: idParams,
    answer: work,
    handle: ({ params }) => schedule.request(params.id),
  });
}
