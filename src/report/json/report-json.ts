import { z } from "zod";
import { type Advice, CSF_FUNCTIONS, EFFORTS, PHASES, PRIORITIES } from "../../advice/index.ts";
import {
  ACTOR_TYPES,
  type EpochMs,
  REPORT_KINDS,
  SEVERITIES,
  toTacticName,
  toTechniqueName,
  VERDICTS,
} from "../../domain/index.ts";
import { type ReportDocument, toPlainText } from "../document/document.ts";
import type { AnyFacts, ReportedActor, ReportedEvent } from "../facts.ts";
import {
  FINDING_JSON,
  INCIDENT_JSON,
  toFindingJson,
  toIncidentJson,
  toIsoTime,
} from "../scan/finding-json.ts";
import { adviseOn } from "../section/advice.ts";
import { tallyAttack } from "../section/attack.ts";

const TIME = z.iso.datetime();
const COUNT = z.int().min(0);
const VERDICT = z.enum(VERDICTS).nullable().describe("what a person said of it; null: nothing yet");
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const COUNTS = z.object({ info: COUNT, low: COUNT, medium: COUNT, high: COUNT, critical: COUNT });

const BECAUSE = z.object({
  attack: z.array(z.string()).describe("ids of tactics and techniques"),
  findings: z.array(z.string()).describe("the worst; finding_count tells of all"),
  finding_count: COUNT,
  actors: z.array(z.string()).describe("names"),
  severity: z.enum(SEVERITIES),
});
const CSF = z.object({ function: z.enum(CSF_FUNCTIONS), category: z.string() });

const EVENT = z.object({
  id: z.string(),
  time: TIME,
  actor: z.object({
    id: z.string(),
    type: z.enum(ACTOR_TYPES),
    name: z.string(),
    session: z.string().nullable(),
  }),
  access_key_id: z.string().nullable(),
  service: z.string(),
  action: z.string(),
  outcome: z.enum(["success", "denied", "failure"]),
  error_code: z.string().nullable(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  address: z.string().nullable(),
  country: z.string().nullable(),
  tool: z.string(),
  resource: z.string().nullable(),
  bytes_in: z.number().nullable(),
  bytes_out: z.number().nullable(),
  input: z.object({
    name: z.string(),
    sha256: z.string(),
    position: COUNT.describe("ordinal of the record, from 0"),
  }),
});

const ACTOR = z.object({
  id: z.string(),
  type: z.enum(ACTOR_TYPES),
  name: z.string(),
  account: z.string().nullable(),
  automated: z.boolean(),
  events: COUNT,
  failures: COUNT,
  bytes_in: z.number(),
  bytes_out: z.number(),
  first_time: TIME,
  last_time: TIME,
  risk: z
    .object({
      score: z.int().min(0).max(100),
      level: z.enum(SEVERITIES),
      contributions: z
        .array(
          z.object({
            finding: z.string(),
            points: z.int(),
            severity: z.enum(SEVERITIES),
            time: TIME,
            summary: z.string(),
          }),
        )
        .describe("points sum to the score"),
    })
    .nullable()
    .describe("null: nothing was looked at yet"),
});

/** A report as programs read it. Version 1: fields may be added, none changes its meaning. */
export const REPORT_JSON = z.object({
  version: z.literal(1),
  kind: z.enum(REPORT_KINDS),
  title: z.string(),
  subtitle: z.string(),
  severity: z.enum(SEVERITIES).nullable(),
  generated_at: TIME,
  generator: z.object({ name: z.literal("Gait"), version: z.string() }),
  period: z.object({ from: TIME, to: TIME.describe("not included") }),
  risk_as_of: TIME,
  glance: z.record(z.string(), z.string()).describe("what the head of the report says, for people"),
  summary: z.array(z.string()).describe("paragraphs, for people"),
  incident_count: COUNT,
  incidents: z.array(z.object({ ...INCIDENT_JSON.shape, verdict: VERDICT })).describe("the worst"),
  finding_counts: COUNTS.describe("of all"),
  findings: z
    .array(z.object({ ...FINDING_JSON.shape, verdict: VERDICT, exception: z.string().nullable() }))
    .describe("the worst"),
  actors: z.array(ACTOR),
  attack: z
    .array(
      z.object({
        tactic: z.string(),
        tactic_name: z.string(),
        technique: z.string().nullable(),
        technique_name: z.string().nullable(),
        findings: COUNT,
      }),
    )
    .describe("MITRE ATT&CK v19, along the kill chain"),
  recommendations: z.object({
    steps: z.array(
      z.object({ id: z.string(), phase: z.enum(PHASES), text: z.string(), csf: CSF, because: BECAUSE }),
    ),
    controls: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        why: z.string(),
        steps: z.array(z.string()),
        priority: z.enum(PRIORITIES),
        effort: z.enum(EFFORTS),
        covers: z.number().min(0).max(1).describe("share of what was found, by weight"),
        csf: CSF.describe("NIST Cybersecurity Framework 2.0"),
        because: BECAUSE,
      }),
    ),
  }),
  evidence_count: COUNT.describe("of all events that are evidence"),
  evidence: z.array(EVENT).describe("the first of them, in time order"),
  records: z
    .array(
      z.object({
        event: z.string(),
        sha256: SHA256.describe("of the whole record as UTF-8"),
        bytes: COUNT,
        input_sha256: z.string(),
        position: COUNT,
        is_cut: z.boolean(),
        text: z.string().describe("as it came"),
      }),
    )
    .describe("the first record of each of the worst findings"),
  inputs: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: COUNT, ingested_at: TIME })),
  looked: z.object({
    finished_at: TIME.nullable().describe("null: no pass of detection has finished"),
    is_unfinished: z.boolean(),
    inputs_waiting: COUNT,
    events_waiting: COUNT,
    detectors: COUNT,
    looked: COUNT,
    rejects: COUNT.describe("records that could not be read"),
    not_looked: z.array(
      z.object({ detector: z.string(), title: z.string(), why: z.string(), needs: z.string() }),
    ),
    notes: z.array(z.string()),
  }),
  hidden_findings: COUNT.describe("judged false or covered by an exception, and not in the report"),
  left_out: z.array(z.string()).describe("limits that were reached, in sentences"),
});
export type ReportJson = z.infer<typeof REPORT_JSON>;

