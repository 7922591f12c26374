import { z } from "zod";
import {
  ACTOR_TYPES,
  DETECTOR_KINDS,
  ENTITY_TYPES,
  SEVERITIES,
  TRIAGE_STATES,
  VERDICTS,
} from "../../domain/index.ts";
import { eventAnswer } from "./event-answer.ts";
import { explanationAnswer } from "./explanation-answer.ts";

const standing = {
  verdict: z.enum(VERDICTS).nullable(),
  state: z.enum(TRIAGE_STATES).describe("closed: it has a verdict, which is the reason"),
  assignee: z.string().nullable().describe("who has it in hand; null: nobody"),
  tags: z.array(z.string()),
};

export const findingAnswer = z
  .looseObject({
    id: z.string(),
    time: z.string(),
    until: z.string(),
    detector: z.object({ id: z.string(), kind: z.enum(DETECTOR_KINDS), title: z.string() }),
    severity: z.enum(SEVERITIES),
    score: z.number(),
    actor: z.object({ id: z.string(), type: z.enum(ACTOR_TYPES), name: z.string() }),
    entity: z.object({ type: z.enum(ENTITY_TYPES), id: z.string() }),
    attack: z.array(z.object({ tactic: z.string(), technique: z.string().optional() })),
    events: z.array(z.string()),
    incident: z.string().nullable(),
    summary: z.string(),
    explanation: explanationAnswer,
    access_key_id: z.string().nullable(),
    ...standing,
    exception: z.string().nullable().describe("id of the exception that covers it"),
  })
  .meta({ id: "Finding" });

export const findingSummaryAnswer = findingAnswer
  .omit({ events: true, explanation: true, access_key_id: true })
  .extend({ event_count: z.int().describe("events that it stands on") })
  .meta({ id: "FindingSummary" });

export const findingDetailAnswer = findingAnswer
  .extend({ event_details: z.array(eventAnswer).describe("the first events that are still stored") })
  .meta({ id: "FindingDetail" });

export const incidentAnswer = z
  .looseObject({
    incident: z.string().describe("its id"),
    time: z.string(),
    until: z.string(),
    severity: z.enum(SEVERITIES),
    score: z.number(),
    actors: z.array(z.string()),
    tactics: z.array(z.string()).describe("ids, along the kill chain"),
    findings: z.array(z.string()),
    events: z.array(z.string()),
    summary: z.string(),
    ...standing,
  })
  .meta({ id: "Incident" });

export const incidentDetailAnswer = incidentAnswer
  .extend({
    actor_names: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
    finding_details: z.array(findingAnswer).describe("in the order of time"),
  })
  .meta({ id: "IncidentDetail" });
