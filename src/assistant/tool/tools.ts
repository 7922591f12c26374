import { z } from "zod";
import { CONTROLS, CONTROLS_ADVISED_MAX } from "../../advice/index.ts";
import { ACTION_CLASSES, DAY_MS, DETECTOR_KINDS, toEpochMs } from "../../domain/index.ts";
import { compareWithBaseline, lookAtActor, lookAtTimeline } from "../look/actors.ts";
import { lookForControls, lookForPriorities, lookForRemedies } from "../look/advice.ts";
import { citeActor, citeFinding, citeIncident } from "../look/facts.ts";
import { lookAtPlace, lookAtPlaces } from "../look/places.ts";
import { lookAtRisks, lookAtUnusual } from "../look/risks.ts";
import { lookAtHours, lookAtTrend } from "../look/times.ts";
import { lookAtTransfers } from "../look/transfers.ts";
import type { AssistantQueries } from "../port.ts";
import { actorId, foundId, given, limitOf, periodShape, severity, text, toPeriod } from "./inputs.ts";
import { defineTool, type NothingThere, type Tool } from "./tool.ts";

const nothing = (what: string): NothingThere => ({ nothing: what });

/** The identity that a program names; null: none, or several. */
async function findActor(queries: AssistantQueries, name: string): Promise<string | null> {
  const found = await queries.searchActors(name, 2);
  return found.length === 1 ? found[0]!.id : null;
}
const noActor = (name: string): NothingThere =>
  nothing(`No single identity is called ${name}. Use top_risks or search_findings for names.`);

const ABOUT_PEOPLE: readonly Tool[] = [
  defineTool({
    name: "top_risks",
    title: "Riskiest identities",
    description:
      "Identities by risk from 0 to 100, the riskiest first, each with the findings that weigh most.",
    input: z.object({ limit: limitOf(10) }),
    look: (queries, { limit }) => lookAtRisks(queries, { limit, at: null }),
  }),
  defineTool({
    name: "unusual_actors",
    title: "Identities that moved differently",
    description:
      "Identities of whom behaviour detectors say that they moved differently from their past or their peers.",
    input: z.object({ ...periodShape, limit: limitOf(10) }),
    look: (queries, { limit, ...period }) => lookAtUnusual(queries, { period: toPeriod(period), limit }),
  }),
  defineTool({
    name: "actor_profile",
    title: "Profile of an identity",
    description: "One identity: risk, what it uses most, when it acts, its findings and incidents.",
    input: z.object({ actor: actorId, ...periodShape }),
    look: async (queries, { actor, ...period }) => {
      const id = await findActor(queries, actor);
      const facts = id === null ? null : await lookAtActor(queries, { actor: id, period: toPeriod(period) });
      return facts ?? noActor(actor);
    },
  }),
  defineTool({
    name: "actor_timeline",
    title: "What an identity did",
    description: "Events and findings of one identity in order of time.",
    input: z.object({
      actor: actorId,
      ...periodShape,
      limit: limitOf(30),
      order: z.enum(["newest-first", "oldest-first"]).default("newest-first"),
    }),
    look: async (queries, { actor, limit, order, ...period }) => {
      const id = await findActor(queries, actor);
      return id === null
        ? noActor(actor)
        : lookAtTimeline(queries, { actor: id, period: toPeriod(period), limit, order });
    },
  }),
  defineTool({
    name: "compare_with_baseline",
    title: "An identity against its own past",
    description:
      "Compares a period of one identity with everything before it: pace, values never used before, hours never worked before.",
    input: z.object({
      actor: actorId,
      from: z.iso
        .datetime({ offset: true })
        .nullish()
        .describe("begin of the period; null: 7 days before the newest event"),
      to: periodShape.to,
    }),
    look: async (queries, { actor, from, to }) => {
      const id = await findActor(queries, actor);
      if (id === null) return noActor(actor);
      const period = toPeriod({ from, to });
      const { lastAt } = await queries.readSpan();
      const begin = period.from ?? toEpochMs((lastAt ?? 0) - 7 * DAY_MS);
      const facts = await compareWithBaseline(queries, { actor: id, period: { from: begin, to: period.to } });
      return facts ?? nothing(`${actor} did nothing before the period: there is nothing to compare with.`);
    },
  }),
];

