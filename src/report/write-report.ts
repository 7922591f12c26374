import type { ReportFormat } from "../domain/index.ts";
import { toActorReport } from "./actor/actor-report.ts";
import type { ReportDocument } from "./document/document.ts";
import type { AnyFacts } from "./facts.ts";
import { FORMATS } from "./formats.ts";
import { toIncidentReport } from "./incident/incident-report.ts";
import { toPeriodReport } from "./period/period-report.ts";
import { toPostureReport } from "./posture/posture-report.ts";

/** A report as a file. */
export interface WrittenReport {
  /** Of letters, digits, points and hyphens. */
  readonly fileName: string;
  readonly type: string;
  readonly text: string;
}

export function toReportDocument(facts: AnyFacts): ReportDocument {
  switch (facts.kind) {
    case "incident":
      return toIncidentReport(facts);
    case "actor":
      return toActorReport(facts);
    case "period":
      return toPeriodReport(facts);
    case "posture":
      return toPostureReport(facts);
    default:
      return facts satisfies never;
  }
}

export function writeReport(facts: AnyFacts, format: ReportFormat): WrittenReport {
  const { type, suffix, write } = FORMATS[format];
  return {
    fileName: `gait-${toName(facts)}${suffix}`,
    type,
    text: write(facts, toReportDocument(facts)),
  };
}

const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

function toName(facts: AnyFacts): string {
  switch (facts.kind) {
    case "incident":
      return `incident-${facts.incident.id.slice(0, 12).replaceAll(/[^\w-]/g, "_")}`;
    case "actor":
      return `identity-${facts.actor.name.replaceAll(/[^\w.-]/g, "_").slice(0, 60)}`;
    case "period":
      return `period-${toDay(facts.period.from)}-to-${toDay(facts.period.to - 1)}`;
    case "posture":
      return `posture-${toDay(facts.riskAt)}`;
    default:
      return facts satisfies never;
  }
}
