import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ACTOR_TYPES, DETECTOR_KINDS, SEVERITIES } from "../../domain/index.ts";
import type { AnalyticsPort, FilterRequest } from "../port/analytics-port.ts";
import { addRoute } from "../route.ts";
import { flag, periodQuery, text } from "./list.ts";
import { queryText } from "./query-text.ts";

const TAG = "analytics";
const BINS_MAX = 100;
const ROWS_MAX = 500;

const filterQuery = {
  q: queryText.optional().describe("a filter of events"),
  ...periodQuery,
  all: flag.describe("true: also findings that were judged false or that an exception covers"),
};

const toFilter = (query: z.infer<z.ZodObject<typeof filterQuery>>): FilterRequest => ({
  q: query.q ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
  all: query.all === "true",
});

const bySeverity = z.record(z.enum(SEVERITIES), z.int());
const limit = z.coerce.number().int().min(1).max(ROWS_MAX).default(20);

const measure = z
  .object({
    value: z.string(),
    label: z.string().nullable().describe("the value's name for people; null: it is its own"),
    events: z.int(),
    actors: z.int(),
    failures: z.int().describe("denied or failed"),
    bytes_in: z.number(),
    bytes_out: z.number(),
    first_time: z.string(),
    last_time: z.string(),
    findings: z.int().describe("of the value, or that stand on an event with it"),
  })
  .meta({ id: "Measure" });

/** What is done where, when, by whom and with what, and how much of it was found strange. */
export function addStatisticsRoutes(app: FastifyInstance, analytics: AnalyticsPort): void {
  addMeasureRoutes(app, analytics);
  addPlaceRoute(app, analytics);
  addScoreRoute(app, analytics);
  addActorDayRoutes(app, analytics);
  addSummaryRoute(app, analytics);
}

function addMeasureRoutes(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/measures",
    scope: "read",
    tag: TAG,
    summary:
      "Events, actors, failures, bytes and findings by a field: transfers by day, actor or action, tools, devices, anomalies by action",
    query: z.object({
      ...filterQuery,
      by: text.describe("a field of events that rows can be counted by, or day"),
      order: z
        .enum(["value", "events", "actors", "failures", "bytes_in", "bytes_out", "findings"])
        .default("events")
        .describe("the most first; value: in its own order"),
      limit,
    }),
    answer: z.object({
      by: z.string(),
      distinct: z.int().describe("different values; by findings: those with a finding"),
      items: z.array(measure),
    }),
    handle: ({ query }) =>
      analytics.readMeasures({
        ...toFilter(query),
        by: query.by,
        order: query.order,
        limit: query.limit,
      }),
  });
  const week = z.array(z.int()).describe("168 hours of the week in UTC, Monday 00:00 first");
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/hours",
    scope: "read",
    tag: TAG,
    summary: "Events and findings by hour of the week",
    query: z.object(filterQuery),
    answer: z
      .object({
        events: week,
        findings: week.nullable().describe("null: nothing was ever looked at"),
      })
      .meta({ id: "WeekPattern" }),
    handle: ({ query }) => analytics.readHours(toFilter(query)),
  });
}

const place = {
  latitude: z.number().nullable().describe("null: nobody knows where"),
  longitude: z.number().nullable(),
  events: z.int(),
  actors: z.int(),
  last_time: z.string(),
  findings: z.int().describe("that stand on an event there"),
  by_severity: bySeverity,
  level: z.enum(SEVERITIES).nullable().describe("of the worst finding; null: there is none"),
  last_finding_time: z.string().nullable(),
};

function addPlaceRoute(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/places",
    scope: "read",
    tag: TAG,
    summary: "Events and findings by the country that they came from and by cloud region, for a map",
    query: z.object(filterQuery),
    answer: z
      .object({
        countries: z.array(z.object({ country: z.string(), ...place })),
        regions: z.array(
          z.object({
            region: z.string(),
            name: z.string().nullable().describe("city or area"),
            country: z.string().nullable(),
            ...place,
          }),
        ),
        without_country: z
          .object({ events: z.int(), findings: z.int() })
          .describe("from inside the cloud, from private networks, or unknown"),
        without_region: z.object({ events: z.int(), findings: z.int() }),
      })
      .meta({ id: "Places" }),
    handle: ({ query }) => analytics.readPlaces(toFilter(query)),
  });
}

