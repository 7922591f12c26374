import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { SEVERITIES } from "../../domain/index.ts";
import type { AlertsPort } from "../port/alert-port.ts";
import type { Caller } from "../port/asked.ts";
import { addRoute } from "../route.ts";
import { idParams, instant, pageQuery, text, toList, toListAnswer, toPage } from "./list.ts";

const TAG = "alerts";
const STATES = ["waiting", "delivered", "dead", "superseded"] as const;

const delivery = z
  .object({
    id: z.string().describe("the same in every attempt"),
    alert: z.string(),
    version: z.int(),
    channel: z.string(),
    state: z.enum(STATES),
    due_at: z.string(),
    attempts: z.int(),
    made_at: z.string(),
    done_at: z.string().nullable().describe("when it arrived or was given up"),
    problem: z.string().nullable().describe("what went wrong last"),
  })
  .meta({ id: "Delivery" });

const alert = z
  .object({
    id: z.string(),
    version: z.int().describe("goes up when its incident grows"),
    kind: z.string().describe("incident, digest, notice"),
    reason: z.string().describe("new, update, reminder, test"),
    severity: z.enum(SEVERITIES),
    at: z.string().describe("of this version"),
    first_at: z.string(),
    title: z.string(),
    actors: z.array(z.string()),
    tactics: z.array(z.string()),
    incidents: z.array(
      z.object({
        id: z.string(),
        severity: z.enum(SEVERITIES),
        score: z.number(),
        from: z.string(),
        until: z.string(),
        findings: z.int(),
        summary: z.string(),
      }),
    ),
    incidents_total: z.int(),
    notes: z.array(z.string()).describe("of a notice that is about no incident"),
    deliveries: z.array(delivery).describe("of all versions, the latest first"),
  })
  .meta({ id: "Alert" });

const mute = z
  .object({
    id: z.string(),
    purpose: z.enum(["mute", "allow"]),
    kind: z.enum(["detector", "entity", "value"]),
    target: z.string(),
    reason: z.string(),
    until: z.string().nullable().describe("null: until it is ended"),
    by: z.string(),
    at: z.string(),
    ended_at: z.string().nullable(),
    ended_by: z.string().nullable(),
    is_held: z.boolean().describe("whether it keeps alerts away now; findings and incidents stay"),
  })
  .meta({ id: "Mute" });

const overview = z
  .object({
    policy: z.object({
      per_day: z.number(),
      min_severity: z.enum(SEVERITIES),
      min_score: z.number().nullable(),
      quiet_hours: z.string().nullable(),
      time_zone: z.string(),
      remind_hours: z.number().nullable(),
    }),
    channels: z.array(z.object({ id: z.string(), place: z.string().describe("without secrets") })),
    alerts: z.int(),
    alerts_last_day: z.int(),
    deliveries: z.object({
      waiting: z.int(),
      delivered: z.int(),
      dead: z.int(),
      superseded: z.int(),
    }),
    failure: z.string().nullable().describe("why alerts cannot be made or sent; null: they can"),
  })
  .meta({ id: "Alerting" });

const stateQuery = z.object({
  ...pageQuery,
  state: z.enum(STATES).optional().describe("of deliveries"),
});

export const callerName = (caller: Caller | null): string => caller?.name ?? "nobody";

/** What people were told, what waits, what is muted, and the ways to them. */
export function addAlertRoutes(app: FastifyInstance, alerts: AlertsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/alerts",
    scope: "read",
    tag: TAG,
    summary: "What people were told, the latest first; with a state, what has a delivery in it",
    query: stateQuery,
    answer: toListAnswer(alert),
    handle: async ({ query }) => toList(await alerts.list({ ...toPage(query), state: query.state ?? null })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/alerting",
    scope: "read",
    tag: TAG,
    summary: "The policy, the channels, and how deliveries stand",
    answer: overview,
    handle: () => alerts.describe(),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/alerts/:id",
    scope: "read",
    tag: TAG,
    summary: "One alert with its deliveries",
    params: idParams,
    answer: alert,
    handle: ({ params }) => alerts.find(params.id),
  });
  addDeliveryRoutes(app, alerts);
  addMuteRoutes(app, alerts);
}

function addDeliveryRoutes(app: FastifyInstance, alerts: AlertsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/alerts/deliveries",
    scope: "read",
    tag: TAG,
    summary: "Deliveries, the latest first; state=dead lists what was given up",
    query: stateQuery,
    answer: toListAnswer(delivery),
    handle: async ({ query }) =>
      toList(await alerts.listDeliveries({ ...toPage(query), state: query.state ?? null })),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/alerts/deliveries/retry",
    scope: "triage",
    tag: TAG,
    summary: "Try everything again that was given up",
    status: 202,
    answer: z.object({ revived: z.int() }),
    handle: () => alerts.retryAll(),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/alerts/deliveries/:id/retry",
    scope: "triage",
    tag: TAG,
    summary: "Try one again that was given up",
    status: 202,
    params: idParams,
    answer: z.object({ revived: z.boolean().describe("false: it is not dead, or something later was said") }),
    handle: ({ params }) => alerts.retry(params.id),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/alerts/channels/:id/test",
    scope: "admin",
    tag: TAG,
    summary: "Send a message that says that it is a test",
    params: idParams,
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          place: z.string(),
          delivered: z.boolean(),
          problem: z.string().nullable(),
        }),
      ),
    }),
    handle: ({ params }) => alerts.testChannel(params.id),
  });
}

function addMuteRoutes(app: FastifyInstance, alerts: AlertsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/alerts/mutes",
    scope: "read",
    tag: TAG,
    summary: "What is not to be told, also what was ended",
    answer: z.object({ items: z.array(mute) }),
    handle: async () => ({ items: await alerts.listMutes() }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/alerts/mutes",
    scope: "triage",
    tag: TAG,
    summary: "Keep alerts away; findings and incidents stay",
    status: 201,
    body: z.object({
      purpose: z.enum(["mute", "allow"]).default("mute"),
      kind: z.enum(["detector", "entity", "value"]),
      target: text,
      reason: z.string().min(1).max(1000),
      until: instant.nullish().describe("null: until it is ended"),
    }),
    answer: mute,
    handle: ({ body, caller }) => alerts.mute({ ...body, until: body.until ?? null, by: callerName(caller) }),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/alerts/mutes/:id",
    scope: "triage",
    tag: TAG,
    summary: "End a mute; ending it twice changes nothing",
    params: idParams,
    answer: mute,
    handle: ({ params, caller }) => alerts.unmute(params.id, callerName(caller)),
  });
}
