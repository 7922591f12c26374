import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ACTOR_TYPES, SEVERITIES, VERDICTS } from "../../domain/index.ts";
import type { InsightPort } from "../port/insight-port.ts";
import { addRoute } from "../route.ts";
import { idParams, periodQuery, toPeriod } from "./list.ts";

const TAG = "actors";
const time = z.string();

/** A list of days in numbers. */
const days = z
  .object({ days: z.int(), median: z.number(), usual: z.number(), most: z.number() })
  .describe("`usual`: what 95% of the days do not exceed");

const usualValue = z.object({
  value: z.string(),
  share: z.number().describe("of the actor's events of this kind, lately weighing more"),
  first_time: time,
  last_time: time,
  others: z.int().describe("other actors that use it"),
});

const term = z.object({
  level: z.enum(["unknown", "low", "moderate", "high"]),
  facts: z.array(
    z.object({
      kind: z.enum(["above-own", "above-peers", "new-values", "new-to-all", "reach"]),
      what: z.string(),
      value: z.number(),
      usual: z.number().nullable(),
    }),
  ),
});

const learnt = z.object({
  through: time,
  maturity: z.object({
    share: z.number(),
    days: z.int(),
    days_wanted: z.int(),
    events: z.int(),
    events_wanted: z.int(),
    learning: z.boolean(),
  }),
  usual: z.record(z.string(), z.array(usualValue)),
  new_lately: z.object({
    days: z.int(),
    since: time,
    told: z.boolean().describe("false: the actor itself is no older"),
    values: z.record(z.string(), z.array(usualValue)),
  }),
  peers: z
    .object({
      own_group: z.boolean().describe("false: compared with all of its kind"),
      members: z.int(),
      nearest: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          type: z.enum(ACTOR_TYPES),
          likeness: z.number(),
          in_group: z.boolean(),
        }),
      ),
    })
    .nullable(),
  measures: z.array(
    z.object({
      metric: z.string(),
      lately: z.number().describe("largest day of the last week with activity"),
      own: days.nullable().describe("the days before that; null: too few"),
      peers: z.object({ median: z.number(), usual: z.number() }).nullable(),
    }),
  ),
  terms: z.object({ own: term, peers: term, blast_radius: term }),
});

/** What is usual for whom, how a risk came to be, with what a finding is compared. */
export function addInsightRoutes(app: FastifyInstance, insights: InsightPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/activity",
    scope: "read",
    tag: TAG,
    summary: "Events of every actor in equal parts of a period, and how far each is learnt",
    query: z.object({ ...periodQuery, parts: z.coerce.number().int().min(1).max(400).default(30) }),
    answer: z.object({
      from: time.nullable(),
      to: time.nullable(),
      actors: z.array(
        z.object({
          id: z.string(),
          events: z.array(z.int()),
          maturity: z.number().nullable().describe("0 to 1; null: nothing was ever learnt"),
        }),
      ),
    }),
    handle: ({ query }) => insights.readActivity({ ...toPeriod(query), parts: query.parts }),
  });
  addHabitsRoute(app, insights);
  addRiskRoute(app, insights);
  addIdentitiesRoute(app, insights);
  addComparisonRoute(app, insights);
}

function addHabitsRoute(app: FastifyInstance, insights: InsightPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors/:id/habits",
    scope: "read",
    tag: TAG,
    summary: "What is usual for an actor, what is new, who its peers are, and how it compares with them",
    params: idParams,
    query: z.object(periodQuery),
    answer: z.object({
      actor: z.string(),
      first_time: time,
      last_time: time,
      active_days: z.int(),
      events: z.int(),
      learnt: learnt.nullable().describe("null: nothing was ever learnt of it"),
      week: z.object({
        offset_hours: z.int().describe("to add to UTC for the time that the actor keeps"),
        counted: z.array(z.number()).describe("events of the period by hour of the week, Monday 00:00 first"),
        learnt: z.array(z.number()).nullable().describe("the same as learnt, lately weighing more"),
      }),
    }),
    handle: ({ params, query }) => insights.readHabits({ ...toPeriod(query), actor: params.id }),
  });
}