const ABOUT_FINDINGS: readonly Tool[] = [
  defineTool({
    name: "search_findings",
    title: "Findings",
    description: "What detectors found, with counts by severity. Everything given must hold.",
    input: z.object({
      ...periodShape,
      min_severity: severity,
      actor: actorId.nullish(),
      kind: z.enum(DETECTOR_KINDS).nullish(),
      tactic: z
        .string()
        .regex(/^TA\d{4}$/)
        .nullish()
        .describe("ATT&CK tactic id"),
      technique: z
        .string()
        .regex(/^T\d{4}(\.\d{3})?$/)
        .nullish()
        .describe("ATT&CK technique id"),
      region: text,
      country: z.string().length(2).nullish().describe("ISO 3166-1 alpha-2"),
      action_class: z.enum(ACTION_CLASSES).nullish(),
      address: text,
      text: text.describe("part of summary, title, names or ids"),
      order: z.enum(["worst-first", "newest-first", "oldest-first"]).default("worst-first"),
      limit: limitOf(10),
    }),
    look: async (queries, { from, to, limit, order, actor, kind, min_severity, action_class, ...rest }) => {
      const id = actor === null || actor === undefined ? null : await findActor(queries, actor);
      if (typeof actor === "string" && id === null) return noActor(actor);
      const period = toPeriod({ from, to });
      const kinds = kind === null || kind === undefined ? null : [kind];
      const page = await queries.searchFindings(
        {
          period,
          ...given({ ...rest, actor: id, kinds, minSeverity: min_severity, actionClass: action_class }),
        },
        { limit, order },
      );
      return {
        data: { counts: page.counts, findings: page.rows },
        citations: [...page.rows.map(citeFinding), ...page.rows.map((row) => citeActor(row.actor))],
        looked: { ...period, counts: { findings: page.counts.total } },
      };
    },
  }),
  defineTool({
    name: "explain_finding",
    title: "Why something was found",
    description:
      "One finding with its explanation, the comparison with the usual, what would have made it quiet, evidence and response steps.",
    input: z.object({ id: foundId }),
    look: async (queries, { id }) => {
      const finding = await queries.readFinding(id);
      if (finding === null) return nothing(`There is no finding ${id}.`);
      return {
        data: finding,
        citations: [citeFinding(finding), citeActor(finding.actor)],
        looked: { from: finding.at, to: finding.until, counts: { findings: 1 } },
      };
    },
  }),
  defineTool({
    name: "search_incidents",
    title: "Incidents",
    description: "Stories made of findings on linked identities, with counts by severity.",
    input: z.object({
      ...periodShape,
      min_severity: severity,
      actor: actorId.nullish(),
      tactic: z
        .string()
        .regex(/^TA\d{4}$/)
        .nullish(),
      text,
      order: z.enum(["worst-first", "newest-first", "oldest-first"]).default("worst-first"),
      limit: limitOf(10),
    }),
    look: async (queries, { from, to, limit, order, actor, min_severity, ...rest }) => {
      const id = actor === null || actor === undefined ? null : await findActor(queries, actor);
      if (typeof actor === "string" && id === null) return noActor(actor);
      const period = toPeriod({ from, to });
      const page = await queries.searchIncidents(
        { period, ...given({ ...rest, actor: id, minSeverity: min_severity }) },
        { limit, order },
      );
      return {
        data: { counts: page.counts, incidents: page.rows },
        citations: page.rows.map(citeIncident),
        looked: { ...period, counts: { incidents: page.counts.total } },
      };
    },
  }),
  defineTool({
    name: "show_incident",
    title: "One incident",
    description: "An incident with its identities and all its findings in order.",
    input: z.object({ id: foundId }),
    look: async (queries, { id }) => {
      const incident = await queries.readIncident(id);
      if (incident === null) return nothing(`There is no incident ${id}.`);
      return {
        data: incident,
        citations: [
          citeIncident(incident),
          ...incident.findings.map(citeFinding),
          ...incident.identities.map((one) => citeActor({ id: one.id, name: one.name ?? one.id })),
        ],
        looked: {
          from: incident.at,
          to: incident.until,
          counts: { incidents: 1, findings: incident.findings.length },
        },
      };
    },
  }),
];

