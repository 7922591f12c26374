import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { DETECTOR_KINDS, JUDGEMENTS, SEVERITIES, VERDICTS } from "../../domain/index.ts";
import { toSoundRow } from "../answer/explanation-answer.ts";
import {
  findingAnswer,
  findingDetailAnswer,
  findingSummaryAnswer,
  incidentAnswer,
  incidentDetailAnswer,
} from "../answer/finding-answer.ts";
import type { PageRequest } from "../port/asked.ts";
import type { FindingsRequest, IncidentsRequest } from "../port/list-requests.ts";
import type { FindingsPort } from "../ports.ts";
import { addRoute } from "../route.ts";
import {
  flag,
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
import { queryText } from "./query-text.ts";
import { standingQuery, toStandingRequest } from "./triage-routes.ts";

const TAG = "findings";
const order = z.enum(["worst-first", "newest-first", "oldest-first"]).default("worst-first");
const all = flag.describe(
  "true: also what was judged false or a duplicate, and what an exception covers; state=closed implies it",
);
const verdict = z.enum(VERDICTS);
const judgement = z.enum(JUDGEMENTS).describe("open: what was said before is taken back");

/** Which findings are meant, page or no page. */
export const findingsQuery = z.object({
  q: queryText.optional(),
  ...periodQuery,
  min_severity: z.enum(SEVERITIES).optional(),
  actor: text.optional().describe("an actor's id or name, exactly"),
  entity: text.optional().describe("id of an address, a resource or an actor"),
  detector: text.optional().describe("a detector's id or title, exactly"),
  kind: z.enum(DETECTOR_KINDS).optional(),
  incident: text.optional(),
  text: text.optional().describe("part of summary, title, names or ids"),
  verdict: z.enum([...VERDICTS, "none"]).optional(),
  ...standingQuery,
  all,
  order,
});

export const toFindingsChoice = (
  query: z.infer<typeof findingsQuery>,
): Omit<FindingsRequest, keyof PageRequest> => ({
  ...toPeriod(query),
  ...toStandingRequest(query),
  minSeverity: query.min_severity ?? null,
  actor: query.actor ?? null,
  entity: query.entity ?? null,
  detector: query.detector ?? null,
  kind: query.kind ?? null,
  incident: query.incident ?? null,
  text: query.text ?? null,
  q: query.q ?? null,
  verdict: query.verdict ?? null,
  all: query.all === "true" || query.state === "closed",
  order: query.order,
});

/** Which incidents are meant. */
export const incidentsQuery = z.object({
  q: queryText.optional(),
  ...periodQuery,
  min_severity: z.enum(SEVERITIES).optional(),
  actor: text.optional().describe("id or name of an actor that takes part"),
  tactic: z.string().max(20).optional().describe("id of a tactic: TA0010"),
  text: text.optional().describe("part of the summary"),
  ...standingQuery,
  all,
  order,
});

export const toIncidentsChoice = (
  query: z.infer<typeof incidentsQuery>,
): Omit<IncidentsRequest, keyof PageRequest> => ({
  ...toPeriod(query),
  ...toStandingRequest(query),
  minSeverity: query.min_severity ?? null,
  actor: query.actor ?? null,
  tactic: query.tactic ?? null,
  text: query.text ?? null,
  q: query.q ?? null,
  all: query.all === "true" || query.state === "closed",
  order: query.order,
});

/** What was found. */
export function addFindingRoutes(app: FastifyInstance, findings: FindingsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/findings",
    scope: "read",
    tag: TAG,
    summary: "Findings, the worst first; 409 while nothing was ever looked at",
    query: findingsQuery.extend(pageQuery),
    answer: toListAnswer(findingAnswer),
    handle: async ({ query }) =>
      toList(await findings.read({ ...toFindingsChoice(query), ...toPage(query) })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/findings/summaries",
    scope: "read",
    tag: TAG,
    summary: "The same without evidence and explanation, which are most of it: what a list shows",
    query: findingsQuery.extend(pageQuery),
    answer: toListAnswer(findingSummaryAnswer),
    isExact: true,
    handle: async ({ query }) =>
      toList(await findings.readSummaries({ ...toFindingsChoice(query), ...toPage(query) })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/findings/:id",
    scope: "read",
    tag: TAG,
    summary:
      "One finding, why it was made, and the events that it stands on; the beginning of its id will do",
    params: idParams,
    answer: findingDetailAnswer,
    handle: async ({ params }) => toSoundRow(await findings.explain(params.id)),
  });
  addIncidentRoutes(app, findings);
  addVerdictRoute(app, findings);
}

function addIncidentRoutes(app: FastifyInstance, findings: FindingsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/incidents",
    scope: "read",
    tag: TAG,
    summary: "Incidents, the worst first; 409 while nothing was ever looked at",
    query: incidentsQuery.extend(pageQuery),
    answer: toListAnswer(incidentAnswer),
    handle: async ({ query }) =>
      toList(await findings.readIncidents({ ...toIncidentsChoice(query), ...toPage(query) })),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/incidents/:id",
    scope: "read",
    tag: TAG,
    summary: "One incident with its findings; the beginning of its id will do",
    params: idParams,
    answer: incidentDetailAnswer,
    handle: async ({ params }) => toSoundRow(await findings.findIncident(params.id)),
  });
}

function addVerdictRoute(app: FastifyInstance, findings: FindingsPort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/verdicts",
    scope: "triage",
    tag: TAG,
    summary:
      "Say what a finding or an incident is; from a finding also make an exception for what is to come",
    status: 201,
    isRepeatable: true,
    body: z.object({
      target: z.string().min(8).max(100).describe("id of a finding or an incident"),
      verdict: judgement,
      note: z.string().max(2000).nullish(),
      exception: z
        .object({ scope: z.enum(["detector", "entity", "actor"]), until: instant.nullish() })
        .nullish()
        .describe("covers the detector alone, or only with this entity or actor"),
    }),
    answer: z.object({
      target: z.object({ type: z.enum(["finding", "incident"]), id: z.string(), summary: z.string() }),
      verdict: judgement,
      by: z.string(),
      before: verdict.nullable(),
      exception: z.object({ id: z.string(), covers: z.int() }).nullable(),
    }),
    handle: ({ body, caller }) =>
      findings.judge({
        target: body.target,
        verdict: body.verdict,
        note: body.note ?? null,
        by: caller?.name ?? "",
        exception: body.exception == null ? null : { ...body.exception, until: body.exception.until ?? null },
      }),
  });
}
