import { stringify } from "csv-stringify/sync";
import type { Finding } from "../../domain/index.ts";
import { toIsoTime } from "./finding-json.ts";

/** Names of the cells of a finding. */
export const FINDING_CELLS = [
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
export const toFindingsCsv = (findings: readonly Finding[]): string =>
  stringify(
    findings.map((finding) => [...toFindingCells(finding)]),
    { header: true, columns: [...FINDING_CELLS], escape_formulas: true },
  );

/** In the order of `FINDING_CELLS`. */
export const toFindingCells = (finding: Finding): readonly (string | number)[] => [
  toIsoTime(finding.at),
  toIsoTime(finding.until),
  finding.severity,
  finding.score.toFixed(4),
  finding.detector.id,
  finding.detector.kind,
  finding.detector.title,
  finding.actor.type,
  finding.actor.id,
  finding.entity.type,
  finding.entity.id,
  [...new Set(finding.attack.map((ref) => ref.tactic))].join(" "),
  [...new Set(finding.attack.flatMap((ref) => ref.technique ?? []))].join(" "),
  finding.events.length,
  finding.events.join(" "),
  finding.incident ?? "",
  finding.summary,
];
