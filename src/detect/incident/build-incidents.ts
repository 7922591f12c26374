import {
  type Actor,
  type EntityId,
  type EpochMs,
  type Finding,
  type Incident,
  type IncidentId,
  SEVERITIES,
  type Severity,
  severityRank,
  tacticRank,
  toIncidentId,
} from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { digest } from "../finding/to-finding.ts";
import type { Creation, KeyOrigin } from "../match/match-collector.ts";
import { tellStory } from "./tell-story.ts";

/** Findings of one root identity that follow each other within this time belong to one story. */
export const INCIDENT_GAP_MS = 24 * 3_600_000;
/** A finding from this severity on makes a story and keeps it going. */
const KEEPS_GOING_RANK = severityRank("medium");
/** Identities are followed back through this many hand-overs. */
export const CHAIN_LENGTH_MAX = 10;
/** An incident's evidence is listed up to this many event ids; its findings list the rest. */
export const INCIDENT_EVENTS_MAX = 1000;

export interface IdentityLinks {
  readonly keyOrigins: ReadonlyMap<string, KeyOrigin>;
  readonly createdIdentities: ReadonlyMap<string, readonly Creation[]>;
}

/**
 * Groups findings into incidents: by the identity with which the story began, followed back through issued keys and
 * created identities, within a rolling 24 hours. Quiet findings join an incident but do not make one.
 * Gives the findings with their incident filled in, and the incidents.
 */
export function buildIncidents(
  detected: readonly Detected[],
  links: IdentityLinks,
): { readonly findings: readonly Finding[]; readonly incidents: readonly Incident[] } {
  const byRoot = new Map<EntityId, { readonly root: Actor; readonly group: Detected[] }>();
  for (const one of detected) {
    const root = findRoot(one, links);
    const known = byRoot.get(root.id);
    if (known === undefined) byRoot.set(root.id, { root, group: [one] });
    else known.group.push(one);
  }
  const findings: Finding[] = [];
  const incidents: Incident[] = [];
  for (const { root, group } of byRoot.values()) {
    for (const story of splitByGap(group)) {
      if (!isWorthTelling(story)) {
        findings.push(...story.map((one) => one.finding));
        continue;
      }
      const incident = toIncident(root, story);
      incidents.push(incident);
      for (const { finding } of story) findings.push({ ...finding, incident: incident.id });
    }
  }
  return { findings, incidents };
}

/** One detector's quiet word is no story: it takes a finding of medium severity, or two detectors above `info`. */
function isWorthTelling(story: readonly Detected[]): boolean {
  const telling = story.map((one) => one.finding).filter((finding) => finding.severity !== "info");
  const detectors = new Set(telling.map((finding) => finding.detector.id));
  return detectors.size >= 2 || telling.some((finding) => severityRank(finding.severity) >= KEEPS_GOING_RANK);
}

/** The identity with which the finding's first event began. */
export function findRoot(one: Detected, links: IdentityLinks): Actor {
  let { actor } = one.first;
  let key = one.first.accessKeyId;
  for (let i = 0; i < CHAIN_LENGTH_MAX; i++) {
    const origin: KeyOrigin | undefined = key === null ? undefined : links.keyOrigins.get(key);
    // A role that takes itself on again, or a user who asks for a session, is still itself, with another key.
    if (origin !== undefined && (origin.issuer.id !== actor.id || origin.issuerKey !== key)) {
      actor = origin.issuer;
      key = origin.issuerKey;
      continue;
    }
    const creator = findCreator(actor, one.first.at, links);
    if (creator === null) return actor;
    actor = creator;
    key = null;
  }
  return actor;
}

/** Who last made the actor within a day before `at`; null: nobody else did. */
function findCreator(actor: Actor, at: EpochMs, { createdIdentities }: IdentityLinks): Actor | null {
  const creation = createdIdentities
    .get(actor.id)
    ?.findLast((one) => one.at <= at && at - one.at <= INCIDENT_GAP_MS && one.creator.id !== actor.id);
  return creation?.creator ?? null;
}

