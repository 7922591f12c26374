import {
  type EntityId,
  type EpochMs,
  type Finding,
  type Incident,
  severityRank,
  tacticRank,
  toDay,
  toIncidentId,
} from "../../domain/index.ts";
import type { Detected } from "../finding/evidence.ts";
import { digest } from "../finding/to-finding.ts";
import { adoptTried, isUsed } from "./adopt-tried.ts";
import { findCreator, type IdentityLinks, type StoryContext } from "./find-root.ts";
import { type Habits, learnHabits } from "./habits.ts";
import { linkByAddress } from "./link-addresses.ts";
import { scoreStory } from "./score-story.ts";
import { byTime, KEEPS_GOING_RANK, type Story, splitStories } from "./split-stories.ts";
import { type Statement, toStatement } from "./statement.ts";
import { isBehaviour, toUsualness } from "./strength.ts";
import { tellStory } from "./tell-story.ts";

/** An incident's evidence is listed up to this many event ids; its findings list the rest. */
export const INCIDENT_EVENTS_MAX = 1000;
/** Identities of one incident that are listed. */
export const INCIDENT_ACTORS_MAX = 100;
/** What scores less than this is no incident: everyday words of detectors that speak of many, or every day. */
export const INCIDENT_SCORE_MIN = 0.2;

export interface Grouping {
  /** All findings, with their incident filled in and their scores lowered where they are usual. */
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
}

/** The most that being usual takes from the score of a rule's finding: less than the step between severities. */
export const USUAL_LOSS_MAX = 0.1;

/**
 * Groups findings into incidents: by the identity with which the story began, followed back through issued keys and
 * created identities, within a rolling 24 hours, and by an unusual address that they have in common. Quiet findings
 * join an incident but do not make one.
 *
 * What is usual is learned from the findings themselves, and of each only from the days before: a finding that comes
 * later changes nothing that was said of earlier days. The order of `detected` does not matter. Muted findings are
 * given like all others: whoever mutes does so where alerts are made.
 */
export function buildIncidents(detected: readonly Detected[], context: StoryContext): Grouping {
  const statements = adoptTried(detected.map((one) => toStatement(one, context)).sort(byTime));
  const beganAt = context.span?.firstAt ?? statements[0]?.finding.at ?? 0;
  const habits = learnHabits(
    statements.map(({ finding, root }) => ({ of: finding.detector.id, root: root.id, at: finding.at })),
    beganAt,
  );
  const findings: Finding[] = [];
  const incidents: Incident[] = [];
  for (const story of linkByAddress(toStories(statements, habits), habits)) {
    const incident = isWorthTelling(story) ? toIncident(story, { links: context, habits }) : null;
    if (incident !== null) incidents.push(incident);
    for (const one of story) {
      findings.push({ ...one.finding, score: toScore(one, habits), incident: incident?.id ?? null });
    }
  }
  return { findings, incidents };
}

function toStories(statements: readonly Statement[], habits: Habits): readonly Story[] {
  const byRoot = new Map<EntityId, Statement[]>();
  for (const one of statements) {
    const known = byRoot.get(one.root.id);
    if (known === undefined) byRoot.set(one.root.id, [one]);
    else known.push(one);
  }
  return [...byRoot.values()].flatMap((group) => splitStories(group, habits));
}

/** One detector's quiet word is no story: it takes a finding of medium severity, or two detectors above `info`. */
function isWorthTelling(story: Story): boolean {
  const telling = story.map((one) => one.finding).filter((finding) => finding.severity !== "info");
  const detectors = new Set(telling.map((finding) => finding.detector.id));
  return detectors.size >= 2 || telling.some((finding) => severityRank(finding.severity) >= KEEPS_GOING_RANK);
}

interface Known {
  readonly links: IdentityLinks;
  readonly habits: Habits;
}

function toIncident(story: Story, { links, habits }: Known): Incident | null {
  const [first] = story;
  if (first === undefined) return null;
  const findings = story.map((one) => one.finding);
  const { root } = first;
  const { at } = first.finding;
  const until = findings.reduce<EpochMs>((latest, one) => (one.until > latest ? one.until : latest), at);
  const { score, known, severity, strengths } = scoreStory(story, habits, toDay(at));
  if (known < INCIDENT_SCORE_MIN) return null;
  const made = new Set(
    story
      .map((one) => one.first)
      .flatMap(({ actor, at: when }) => (findCreator(actor, when, links) ? [actor.id] : [])),
  );
  return {
    id: toIncidentId(digest([root.id, at, first.finding.id])),
    at,
    until,
    severity,
    score,
    actors: toActors(story),
    tactics: toTactics(findings),
    findings: findings.map((finding) => finding.id),
    events: toEvents(findings),
    summary: tellStory(story, { root, at, until, strengths, isNew: (identity) => made.has(identity) }),
  };
}

/** Identities of the story: those with which it began, then those that were used, then those that were tried. */
function toActors(story: Story): readonly EntityId[] {
  const actors = new Set<EntityId>();
  for (const { root } of story) if (root.kind === "actor") actors.add(root.id);
  for (const one of story) if (isUsed(one)) actors.add(one.first.actor.id);
  for (const { first, tally } of story) {
    actors.add(first.actor.id);
    for (const actor of tally?.actors ?? []) actors.add(actor);
  }
  return [...actors].slice(0, INCIDENT_ACTORS_MAX);
}

/** Distinct tactics of findings above `info`, along the kill chain. */
function toTactics(findings: readonly Finding[]): readonly string[] {
  const telling = findings.filter((finding) => finding.severity !== "info");
  const tactics = new Set(telling.flatMap((finding) => finding.attack.map((ref) => ref.tactic)));
  return [...tactics].sort((a, b) => tacticRank(a) - tacticRank(b) || (a < b ? -1 : 1));
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

/** Of two findings of one severity, the one that is news comes first. Scores of behaviour are calibrated: they stay. */
function toScore(one: Statement, habits: Habits): number {
  const { finding } = one;
  if (isBehaviour(finding.detector.kind)) return finding.score;
  return Math.max(0, finding.score - USUAL_LOSS_MAX * toUsualness(one, habits, toDay(finding.at)));
}
