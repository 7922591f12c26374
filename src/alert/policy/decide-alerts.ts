import { DAY_MS, type EpochMs, SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import type { AlertReason } from "../message/message.ts";
import { composeDigest, composeIncident, toAlertId, toIso, toSubject } from "./compose.ts";
import { isWorse, type KnownAlert, readTold, type Subject, type Told, toSubjects } from "./known-alert.ts";
import { isMuted, type Mute } from "./mute.ts";
import {
  DIGEST_EVERY_MS,
  DIGEST_URGENT_EVERY_MS,
  REMINDERS_MAX,
  UPDATE_AGE_MAX_MS,
  UPDATE_EVERY_MS,
} from "./policy.ts";
import type {
  AlertDecision,
  AlertQuestion,
  CandidateIncident,
  DecidedAlert,
  HeardIncident,
} from "./question.ts";
import { toDueAt } from "./quiet-hours.ts";

/**
 * What to say now about the incidents, given what was said before. The same question gives the same answer, so deciding
 * again after a crash repeats it. One alert for each incident; a growing one updates its alert; what is more than the
 * budget is told together.
 */
export function decideAlerts(question: AlertQuestion): AlertDecision {
  const { candidates, policy, mutes, now } = question;
  const memory = new Memory(question);
  const alerts: DecidedAlert[] = [];
  const fresh: HeardIncident[] = [];
  let muted = 0;
  for (const candidate of candidates) {
    const heard = hear(candidate, mutes, now);
    if (heard === null || isBelow(heard.severity, policy.severityMin)) {
      if (candidate.isAlert && !isBelow(candidate.incident.severity, policy.severityMin)) muted++;
      continue;
    }
    const told = memory.findOwn(heard);
    if (told !== null) {
      const followed = followUp(heard, told, question);
      if (followed !== null) alerts.push(followed);
    } else if (heard.isAlert && !memory.isInDigest(heard)) fresh.push(heard);
  }
  fresh.sort(byWorst);
  const room = Math.max(0, toRoom(question));
  for (const heard of fresh.slice(0, room)) alerts.push(alertNew(heard, question));
  const rest = fresh.slice(room);
  const digest = rest.length === 0 ? null : gather(rest, question);
  if (digest !== null) alerts.push(digest);
  return { alerts, muted, held: digest === null ? rest.length : 0 };
}

const isBelow = (severity: Severity, min: Severity): boolean => severityRank(severity) < severityRank(min);

const byWorst = (a: HeardIncident, b: HeardIncident): number =>
  severityRank(b.severity) - severityRank(a.severity) ||
  b.incident.score - a.incident.score ||
  a.incident.at - b.incident.at ||
  (a.incident.id < b.incident.id ? -1 : 1);

/** Null: everything of it is muted. */
function hear(candidate: CandidateIncident, mutes: readonly Mute[], now: EpochMs): HeardIncident | null {
  const findings =
    mutes.length === 0
      ? candidate.findings
      : candidate.findings.filter((finding) => !isMuted(finding, mutes, now));
  if (findings.length === 0) return null;
  const own = severityRank(candidate.incident.severity);
  if (findings.length === candidate.findings.length)
    return { ...candidate, severity: candidate.incident.severity };
  const worst = Math.max(...findings.map(({ severity }) => severityRank(severity)));
  return { ...candidate, findings, severity: SEVERITIES[Math.min(own, worst)]! };
}

interface OwnAlert {
  readonly alert: KnownAlert;
  readonly told: Told;
  readonly subject: Subject;
}

/** What was told of which incident. */
class Memory {
  readonly #own = new Map<string, OwnAlert>();
  readonly #ownByFinding = new Map<string, OwnAlert>();
  readonly #inDigest = new Map<string, number>();

  constructor({ known, present }: AlertQuestion) {
    for (const alert of known) {
      const told = readTold(alert.subjects);
      for (const subject of told.incidents) {
        if (alert.kind === "digest") this.#noteDigest(subject, present);
        else this.#noteOwn({ alert, told, subject }, present);
      }
    }
  }

  /** Its alert: by its id, or by a finding of an incident that is no more, which this one then goes on. */
  findOwn({ incident, findings }: HeardIncident): OwnAlert | null {
    const own = this.#own.get(incident.id);
    if (own !== undefined) return own;
    const adopted = findings.map(({ id }) => this.#ownByFinding.get(id)).find((one) => one !== undefined);
    if (adopted === undefined) return null;
    // Another incident with the rest of its findings is another story.
    for (const id of adopted.subject.findingIds) this.#ownByFinding.delete(id);
    return adopted;
  }

  /** Told with others, and not worse since. */
  isInDigest({ incident, findings, severity }: HeardIncident): boolean {
    const told = [incident.id, ...findings.map(({ id }) => `finding ${id}`)];
    return told.some((name) => (this.#inDigest.get(name) ?? -1) >= severityRank(severity));
  }

  #noteOwn(own: OwnAlert, present: ReadonlySet<string>): void {
    this.#own.set(own.subject.incident, own);
    if (!present.has(own.subject.incident))
      for (const id of own.subject.findingIds) this.#ownByFinding.set(id, own);
  }

  #noteDigest({ incident, severity, findingIds }: Subject, present: ReadonlySet<string>): void {
    this.#inDigest.set(incident, Math.max(severity, this.#inDigest.get(incident) ?? -1));
    if (present.has(incident)) return;
    for (const id of findingIds) this.#inDigest.set(`finding ${id}`, severity);
  }
}

/** Another version of an incident's alert, if there is something to say; null: there is not. */
function followUp(
  heard: HeardIncident,
  { alert, told, subject }: OwnAlert,
  question: AlertQuestion,
): DecidedAlert | null {
  const { now, policy } = question;
  const silentMs = now - alert.at;
  if (silentMs > UPDATE_AGE_MAX_MS) return null;
  const findings = heard.findings.length;
  const measured = { severity: heard.severity, findings, tactics: heard.incident.tactics.length };
  const grown = findings > subject.findings && silentMs >= UPDATE_EVERY_MS;
  const version = { alertId: alert.alertId, version: alert.version + 1, heard, question };
  if (isWorse(subject, measured) || grown) return toVersion({ ...version, reason: "update", reminders: 0 });
  const { remindAfterMs } = policy;
  const isDue =
    remindAfterMs !== null &&
    silentMs >= remindAfterMs &&
    told.reminders < REMINDERS_MAX &&
    !isBelow(heard.severity, "high");
  return isDue ? toVersion({ ...version, reason: "reminder", reminders: told.reminders + 1 }) : null;
}

const alertNew = (heard: HeardIncident, question: AlertQuestion): DecidedAlert =>
  toVersion({
    alertId: toAlertId("incident", heard.incident.id),
    version: 1,
    heard,
    question,
    reason: "new",
    reminders: 0,
  });

interface NextVersion {
  readonly alertId: string;
  readonly version: number;
  readonly heard: HeardIncident;
  readonly question: AlertQuestion;
  readonly reason: AlertReason;
  readonly reminders: number;
}

function toVersion({ alertId, version, heard, question, reason, reminders }: NextVersion): DecidedAlert {
  const { now, policy } = question;
  const head = { alert_id: alertId, version, reason, at: toIso(now) };
  return {
    alertId,
    version,
    kind: "incident",
    reason,
    severity: heard.severity,
    at: now,
    dueAt: toDueAt(policy.quietHours, now, heard.severity),
    subjects: toSubjects({ incidents: [toSubject(heard, "incident")], reminders }),
    body: composeIncident(head, heard),
  };
}

/** How many alerts of their own there may be now: the budget without those that were made in its days. */
function toRoom({ policy: { perDay }, known, now }: AlertQuestion): number {
  if (perDay <= 0) return 0;
  const windowMs = perDay >= 1 ? DAY_MS : DAY_MS / perDay;
  const made = known.filter(({ kind, firstAt }) => kind === "incident" && firstAt > now - windowMs).length;
  return Math.max(1, Math.floor(perDay)) - made;
}

/**
 * What is too much, in one alert. Null: the last one was just now, and these wait. Each is an alert of its own: a later
 * one that took its place would leave out what nobody was told yet.
 */
function gather(rest: readonly HeardIncident[], { now, policy, known }: AlertQuestion): DecidedAlert | null {
  if (policy.perDay <= 0) return null;
  const times = known.filter(({ kind }) => kind === "digest").map(({ at }) => at);
  const severity = rest[0]!.severity;
  const everyMs = severity === "critical" ? DIGEST_URGENT_EVERY_MS : DIGEST_EVERY_MS;
  if (times.some((at) => now - at < everyMs)) return null;
  const at = toIso(now);
  const alertId = toAlertId("digest", [at, ...rest.map(({ incident }) => incident.id)].join("\n"));
  return {
    alertId,
    version: 1,
    kind: "digest",
    reason: "new",
    severity,
    at: now,
    dueAt: toDueAt(policy.quietHours, now, severity),
    subjects: toSubjects({ incidents: rest.map((heard) => toSubject(heard, "digest")), reminders: 0 }),
    body: composeDigest({ alert_id: alertId, version: 1, reason: "new", at }, rest),
  };
}