const ABOUT_PLACES_AND_TIMES: readonly Tool[] = [
  defineTool({
    name: "places_by_threat",
    title: "Regions or countries by threat",
    description: "Regions or countries by the weight of the findings whose evidence comes from there.",
    input: z.object({
      by: z.enum(["region", "country"]).default("region"),
      ...periodShape,
      limit: limitOf(10),
    }),
    look: (queries, { by, limit, ...period }) =>
      lookAtPlaces(queries, { by, period: toPeriod(period), limit }),
  }),
  defineTool({
    name: "place_detail",
    title: "One region or country",
    description: "What is found in one region or country, by whom, and what is done there.",
    input: z.object({ by: z.enum(["region", "country"]), value: z.string().min(1).max(60), ...periodShape }),
    look: async (queries, { by, value, ...period }) =>
      (await lookAtPlace(queries, { by, value, period: toPeriod(period) })) ??
      nothing(`No event comes from ${value}.`),
  }),
  defineTool({
    name: "trend",
    title: "Day by day",
    description:
      "Findings and events day by day, against as long a time before. Without a period: the 7 days up to the newest event.",
    input: z.object(periodShape),
    look: async (queries, asked) => {
      const { firstAt, lastAt } = await queries.readSpan();
      if (lastAt === null) return nothing("Nothing is stored.");
      const period = toPeriod(asked);
      const to = period.to ?? toEpochMs(lastAt + 1);
      return lookAtTrend(queries, {
        period: { from: period.from ?? toEpochMs(to - 7 * DAY_MS), to },
        firstAt,
      });
    },
  }),
  defineTool({
    name: "hours_of_the_day",
    title: "Findings by hour",
    description:
      "Findings by hour of the day (UTC), and what makes one hour stand out: detectors, identities, days.",
    input: z.object({
      hour: z.int().min(0).max(23).nullish().describe("null: the hour with the most"),
      ...periodShape,
    }),
    look: (queries, { hour, ...period }) =>
      lookAtHours(queries, { period: toPeriod(period), hour: hour ?? null }),
  }),
  defineTool({
    name: "transfers",
    title: "Downloads and transfers",
    description: "Who moved how many bytes out of or into the cloud, when, and what detectors of theft say.",
    input: z.object({
      direction: z.enum(["out", "in"]).default("out"),
      actor: actorId.nullish(),
      ...periodShape,
      limit: limitOf(10),
    }),
    look: async (queries, { direction, actor, limit, ...period }) => {
      const id = actor === null || actor === undefined ? null : await findActor(queries, actor);
      if (typeof actor === "string" && id === null) return noActor(actor);
      return lookAtTransfers(queries, { period: toPeriod(period), direction, limit, actor: id });
    },
  }),
  defineTool({
    name: "upload_analyses",
    title: "Analyses of upload logs",
    description: "Bursts, many services and unusual days in upload logs.",
    input: z.object({}),
    look: async (queries) => {
      const found = await queries.readUploads();
      if (found === null) return nothing("No upload log was read.");
      return {
        data: found,
        citations: [],
        looked: { from: null, to: null, counts: { uploads: found.uploads } },
      };
    },
  }),
];

const ABOUT_THE_WHOLE: readonly Tool[] = [
  defineTool({
    name: "statistics",
    title: "How many",
    description:
      "Events, failures, bytes, identities, findings and incidents of a period, and what is stored in all.",
    input: z.object(periodShape),
    look: async (queries, asked) => {
      const period = toPeriod(asked);
      const totals = await queries.countAll(period);
      return {
        data: { ...totals, stored: await queries.readSpan() },
        citations: [],
        looked: { ...period, counts: { events: totals.events } },
      };
    },
  }),
  defineTool({
    name: "coverage",
    title: "What was looked at, and what was not",
    description: "Detectors that could not look and why, rules by tactic, how far detection is.",
    input: z.object({}),
    look: async (queries) => {
      const span = await queries.readSpan();
      if (span.lookedAt === null) return nothing("Nothing was ever looked at.");
      return {
        data: { ...(await queries.readCoverage()), span },
        citations: [],
        looked: { from: span.firstAt, to: span.lastAt, counts: { events: span.events } },
      };
    },
  }),
  defineTool({
    name: "priorities",
    title: "What to look at first",
    description: "Incidents without a verdict in the order in which to look at them, with why.",
    input: z.object({ ...periodShape, limit: limitOf(5) }),
    look: (queries, { limit, ...period }) => lookForPriorities(queries, { period: toPeriod(period), limit }),
  }),
  defineTool({
    name: "recommended_controls",
    title: "Controls against what was found",
    description:
      "Controls of the catalogue that help against the techniques that were found, with functions of the NIST CSF 2.0.",
    input: z.object({ ...periodShape, actor: actorId.nullish(), limit: limitOf(CONTROLS_ADVISED_MAX) }),
    look: async (queries, { actor, limit, ...period }) => {
      const id = actor === null || actor === undefined ? null : await findActor(queries, actor);
      if (typeof actor === "string" && id === null) return noActor(actor);
      return lookForControls(queries, { period: toPeriod(period), actor: id, limit });
    },
  }),
  defineTool({
    name: "controls_catalogue",
    title: "All controls",
    description: "The whole catalogue of controls, whatever was found.",
    input: z.object({}),
    look: async () => ({
      data: { controls: CONTROLS },
      citations: [],
      looked: { from: null, to: null, counts: { controls: CONTROLS.length } },
    }),
  }),
  defineTool({
    name: "remediation",
    title: "What to do about identities",
    description:
      "For the riskiest identities, or for one: what to do first and then, from what was found about them.",
    input: z.object({ actor: actorId.nullish(), ...periodShape, limit: limitOf(3, 20) }),
    look: async (queries, { actor, limit, ...period }) => {
      const id = actor === null || actor === undefined ? null : await findActor(queries, actor);
      if (typeof actor === "string" && id === null) return noActor(actor);
      return lookForRemedies(queries, { period: toPeriod(period), limit, actor: id });
    },
  }),
];

/** Every tool, for models and for other programs. None of them changes anything. */
export const TOOLS: readonly Tool[] = [
  ...ABOUT_PEOPLE,
  ...ABOUT_FINDINGS,
  ...ABOUT_PLACES_AND_TIMES,
  ...ABOUT_THE_WHOLE,
];