/**
 * Stories of one root identity. What keeps a story going is a finding of medium severity or more: everyday findings of
 * a busy person would chain one day to the next for ever.
 */
function splitByGap(group: readonly Detected[]): Detected[][] {
  const sorted = [...group].sort(
    (a, b) => a.finding.at - b.finding.at || (a.finding.id < b.finding.id ? -1 : 1),
  );
  const stories: Detected[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const one of sorted) {
    if (one.finding.at - until > INCIDENT_GAP_MS) {
      stories.push([]);
      until = one.finding.at;
    }
    stories.at(-1)!.push(one);
    if (severityRank(one.finding.severity) >= KEEPS_GOING_RANK) until = Math.max(until, one.finding.until);
  }
  return stories;
}

function toIncident(root: Actor, story: readonly Detected[]): Incident {
  const findings = story.map((one) => one.finding);
  const telling = findings.filter((finding) => finding.severity !== "info");
  const tactics = toTactics(telling);
  const at = findings[0]!.at;
  const until = findings.reduce((latest, finding) => Math.max(latest, finding.until), 0) as EpochMs;
  const id: IncidentId = toIncidentId(digest([root.id, at, findings[0]!.id]));
  const severity = toSeverity(telling, tactics);
  return {
    id,
    at,
    until,
    severity,
    score: toScore(telling),
    actors: [...new Set([root.id, ...story.map((one) => one.first.actor.id)])],
    tactics,
    findings: findings.map((finding) => finding.id),
    events: toEvents(findings),
    summary: tellStory(story, { root, at, until }),
  };
}

/** Distinct tactics of findings above `info`, along the kill chain. */
function toTactics(findings: readonly Finding[]): readonly string[] {
  const tactics = new Set(findings.flatMap((finding) => finding.attack.map((ref) => ref.tactic)));
  return [...tactics].sort((a, b) => tacticRank(a) - tacticRank(b));
}

const TACTICS_AT_THE_END = ["TA0010", "TA0040"];
/** So many distinct detectors over so many distinct tactics make a story worse than its worst finding. */
const DETECTORS_FOR_RAISE = 3;
const TACTICS_FOR_RAISE = 3;

/** The worst finding's severity, one step more when several detectors agree along the kill chain up to its end. */
function toSeverity(findings: readonly Finding[], tactics: readonly string[]): Severity {
  const worst = Math.max(...findings.map((finding) => severityRank(finding.severity)));
  const medium = findings.filter((finding) => severityRank(finding.severity) >= severityRank("medium"));
  const detectors = new Set(medium.map((finding) => finding.detector.id)).size;
  const seen = toTactics(medium).length;
  const goesToTheEnd = tactics.some((tactic) => TACTICS_AT_THE_END.includes(tactic));
  const raise = detectors >= DETECTORS_FOR_RAISE && seen >= TACTICS_FOR_RAISE && goesToTheEnd ? 1 : 0;
  return SEVERITIES[Math.min(SEVERITIES.length - 1, worst + raise)]!;
}

/** Weight of a further detector's finding against the first one's. */
const FURTHER_WEIGHT = 0.35;

/**
 * 1 - product of (1 - score) over distinct detectors, the strongest in full and the others damped: agreement counts,
 * repetition of one detector does not.
 */
function toScore(findings: readonly Finding[]): number {
  const best = new Map<string, number>();
  for (const finding of findings) {
    best.set(finding.detector.id, Math.max(best.get(finding.detector.id) ?? 0, finding.score));
  }
  const scores = [...best.values()].sort((a, b) => b - a);
  const quiet = scores.reduce(
    (rest, score, index) => rest * (1 - score * (index === 0 ? 1 : FURTHER_WEIGHT)),
    1,
  );
  return 1 - quiet;
}

function toEvents(findings: readonly Finding[]): Finding["events"] {
  const events = new Set<Finding["events"][number]>();
  for (const finding of findings) {
    for (const event of finding.events) {
      if (events.size >= INCIDENT_EVENTS_MAX) return [...events];
      events.add(event);
    }
  }
  return [...events];
}
