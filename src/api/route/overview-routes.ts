import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { QUERY_SUBJECTS, SEVERITIES } from "../../domain/index.ts";
import type { AnalyticsPort, CountRequest } from "../port/analytics-port.ts";
import { addRoute } from "../route.ts";
import { flag, periodQuery, text } from "./list.ts";
import { queryText } from "./query-text.ts";

const TAG = "analytics";
/** Stretches of time of one histogram. */
const BUCKETS_MAX = 500;
const SERIES_MAX = 30;
const VALUES_MAX = 500;

const subject = z.enum(QUERY_SUBJECTS).default("events").describe("what is counted");

const countQuery = {
  for: subject,
  q: queryText.optional(),
  ...periodQuery,
  all: flag.describe("true: also what was judged false and what an exception covers"),
};

type CountQuery = z.infer<z.ZodObject<typeof countQuery>>;

const toCount = (query: CountQuery): CountRequest => ({
  subject: query.for,
  q: query.q ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
  all: query.all === "true",
});

const counted = {
  value: z.string().nullable().describe("null: the rows do not say"),
  label: z.string().nullable().describe("the value's name for people; null: it is its own"),
  count: z.int(),
};

/** How much there is, when, and of what. */
export function addOverviewRoutes(app: FastifyInstance, analytics: AnalyticsPort): void {
  addOverviewRoute(app, analytics);
  addFieldRoutes(app, analytics);
  addRoute(app, {
    method: "GET",
    url: "/api/v1/histogram",
    scope: "read",
    tag: TAG,
    summary: "Counts by time, and by a field where one is given",
    query: z.object({
      ...countQuery,
      by: text.optional().describe("a field to stack by: severity, class, user …"),
      buckets: z.coerce.number().int().min(1).max(BUCKETS_MAX).default(60).describe("about so many"),
      series: z.coerce.number().int().min(1).max(SERIES_MAX).default(8).describe("the rest is one series"),
    }),
    answer: z
      .object({
        for: z.enum(QUERY_SUBJECTS),
        by: z.string().nullable(),
        from: z.string().nullable().describe("where the first bucket begins; null: there is nothing"),
        to: z.string().nullable().describe("where the last one ends"),
        step_ms: z.int(),
        total: z.array(z.int()).describe("one for each bucket"),
        series: z
          .array(
            z.object({
              ...counted,
              is_others: z.boolean().describe("all values without a series of their own"),
              counts: z.array(z.int()),
            }),
          )
          .describe("the largest first; without a field one"),
      })
      .meta({ id: "Histogram" }),
    handle: ({ query }) =>
      analytics.readHistogram({
        ...toCount(query),
        by: query.by ?? null,
        buckets: query.buckets,
        series: query.series,
      }),
  });
}

const queryField = z
  .object({
    name: z.string(),
    aliases: z.array(z.string()).describe("other names, those of ECS among them"),
    type: z.enum(["text", "choice", "number", "bytes", "time", "flag", "address"]),
    meaning: z.string(),
    examples: z.array(z.string()),
    choices: z.array(z.string()).describe("all values of a choice"),
    is_ordered: z.boolean().describe("later choices are greater: severity >= high"),
    is_groupable: z.boolean().describe("rows can be counted by it"),
  })
  .meta({ id: "QueryField" });

function addFieldRoutes(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/fields",
    scope: "read",
    tag: TAG,
    summary: "The fields that filters can ask for",
    isTagged: true,
    query: z.object({ for: subject }),
    answer: z.object({
      for: z.enum(QUERY_SUBJECTS),
      items: z.array(queryField),
    }),
    handle: async ({ query }) => ({
      for: query.for,
      items: analytics.listFields(query.for).map(({ isOrdered, isGroupable, ...field }) => ({
        ...field,
        is_ordered: isOrdered,
        is_groupable: isGroupable,
      })),
    }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/values",
    scope: "read",
    tag: TAG,
    summary: "The most frequent values of a field, among what a filter leaves",
    query: z.object({
      ...countQuery,
      field: text,
      prefix: text.optional().describe("part of the value or its name"),
      limit: z.coerce.number().int().min(1).max(VALUES_MAX).default(20),
    }),
    answer: z
      .object({
        for: z.enum(QUERY_SUBJECTS),
        field: z.string(),
        distinct: z.int().describe("different values"),
        total: z.int().describe("rows that have one of them"),
        items: z.array(z.object({ ...counted, value: z.string() })),
      })
      .meta({ id: "TopValues" }),
    handle: ({ query }) =>
      analytics.readValues({
        ...toCount(query),
        field: query.field,
        containing: query.prefix ?? null,
        limit: query.limit,
      }),
  });
}

const change = z.object({
  count: z.number(),
  before: z
    .number()
    .nullable()
    .describe("in the period of the same length before; null: nothing is from then"),
});
const bySeverity = z.record(z.enum(SEVERITIES), z.int());
const ranked = z
  .object({ ...change.shape, by_severity: bySeverity })
  .nullable()
  .describe("null: nothing was ever looked at");

const overview = z
  .object({
    from: z.string().nullable().describe("null: nothing is stored"),
    to: z.string().nullable(),
    stored: z.object({
      events: z.int(),
      first_time: z.string().nullable(),
      last_time: z.string().nullable(),
    }),
    events: change,
    actors: change,
    failures: change,
    bytes_in: change,
    bytes_out: change,
    findings: ranked,
    incidents: ranked,
    alerts: change,
    attack: z
      .array(
        z.object({
          tactic: z.string(),
          name: z.string(),
          findings: z.int(),
          techniques: z.array(z.object({ technique: z.string(), findings: z.int() })),
        }),
      )
      .describe("every tactic along the kill chain"),
    looked: z.object({
      finished_at: z.string().nullable().describe("null: nothing was ever looked at"),
      inputs_waiting: z.int(),
      events_waiting: z.int(),
      is_unfinished: z.boolean(),
      detectors: z.int(),
      detectors_looked: z.int(),
    }),
    not_looked: z
      .array(z.object({ detector: z.string(), title: z.string(), why: z.string(), needs: z.string() }))
      .describe("detectors that could not look, and what they would need"),
    gaps: z
      .array(
        z.object({
          account: z.string().nullable(),
          from: z.string(),
          to: z.string(),
          hours: z.number(),
        }),
      )
      .describe(
        "stretches without an event of an account, longer than three hours and than twice its third longest; the longest first",
      ),
  })
  .meta({ id: "Overview" });

function addOverviewRoute(app: FastifyInstance, analytics: AnalyticsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/overview",
    scope: "read",
    tag: TAG,
    summary: "Posture in one look: what there is, what was found, what was not looked at and why",
    query: z.object(periodQuery),
    answer: overview,
    handle: ({ query }) => analytics.readOverview({ from: query.from ?? null, to: query.to ?? null }),
  });
}
