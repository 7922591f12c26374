import { stringify } from "csv-stringify/sync";
import type { Finding } from "../../domain/index.ts";
import { toIsoTime } from "./finding-json.ts";

const COLUMNS = [
  "time",
  "until",
  "severity",
  "score",
  "detector_id",
  "detector_kind",
  "title",
  "actor_type",
  "actor",
  "entity_type",
  "entity",
  "tactics",
  "techniques",
  "event_count",
  "events",
  "incident",
  "summary",
] as const;

/** Findings as CSV (RFC 4180), with a head. Cells that a spreadsheet would take for a formula are made text. */
export function toFindingsCsv(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => toRow(finding));
  return stringify(rows, { header: true, columns: [...COLUMNS], escape_formulas: true });
}

function toRow(finding: Finding): Readonly<Record<(typeof COLUMNS)[number], string | number>> {
  return {
    time: toIsoTime(finding.at),
    until: toIsoTime(finding.until),
    severity: finding.severity,
    score: finding.score.toFixed(4),
    detector_id: finding.detector.id,
    detector_kind: finding.detector.kind,
    title: finding.detector.title,
    actor_type: finding.actor.type,
    actor: finding.actor.id,
    entity_type: finding.entity.type,
    entity: finding.entity.id,
    tactics: [...new Set(finding.attack.map((ref) => ref.tactic))].join(" "),
    techniques: [...new Set(finding.attack.flatMap((ref) => ref.technique ?? []))].join(" "),
    event_count: finding.events.length,
    events: finding.events.join(" "),
    incident: finding.incident ?? "",
    summary: finding.summary,
  };
}
