import { type JsonObject, SEVERITIES, type Severity } from "../../domain/index.ts";
import { cleanLine } from "./clean-text.ts";

export const ALERT_REASONS = ["new", "update", "reminder", "test"] as const;
export type AlertReason = (typeof ALERT_REASONS)[number];

export interface ToldIncident {
  readonly id: string;
  readonly severity: Severity;
  readonly score: number;
  /** Of its first and its last event, in ISO 8601. */
  readonly from: string;
  readonly until: string;
  readonly findings: number;
  readonly summary: string;
}

export interface ToldFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly at: string;
  readonly title: string;
  readonly actor: string;
  readonly summary: string;
}

/** What is said about one incident, or about several that would be too many alerts (`digest`). */
export interface AlertBody {
  readonly alert_id: string;
  readonly version: number;
  /** `notice`: something that whoever runs Gait should know, told in `notes`. */
  readonly kind: "incident" | "digest" | "notice";
  readonly reason: AlertReason;
  readonly severity: Severity;
  /** When it was decided, in ISO 8601. */
  readonly at: string;
  /** One line. */
  readonly title: string;
  readonly actors: readonly string[];
  /** Tactic ids in the order of the kill chain. */
  readonly tactics: readonly string[];
  /** The worst first. */
  readonly incidents: readonly ToldIncident[];
  readonly incidents_total: number;
  /** Of a single incident, the worst first. */
  readonly findings: readonly ToldFinding[];
  readonly findings_total: number;
  /** Of a notice: sentences. */
  readonly notes?: readonly string[];
  /** Of a notice that brings a report. */
  readonly report?: ToldReport;
}

/** A report that is kept at the server. */
export interface ToldReport {
  /** Of letters, digits, points and hyphens. */
  readonly file_name: string;
  /** Where people find it; null: nobody said where the server is. */
  readonly url: string | null;
}

/** A body on its way. */
export interface AlertMessage {
  /** The same in each attempt and on every channel: whoever receives twice can tell that it is one message. */
  readonly id: string;
  readonly body: AlertBody;
}

/** Bodies are stored as JSON and read back by the one who wrote them. Throws for what is none. */
export function toAlertMessage(body: JsonObject): AlertMessage {
  if (!isAlertBody(body)) throw new TypeError("the body is not one of an alert");
  return { id: `${body.alert_id}.${body.version}`, body };
}

const LISTS = ["actors", "tactics", "incidents", "findings"] as const;

const isAlertBody = (body: JsonObject): body is JsonObject & AlertBody =>
  typeof body["alert_id"] === "string" &&
  typeof body["version"] === "number" &&
  typeof body["title"] === "string" &&
  ALERT_REASONS.some((reason) => reason === body["reason"]) &&
  SEVERITIES.some((severity) => severity === body["severity"]) &&
  LISTS.every((name) => Array.isArray(body[name]));

const REASON_WORDS: Readonly<Record<AlertReason, string>> = {
  new: "",
  update: "Update: ",
  reminder: "Reminder: ",
  test: "Test: ",
};

/** Characters of a subject. */
export const SUBJECT_CHARS_MAX = 150;

/** One line for a subject or a headline. */
export const toSubject = ({ severity, reason, title }: AlertBody): string =>
  `[Gait] ${REASON_WORDS[reason]}${severity}: ${cleanLine(title, SUBJECT_CHARS_MAX)}`;

/** Characters of a story or of a finding's sentence. */
const SUMMARY_CHARS_MAX = 2000;
const LINE_CHARS_MAX = 300;
/** Sentences of a notice. */
const NOTES_MAX = 50;

/** A part of what a channel says: a headline, paragraphs below it. */
export interface MessagePart {
  readonly head: string;
  readonly lines: readonly string[];
}

/** What is said, in parts that every channel can lay out; each line is clean. */
export function toParts(body: AlertBody): readonly MessagePart[] {
  const parts = body.incidents.map(toIncidentPart);
  if (body.notes !== undefined)
    parts.push({
      head: toMinute(body.at),
      lines: body.notes.slice(0, NOTES_MAX).map((note) => cleanLine(note, SUMMARY_CHARS_MAX)),
    });
  const more = body.incidents_total - body.incidents.length;
  if (more > 0) parts.push({ head: `… and ${more} more`, lines: ["`gait incidents` shows all."] });
  if (body.findings.length > 0)
    parts.push({
      head: body.findings_total === 1 ? "1 finding" : `${body.findings_total} findings`,
      lines: body.findings.map(toFindingLine),
    });
  return parts;
}

const toIncidentPart = (incident: ToldIncident): MessagePart => ({
  head: `${incident.severity}, score ${incident.score.toFixed(2)}, ${toMinute(incident.from)} to ${toMinute(incident.until)} UTC`,
  lines: [
    cleanLine(incident.summary, SUMMARY_CHARS_MAX),
    ...(incident.id === "" ? [] : [`gait incidents ${cleanLine(incident.id, LINE_CHARS_MAX)}`]),
  ],
});

const toFindingLine = ({ severity, at, title, summary }: ToldFinding): string =>
  `${toMinute(at)}  ${severity}  ${cleanLine(title, LINE_CHARS_MAX)}: ${cleanLine(summary, LINE_CHARS_MAX)}`;

const toMinute = (iso: string): string => iso.slice(0, 16).replace("T", " ");
