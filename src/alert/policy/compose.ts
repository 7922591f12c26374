import { createHash } from "node:crypto";
import { type Incident, severityRank } from "../../domain/index.ts";
import type { AlertBody, ToldFinding, ToldIncident } from "../message/message.ts";
import type { Subject } from "./known-alert.ts";
import type { HeardFinding } from "./mute.ts";
import type { HeardIncident } from "./question.ts";

/** Told of one incident, and of one digest. */
const FINDINGS_TOLD_MAX = 10;
const INCIDENTS_TOLD_MAX = 20;
const ACTORS_TOLD_MAX = 10;
/** Findings by which an incident is known again. */
const IDS_KEPT_MAX = 200;
const IDS_KEPT_IN_DIGEST_MAX = 20;
/** Characters of a log's text in a stored body. */
const TEXT_CHARS_MAX = 4000;

/** The same incident makes the same alert, whoever decides and however often. */
export const toAlertId = (kind: "incident" | "digest", name: string): string =>
  createHash("sha256").update(`${kind}\n${name}`).digest("hex").slice(0, 24);

type Head = Pick<AlertBody, "alert_id" | "version" | "reason" | "at">;

export function composeIncident(head: Head, heard: HeardIncident): AlertBody {
  const { incident, findings, severity } = heard;
  const worst = worstFirst(findings);
  const names = actorsOf(worst, incident);
  const others = findings.length - 1;
  const more = others < 1 ? "" : ` and ${others} more ${others === 1 ? "finding" : "findings"}`;
  return {
    ...head,
    kind: "incident",
    severity,
    title: cut(`${names[0] ?? "somebody"}: ${worst[0]?.detector.title ?? "an incident"}${more}`),
    actors: names,
    tactics: incident.tactics,
    incidents: [toToldIncident(heard)],
    incidents_total: 1,
    findings: worst.slice(0, FINDINGS_TOLD_MAX).map(toToldFinding),
    findings_total: findings.length,
  };
}

/** The worst first. */
export function composeDigest(head: Head, heard: readonly HeardIncident[]): AlertBody {
  const total = heard.length;
  const actors = new Set(heard.flatMap(({ findings, incident }) => actorsOf(findings, incident)));
  return {
    ...head,
    kind: "digest",
    severity: heard[0]!.severity,
    title: `${total} more ${total === 1 ? "incident" : "incidents"} than alerts are welcome`,
    actors: [...actors].slice(0, ACTORS_TOLD_MAX),
    tactics: [...new Set(heard.flatMap(({ incident }) => incident.tactics))],
    incidents: heard.slice(0, INCIDENTS_TOLD_MAX).map(toToldIncident),
    incidents_total: total,
    findings: [],
    findings_total: heard.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

export const toSubject = (
  { incident, findings, severity }: HeardIncident,
  kind: "incident" | "digest",
): Subject => ({
  incident: incident.id,
  severity: severityRank(severity),
  findings: findings.length,
  tactics: incident.tactics.length,
  findingIds: findings
    .slice(0, kind === "incident" ? IDS_KEPT_MAX : IDS_KEPT_IN_DIGEST_MAX)
    .map(({ id }) => id),
});

const worstFirst = (findings: readonly HeardFinding[]): readonly HeardFinding[] =>
  findings.toSorted(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || b.score - a.score || a.at - b.at,
  );

function actorsOf(findings: readonly HeardFinding[], incident: Incident): readonly string[] {
  const names = [...new Set(findings.map(({ actor }) => cut(actor.name)))];
  return (names.length > 0 ? names : incident.actors.map(cut)).slice(0, ACTORS_TOLD_MAX);
}

const toToldIncident = ({ incident, findings, severity }: HeardIncident): ToldIncident => ({
  id: incident.id,
  severity,
  score: incident.score,
  from: toIso(incident.at),
  until: toIso(incident.until),
  findings: findings.length,
  summary: cut(incident.summary),
});

const toToldFinding = ({ id, severity, at, detector, actor, summary }: HeardFinding): ToldFinding => ({
  id,
  severity,
  at: toIso(at),
  title: cut(detector.title),
  actor: cut(actor.name),
  summary: cut(summary),
});

export const toIso = (ms: number): string => new Date(ms).toISOString();

const cut = (text: string): string =>
  text.length <= TEXT_CHARS_MAX ? text : `${text.slice(0, TEXT_CHARS_MAX).toWellFormed()}…`;
