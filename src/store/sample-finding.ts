import {
  type Finding,
  type Incident,
  toDay,
  toEntityId,
  toEpochMs,
  toEventId,
  toFindingId,
  toIncidentId,
} from "../domain/index.ts";
import type { NewFinding } from "./ports/finding-port.ts";
import { SAMPLE_START, sampleUuid } from "./sample-event.ts";

/** 2026-01-05. */
export const SAMPLE_DAY = toDay(SAMPLE_START);

export const sampleFindingId = (number: number) => toFindingId(number.toString(16).padStart(32, "0"));
export const sampleIncidentId = (number: number) => toIncidentId(number.toString(16).padStart(32, "f"));

/** A finding for tests of stores; what a test is about it sets itself. */
export function sampleFinding(number: number, changes: Partial<Finding> = {}): Finding {
  const at = changes.at ?? toEpochMs(SAMPLE_START + number);
  return {
    id: sampleFindingId(number),
    at,
    until: toEpochMs(at + 1000),
    detector: { id: "11111111-0000-4000-8000-000000000000", kind: "rule", title: "A trail was stopped" },
    severity: "high",
    score: 0.75,
    actor: { id: toEntityId("arn:aws:iam::123456789012:user/ann"), type: "user", name: "ann" },
    entity: { type: "actor", id: toEntityId("arn:aws:iam::123456789012:user/ann") },
    attack: [{ tactic: "TA0112", technique: "T1685.002" }],
    events: [toEventId(sampleUuid(number)), toEventId(`no uuid ${number}`)],
    incident: null,
    summary: `ann stopped the trail ${number}.`,
    explanation: { why: "A trail that does not write hides what follows.", matched: [{ field: "\0" }] },
    ...changes,
  };
}

export const sampleNew = (
  number: number,
  changes: Partial<Finding> = {},
  more: Partial<Omit<NewFinding, "finding">> = {},
): NewFinding => ({
  finding: sampleFinding(number, changes),
  accessKeyId: "AKIAANNEXAMPLE",
  day: SAMPLE_DAY,
  ...more,
});

export function sampleIncident(
  number: number,
  findings: readonly Finding[],
  changes: Partial<Incident> = {},
): Incident {
  return {
    id: sampleIncidentId(number),
    at: toEpochMs(SAMPLE_START + number),
    until: toEpochMs(SAMPLE_START + number + 1000),
    severity: "high",
    score: 0.8,
    actors: [toEntityId("arn:aws:iam::123456789012:user/ann"), toEntityId("arn:aws:iam::1:role/x")],
    tactics: ["TA0112", "TA0010"],
    findings: findings.map(({ id }) => id),
    events: findings.flatMap(({ events }) => events),
    summary: `A story ${number}.`,
    ...changes,
  };
}