function addRiskRoute(app: FastifyInstance, insights: InsightPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors/:id/risk",
    scope: "read",
    tag: TAG,
    summary: "Risk of an actor day by day, with the points of every finding that it is made of",
    params: idParams,
    query: z.object(periodQuery),
    answer: z.object({
      actor: z.string(),
      looked: z.boolean().describe("false: nothing was ever looked at"),
      criticality: z.enum(["low", "normal", "high", "critical"]).optional(),
      half_life_days: z.number().optional(),
      days: z.array(
        z.object({
          time,
          score: z.number(),
          level: z.enum(SEVERITIES),
          parts: z.array(z.object({ finding: z.string(), points: z.number() })),
        }),
      ),
      findings: z
        .array(
          z.object({
            id: z.string(),
            time,
            severity: z.enum(SEVERITIES),
            title: z.string(),
            summary: z.string(),
            verdict: z.enum(VERDICTS).nullable(),
          }),
        )
        .optional(),
    }),
    handle: ({ params, query }) => insights.readRiskHistory({ ...toPeriod(query), actor: params.id }),
  });
}

function addIdentitiesRoute(app: FastifyInstance, insights: InsightPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/actors/:id/identities",
    scope: "read",
    tag: TAG,
    summary: "Identities that an actor took or made, its keys, and its latest sessions",
    params: idParams,
    answer: z.object({
      actor: z.string(),
      identities: z.array(
        z.object({
          kind: z.enum(["issued-key", "created-key", "created-identity"]),
          direction: z.enum(["gave", "came-from"]),
          actor: z.string().nullable().describe("null: the log does not name it"),
          links: z.int(),
          first_time: time,
          last_time: time,
          access_keys: z.int(),
          access_key_id: z.string().nullable(),
        }),
      ),
      keys: z.object({
        total: z.int(),
        most_used: z.array(
          z.object({
            access_key_id: z.string(),
            temporary: z.boolean(),
            events: z.int(),
            first_time: time,
            last_time: time,
          }),
        ),
      }),
      sessions: z.array(
        z.object({
          from: time,
          to: time,
          events: z.int(),
          failures: z.int(),
          actions: z.int(),
          bytes_out: z.number(),
          addresses: z.int(),
          address: z.string().nullable(),
          country: z.string().nullable(),
          names: z.int(),
          name: z.string().nullable(),
        }),
      ),
    }),
    handle: ({ params }) => insights.readIdentities(params.id),
  });
}

function addComparisonRoute(app: FastifyInstance, insights: InsightPort): void {
  const own = z.object({ events: z.int(), first_time: time.nullable(), last_time: time.nullable() });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/findings/:id/comparison",
    scope: "read",
    tag: "findings",
    summary: "What the evidence of a finding says, beside what its actor and the others did before",
    params: idParams,
    answer: z.object({
      finding: z.string(),
      actor: z.string(),
      before: z.object({ events: z.int(), first_time: time.nullable() }),
      peers: z.int().describe("actors of its group"),
      values: z.array(
        z.object({
          kind: z.enum(["action", "resource", "address", "country", "region", "tool", "session", "error"]),
          value: z.string(),
          times: z.int().describe("in the evidence"),
          own,
          others: z.object({
            actors: z.int(),
            peers: z.int(),
            most: z.array(z.object({ id: z.string(), name: z.string(), events: z.int() })),
          }),
        }),
      ),
      numbers: z.array(
        z.object({
          number: z.enum(["events", "failures", "bytes_in", "bytes_out"]),
          value: z.number().describe("of the busiest day of the finding"),
          own: days.nullable().describe("the days before; null: there were none"),
        }),
      ),
      hour: z.object({
        offset_hours: z.int(),
        weekday: z.int().describe("0: Monday"),
        hour: z.int(),
        events: z.int().describe("the actor's events before, at this hour of the week"),
        events_of_hour: z.int().describe("and at this hour of any day"),
        total: z.int(),
      }),
    }),
    handle: ({ params }) => insights.compareFinding(params.id),
  });
}