function addScoreRoute(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/scores",
    scope: "read",
    tag: TAG,
    summary: "How many findings have which score, by kind of detector, with the bounds of severities",
    query: z.object({
      ...filterQuery,
      q: queryText.optional().describe("a filter of findings"),
      bins: z.coerce.number().int().min(2).max(BINS_MAX).default(20),
    }),
    answer: z
      .object({
        bins: z.int().describe("of equal width from 0 to 1"),
        total: z.array(z.int()),
        by_kind: z.array(z.object({ kind: z.enum(DETECTOR_KINDS), counts: z.array(z.int()) })),
        threshold: z
          .number()
          .nullable()
          .describe("the lowest score of a finding that is high or critical; null: there is none"),
        bands: z
          .array(
            z.object({
              severity: z.enum(SEVERITIES),
              findings: z.int(),
              lowest: z.number(),
              highest: z.number(),
            }),
          )
          .describe("the scores of each severity that has findings"),
      })
      .meta({ id: "ScoreDistribution" }),
    handle: ({ query }) => analytics.readScores({ ...toFilter(query), bins: query.bins }),
  });
}

function addActorDayRoutes(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/correlations",
    scope: "read",
    tag: TAG,
    summary: "How what actors do on a day goes together: Pearson's correlation of each two measures",
    query: z.object(filterQuery),
    answer: z
      .object({
        days: z.int().describe("days of actors that it stands on"),
        measures: z.array(z.object({ name: z.string(), meaning: z.string() })),
        matrix: z.array(z.array(z.number().nullable())).describe("-1 to 1; null: one of both never changes"),
      })
      .meta({ id: "Correlations" }),
    handle: ({ query }) => analytics.readCorrelations(toFilter(query)),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/profiles",
    scope: "read",
    tag: TAG,
    summary: "What actors do on a day of theirs, on average, with risk and findings; the busiest first",
    query: z.object({ ...filterQuery, limit }),
    answer: z.object({
      items: z.array(
        z
          .object({
            id: z.string(),
            name: z.string(),
            type: z.enum(ACTOR_TYPES),
            automated: z.boolean(),
            risk: z.object({ score: z.number(), level: z.enum(SEVERITIES) }).nullable(),
            findings: z.int(),
            days: z.int().describe("with events"),
            events: z.int(),
            first_day: z.string(),
            last_day: z.string(),
            per_day: z.object({
              events: z.number(),
              failures: z.number(),
              bytes_in: z.number(),
              bytes_out: z.number(),
              actions: z.number(),
              addresses: z.number(),
              sensitive: z.number(),
              night_share: z.number(),
              weekend: z.number().describe("share of its days"),
              active_hours: z.number(),
            }),
            largest_bytes_out: z.number().describe("on the day with most of them"),
          })
          .meta({ id: "ActorHabits" }),
      ),
    }),
    handle: ({ query }) => analytics.readProfiles({ ...toFilter(query), limit: query.limit }),
  });
}

function addSummaryRoute(app: FastifyInstance, analytics: AnalyticsPort): void {
  const counts = z.array(z.object({ value: z.string(), label: z.string().nullable(), count: z.int() }));
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/summary",
    scope: "read",
    tag: TAG,
    summary: "The most frequent actions and users, sensitive actions, addresses with findings, errors",
    query: z.object({ ...filterQuery, limit: limit.default(10) }),
    answer: z
      .object({
        events: z.int(),
        actions: counts,
        users: counts,
        errors: counts,
        sensitive: z.object({ events: z.int(), actions: counts }),
        suspicious_addresses: z.object({ events: z.int(), addresses: z.array(measure) }),
      })
      .meta({ id: "LogSummary" }),
    handle: ({ query }) => analytics.readSummary({ ...toFilter(query), limit: query.limit }),
  });
  addQueryRoute(app, analytics);
}

function addQueryRoute(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/queries",
    scope: "read",
    tag: TAG,
    summary: "The eight questions of analysts that are always asked, by name",
    answer: z.object({ items: z.array(z.object({ name: z.string(), title: z.string() })) }),
    handle: async () => ({ items: analytics.listQueries() }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/statistics/queries/:name",
    scope: "read",
    tag: TAG,
    summary: "One of these questions answered, as a table",
    params: z.object({ name: z.string().min(1).max(60) }),
    query: z.object({ ...filterQuery, limit }),
    answer: z
      .object({
        name: z.string(),
        title: z.string(),
        columns: z.array(z.string()),
        rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
      })
      .meta({ id: "AnalystAnswer" }),
    handle: ({ params, query }) =>
      analytics.answerQuery({ ...toFilter(query), name: params.name, limit: query.limit }),
  });
}