/** The facts of a report for programs, with what it says to people in brief. */
export function toReportJson(facts: AnyFacts, report: ReportDocument): ReportJson {
  return {
    version: 1,
    kind: facts.kind,
    title: report.title,
    subtitle: report.subtitle,
    severity: report.severity,
    generated_at: toIsoTime(facts.generatedAt),
    generator: { name: "Gait", version: facts.version },
    period: { from: toIsoTime(facts.period.from), to: toIsoTime(facts.period.to) },
    risk_as_of: toIsoTime(facts.riskAt),
    glance: Object.fromEntries(report.facts.map(([name, value]) => [name, toPlainText(value)])),
    summary: toSummary(report),
    incident_count: facts.incidentCount,
    incidents: facts.incidents.map(({ incident, verdict }) => ({ ...toIncidentJson(incident), verdict })),
    finding_counts: { ...facts.findingCounts },
    findings: facts.findings.map(({ finding, verdict, exception }) => ({
      ...toFindingJson(finding),
      verdict,
      exception,
    })),
    actors: facts.actors.map(toActor),
    attack: tallyAttack(facts.findings).map(({ tactic, technique, findings }) => ({
      tactic,
      tactic_name: toTacticName(tactic),
      technique,
      technique_name: technique === null ? null : toTechniqueName(technique),
      findings,
    })),
    recommendations: toRecommendations(adviseOn(facts.findings)),
    evidence_count: facts.eventCount,
    evidence: facts.events.map(toEvent),
    records: facts.records.map(({ event, sha256, bytes, origin, isCut, text }) => ({
      event,
      sha256,
      bytes,
      input_sha256: origin.hash,
      position: origin.position,
      is_cut: isCut,
      text,
    })),
    inputs: facts.inputs.map(({ name, hash, sizeBytes, ingestedAt }) => ({
      name,
      sha256: hash,
      bytes: sizeBytes,
      ingested_at: toIsoTime(ingestedAt),
    })),
    looked: toLooked(facts.look),
    hidden_findings: facts.hiddenFindings,
    left_out: [...facts.leftOut],
  };
}

const toLooked = (look: AnyFacts["look"]): ReportJson["looked"] => ({
  finished_at: maybeTime(look.at),
  is_unfinished: look.isUnfinished,
  inputs_waiting: look.inputsWaiting,
  events_waiting: look.eventsWaiting,
  detectors: look.detectors,
  looked: look.looked,
  rejects: look.rejects,
  not_looked: look.notLooked.map(({ detector, title, why, needs }) => ({ detector, title, why, needs })),
  notes: [...look.notes],
});

const maybeTime = (at: EpochMs | null): string | null => (at === null ? null : toIsoTime(at));

const toSummary = ({ sections }: ReportDocument): string[] =>
  (sections[0]?.blocks ?? []).flatMap((block) => (block.kind === "text" ? [toPlainText(block.text)] : []));

const toActor = ({ risk, ...actor }: ReportedActor): ReportJson["actors"][number] => ({
  id: actor.id,
  type: actor.type,
  name: actor.name,
  account: actor.account,
  automated: actor.automated,
  events: actor.events,
  failures: actor.failures,
  bytes_in: actor.bytesIn,
  bytes_out: actor.bytesOut,
  first_time: toIsoTime(actor.firstAt),
  last_time: toIsoTime(actor.lastAt),
  risk:
    risk === null
      ? null
      : {
          score: risk.shown,
          level: risk.level,
          contributions: risk.parts.map(({ finding, points, severity, at, summary }) => ({
            finding,
            points,
            severity,
            time: toIsoTime(at),
            summary,
          })),
        },
});

const toEvent = ({ event, origin }: ReportedEvent): ReportJson["evidence"][number] => ({
  id: event.id,
  time: toIsoTime(event.at),
  actor: { id: event.actor.id, type: event.actor.type, name: event.actor.name, session: event.actor.session },
  access_key_id: event.accessKeyId,
  service: event.action.service,
  action: event.action.name,
  outcome: event.outcome,
  error_code: event.errorCode,
  account: event.account,
  region: event.region,
  address: event.address.text,
  country: event.address.country,
  tool: event.tool.name,
  resource: event.resource,
  bytes_in: event.bytesIn,
  bytes_out: event.bytesOut,
  input: { name: origin.name, sha256: origin.hash, position: origin.position },
});

type Because = Advice["steps"][number]["because"];
const toBecause = ({ attack, findings, findingCount, actors, severity }: Because) => ({
  attack: [...attack],
  findings: [...findings],
  finding_count: findingCount,
  actors: [...actors],
  severity,
});

const toRecommendations = ({ steps, controls }: Advice): ReportJson["recommendations"] => ({
  steps: steps.map(({ id, phase, text, csf, because }) => ({
    id,
    phase,
    text,
    csf: { ...csf },
    because: toBecause(because),
  })),
  controls: controls.map((control) => ({
    id: control.id,
    title: control.title,
    why: control.why,
    steps: [...control.steps],
    priority: control.priority,
    effort: control.effort,
    covers: Math.round(control.covers * 10_000) / 10_000,
    csf: { ...control.csf },
    because: toBecause(control.because),
  })),
});
