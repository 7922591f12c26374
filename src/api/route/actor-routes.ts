import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ACTOR_TYPES, SEVERITIES } from "../../domain/index.ts";
import { actorAnswer, actorDetailAnswer, timelineItemAnswer } from "../answer/actor-answer.ts";
import type { ActorOrder, ActorsPort } from "../ports.ts";
import { addRoute } from "../route.ts";
import {
  idParams,
  instant,
  pageQuery,
  periodQuery,
  text,
  toList,
  toListAnswer,
  toPage,
  toPeriod,
} from "./list.ts";

const TAG = "actors";
const ORDERS = [
  "risk",
  "findings",
  "events",
  "failures",
  "bytes_out",
  "last_time",
  "name",
] as const satisfies readonly ActorOrder[];
const at = instant.optional().describe("risk as of then; as of the last event without it");

/** Who acted, and how risky it is. */
export function addActorRoutes(app: FastifyInstance, actors: ActorsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors",
    scope: "read",
    tag: TAG,
    summary: "Actors, the riskiest first",
    query: z.object({
      ...periodQuery,
      text: text.optional().describe("part of id or name"),
      type: z.enum(ACTOR_TYPES).optional(),
      min_level: z.enum(SEVERITIES).optional().describe("of this level of risk or a higher one"),
      order: z.enum(ORDERS).default("risk").describe("the most first; names from A on"),
      at,
      ...pageQuery,
    }),
    answer: toListAnswer(actorAnswer),
    handle: async ({ query }) =>
      toList(
        await actors.list({
          ...toPeriod(query),
          ...toPage(query),
          text: query.text ?? null,
          type: query.type ?? null,
          at: query.at ?? null,
          minLevel: query.min_level ?? null,
          order: query.order,
        }),
      ),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/risk",
    scope: "read",
    tag: TAG,
    summary: "How many actors there are of each level of risk, and the riskiest",
    answer: z.object({
      as_of: z.string().nullable(),
      actors: z.int(),
      by_level: z.record(z.enum(SEVERITIES), z.int()).nullable().describe("null: nothing was ever looked at"),
      riskiest: z.array(actorAnswer),
      looked: z.object({
        finished_at: z.string().nullable(),
        inputs_waiting: z.int(),
        events_waiting: z.int(),
      }),
    }),
    handle: () => actors.readRisk(),
  });
  addActorRoute(app, actors);
}

function addActorRoute(app: FastifyInstance, actors: ActorsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors/:id",
    scope: "read",
    tag: TAG,
    summary: "One actor: its risk with the finding behind every point, its incidents, what it usually does",
    params: idParams,
    query: z.object({ ...periodQuery, at }),
    answer: actorDetailAnswer,
    handle: ({ params, query }) =>
      actors.show({ ...toPeriod(query), actor: params.id, at: query.at ?? null }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors/:id/timeline",
    scope: "read",
    tag: TAG,
    summary: "What an actor did and what was found of it, by time",
    params: idParams,
    query: z.object({
      ...periodQuery,
      order: z.enum(["newest-first", "oldest-first"]).default("newest-first"),
      ...pageQuery,
    }),
    answer: toListAnswer(timelineItemAnswer),
    handle: async ({ params, query }) =>
      toList(
        await actors.readTimeline({
          ...toPeriod(query),
          ...toPage(query),
          actor: params.id,
          order: query.order,
        }),
      ),
  });
}
