import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { eventAnswer } from "../answer/event-answer.ts";
import {
  HUNT_ENDS,
  HUNT_MINUTES_DEFAULT,
  HUNT_MINUTES_MAX,
  HUNT_ROWS_DEFAULT,
  HUNT_ROWS_MAX,
  type HuntsPort,
} from "../port/hunt-port.ts";
import { JOB_STATES } from "../port/jobs-port.ts";
import { addRoute } from "../route.ts";
import { idParams, instant, pageQuery, toList, toListAnswer, toPage } from "./list.ts";
import { queryText } from "./query-text.ts";

const TAG = "hunts";

const hunt = z
  .object({
    id: z.string(),
    q: z.string(),
    state: z.enum(JOB_STATES),
    events_looked: z.int().describe("events that were looked at"),
    events_total: z.int().nullable().describe("events of the period; null: they are not counted yet"),
    found: z.int().describe("events that were found so far"),
    looked_from: z.string().nullable().describe("back to when everything was looked at"),
    ended_by: z
      .enum(HUNT_ENDS)
      .nullable()
      .describe("end: everything was looked at; rows, time: a limit was reached; null: it goes on"),
    rows_max: z.int(),
    minutes_max: z.int(),
    problem: z
      .object({ code: z.string(), status: z.int(), text: z.string(), remedy: z.string() })
      .nullable()
      .describe("why it failed"),
    by: z.string(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
    expires_at: z.string().nullable().describe("when its events are given up; null: it is not over"),
  })
  .meta({ id: "Hunt" });

const body = z.object({
  q: queryText.min(1),
  from: instant.optional().describe("from then on; without it, from the first event"),
  to: instant.optional().describe("before then; without it, through the newest event"),
  rows_max: z
    .int()
    .min(1)
    .max(HUNT_ROWS_MAX)
    .default(HUNT_ROWS_DEFAULT)
    .describe("events that are kept; with so many it ends"),
  minutes_max: z
    .int()
    .min(1)
    .max(HUNT_MINUTES_MAX)
    .default(HUNT_MINUTES_DEFAULT)
    .describe("after so long it ends with what it found"),
});

/** Questions that may take long: asked, watched, read while they go on, cancelled. */
export function addHuntRoutes(app: FastifyInstance, hunts: HuntsPort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/hunts",
    scope: "ingest",
    tag: TAG,
    summary: "Look for events in everything that is stored, in the background",
    body,
    status: 202,
    isRepeatable: true,
    answer: hunt,
    handle: ({ body: { q, from, to, rows_max, minutes_max }, caller }) =>
      hunts.start({
        q,
        from: from ?? null,
        to: to ?? null,
        rowsMax: rows_max,
        minutesMax: minutes_max,
        by: caller?.name ?? "",
      }),
  });
  addReadRoutes(app, hunts);
}

function addReadRoutes(app: FastifyInstance, hunts: HuntsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/hunts",
    scope: "read",
    tag: TAG,
    summary: "Hunts, the newest first",
    query: z.object(pageQuery),
    answer: toListAnswer(hunt),
    handle: async ({ query }) => toList(await hunts.read(toPage(query))),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/hunts/:id",
    scope: "read",
    tag: TAG,
    summary: "One hunt: how far it is, or how it ended",
    params: idParams,
    answer: hunt,
    handle: ({ params }) => hunts.find(params.id),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/hunts/:id",
    scope: "ingest",
    tag: TAG,
    summary: "Cancel a hunt; what it found until then is kept for a day",
    params: idParams,
    answer: hunt,
    handle: ({ params }) => hunts.cancel(params.id),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/hunts/:id/events",
    scope: "read",
    tag: TAG,
    summary: "What a hunt found so far, the newest first; more may come while it goes on",
    params: idParams,
    query: z.object(pageQuery),
    answer: toListAnswer(eventAnswer),
    handle: async ({ params, query }) => toList(await hunts.readEvents({ ...toPage(query), id: params.id })),
  });
}
