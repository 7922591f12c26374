import { z } from "zod";
import {
  ACTOR_TYPES,
  DETECTOR_KINDS,
  ENTITY_TYPES,
  type EpochMs,
  type Finding,
  type Incident,
  SEVERITIES,
} from "../../domain/index.ts";

const TIME = z.iso.datetime();
const SCORE = z.number().min(0).max(1).describe("0 to 1, higher is stranger");
const ATTACK = z.object({
  tactic: z.string().describe("MITRE ATT&CK tactic id"),
  technique: z.string().optional().describe("MITRE ATT&CK technique id"),
});

/** A finding as programs read it. Version 1: fields may be added, none changes its meaning. */
export const FINDING_JSON = z.object({
  id: z.string(),
  time: TIME.describe("time of the first event of the evidence, UTC"),
  until: TIME.describe("time of the last event of the evidence, UTC"),
  detector: z.object({ id: z.string(), kind: z.enum(DETECTOR_KINDS), title: z.string() }),
  severity: z.enum(SEVERITIES),
  score: SCORE,
  actor: z.object({ id: z.string(), type: z.enum(ACTOR_TYPES), name: z.string() }),
  entity: z.object({ type: z.enum(ENTITY_TYPES), id: z.string() }),
  attack: z.array(ATTACK),
  events: z.array(z.string()).describe("ids of the events that are the evidence, in time order"),
  incident: z.string().nullable(),
  summary: z.string(),
  explanation: z.record(z.string(), z.unknown()),
});
export type FindingJson = z.infer<typeof FINDING_JSON>;

/** An incident on the same stream as findings; told apart by its field `incident` beside `findings`. */
export const INCIDENT_JSON = z.object({
  incident: z.string(),
  time: TIME,
  until: TIME,
  severity: z.enum(SEVERITIES),
  score: SCORE,
  actors: z.array(z.string()),
  tactics: z.array(z.string()).describe("MITRE ATT&CK tactic ids along the kill chain"),
  findings: z.array(z.string()),
  events: z.array(z.string()),
  summary: z.string(),
});
export type IncidentJson = z.infer<typeof INCIDENT_JSON>;

/** `2026-01-01T02:03:04Z`; milliseconds only where there are some. */
export const toIsoTime = (at: EpochMs): string => new Date(at).toISOString().replace(".000Z", "Z");

export function toFindingJson(finding: Finding): FindingJson {
  return {
    id: finding.id,
    time: toIsoTime(finding.at),
    until: toIsoTime(finding.until),
    detector: { ...finding.detector },
    severity: finding.severity,
    score: roundScore(finding.score),
    actor: { ...finding.actor },
    entity: { ...finding.entity },
    attack: finding.attack.map(({ tactic, technique }) =>
      technique === null ? { tactic } : { tactic, technique },
    ),
    events: [...finding.events],
    incident: finding.incident,
    summary: finding.summary,
    explanation: { ...finding.explanation },
  };
}

export function toIncidentJson(incident: Incident): IncidentJson {
  return {
    incident: incident.id,
    time: toIsoTime(incident.at),
    until: toIsoTime(incident.until),
    severity: incident.severity,
    score: roundScore(incident.score),
    actors: [...incident.actors],
    tactics: [...incident.tactics],
    findings: [...incident.findings],
    events: [...incident.events],
    summary: incident.summary,
  };
}

const roundScore = (score: number): number => Math.round(score * 10_000) / 10_000;
