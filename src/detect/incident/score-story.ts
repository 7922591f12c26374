import {
  type Finding,
  type FindingId,
  HOUR_MS,
  SEVERITIES,
  type Severity,
  severityRank,
} from "../../domain/index.ts";
import { toAspect } from "./aspect.ts";
import { chapterOf, LAST_CHAPTER } from "./chapters.ts";
import type { Habits } from "./habits.ts";
import { toPublicAddress } from "./public-address.ts";
import type { Story } from "./split-stories.ts";
import type { Statement } from "./statement.ts";
import { isBehaviour, isWorkload, shiftOdds, toStrength } from "./strength.ts";

export interface StoryScore {
  /** 0 to 1, higher is worse. */
  readonly score: number;
  /** The same without what ignorance takes away in a log's first days: decides whether there is a story at all. */
  readonly known: number;
  /** The band in which the score lies, and at least one step below the worst finding's. */
  readonly severity: Severity;
  /** How strongly each finding spoke, from 0 to 1. */
  readonly strengths: ReadonlyMap<FindingId, number>;
}

/** Only the strongest detectors of a story are weighed: further ones could add next to nothing. */
export const DETECTORS_WEIGHED_MAX = 40;
/** Further detectors of one aspect, from the second on, weigh this divided by their rank. */
const FURTHER_WEIGHT = 0.6;
/** What is left of a detector's weight when it speaks of the very events that a stronger one of its aspect spoke of. */
const SAME_EVENTS_WEIGHT = 0.3;
/** And when that is one of another aspect. */
const OTHER_ASPECT_WEIGHT = 0.6;
/** What each further part of an attack adds to the weight of agreement, and damage done after anything else. */
const BREADTH_WEIGHT = 0.15;
const ENDING_WEIGHT = 0.2;

/** In log-odds: what a deed loses when the identity, well known, did it where and as it does everything else. */
const UNSUPPORTED_WEIGHT = 1.2;
/** Support of this strength makes up for it in full. */
const SUPPORT_FULL = 0.45;
/** A stranger's place supports what happened so shortly before or after. */
const SUPPORT_GAP_MS = HOUR_MS;
/** Somebody at another place is less likely to be the same person than somebody who does more, or other things. */
const SUPPORT_OF_AMOUNT = 0.7;
/** That somebody never did such a thing, and hardly anybody around does, speaks of the deed itself. */
const SUPPORT_OF_NEWNESS = 0.9;
/** A program that does more of its work was given more work. */
const SUPPORT_OF_MACHINE = 0.35;

/**
 * In log-odds: what the strangeness of a role's place and pattern loses when a person who is well known, and who was
 * found nowhere strange, took the role on: it is strange to the role, and nobody new.
 */
const LENT_WEIGHT = 1;

/** In log-odds: what a story loses on the log's first day, when nobody can tell whether any of it is unusual. */
const UNKNOWN_WEIGHT = 1.5;

/** A story's score does not pass this, however many findings of its worst severity agree. */
const CEILING_OF_WORST: Readonly<Record<Severity, number>> = {
  info: 0.2,
  low: 0.6,
  medium: 0.88,
  high: 0.98,
  critical: 0.999,
};
/** Lowest score of each severity, worst first. */
const BANDS: readonly (readonly [severity: Severity, from: number])[] = [
  ["critical", 0.9],
  ["high", 0.645],
  ["medium", 0.4],
  ["low", 0.2],
];

/** A detector's strongest finding in the story. */
interface Voice {
  readonly one: Statement;
  readonly strength: number;
  readonly chapter: number | null;
}

/**
 * The strongest finding gives the score; what others add fills the rest up to a ceiling:
 * p1 + (ceiling - p1) (1 - exp(-agreement)). Agreement sums -ln(1 - p) over distinct detectors; repetition counts
 * nothing, findings about the same events little, different aspects that agree count in full, and all counts more
 * the further the story goes along the kill chain. `day` is the story's first: only days before it make habits.
 */
export function scoreStory(story: Story, habits: Habits, day: number): StoryScore {
  const strengths = new Map<FindingId, number>();
  for (const one of story) strengths.set(one.finding.id, toStrength(one, habits, day));
  weakenLent(story, strengths);
  weakenUnsupported(story, strengths);
  const voices = toVoices(story, strengths);
  const [loudest] = voices;
  if (loudest === undefined) return { score: 0, known: 0, severity: "info", strengths };
  const agreement = toAgreement(voices) * toProgress(voices);
  const worst = worstOf(voices);
  const ceiling = Math.max(loudest.strength, CEILING_OF_WORST[worst]);
  const score = loudest.strength + (ceiling - loudest.strength) * -Math.expm1(-agreement);
  // Severity is what is shown of one story; ignorance only moves it behind stories of which more is known.
  const unknown = story.some((one) => one.isAcquainted) ? 0 : habits.unknown(day);
  return {
    score: shiftOdds(score, -UNKNOWN_WEIGHT * unknown),
    known: score,
    severity: toSeverity(score, worst),
    strengths,
  };
}

function toSeverity(score: number, worst: Severity): Severity {
  const band = BANDS.find(([, from]) => score >= from)?.[0] ?? "info";
  return SEVERITIES[Math.max(severityRank(band), severityRank(worst) - 1)]!;
}

function weakenLent(story: Story, strengths: Map<FindingId, number>): void {
  const strangePlaces = new Set(
    story
      .filter((one) => one.first.actor.id === one.root.id && toAspect(one.finding) === "where")
      .map(toPublicAddress),
  );
  for (const one of story) {
    const aspect = toAspect(one.finding);
    if (!one.isLent || !(aspect === "where" || aspect === "pattern")) continue;
    if (strangePlaces.has(toPublicAddress(one))) continue;
    strengths.set(one.finding.id, shiftOdds(strengths.get(one.finding.id)!, -LENT_WEIGHT));
  }
}

/**
 * What attackers do, others do as well, for their work. Where behaviour knows the identity and found it where it always
 * is and doing no more than ever, most such findings are somebody's work.
 */
function weakenUnsupported(story: Story, strengths: Map<FindingId, number>): void {
  const others = story.filter((one) => toAspect(one.finding) !== "what" || isNewness(one));
  for (const one of story) {
    if (!one.isAcquainted || toAspect(one.finding) !== "what" || isNewness(one)) continue;
    const support = others.reduce(
      (most, other) => Math.max(most, toSupport(one, other) * strengths.get(other.finding.id)!),
      0,
    );
    const missing = 1 - Math.min(1, support / SUPPORT_FULL);
    strengths.set(one.finding.id, shiftOdds(strengths.get(one.finding.id)!, -UNSUPPORTED_WEIGHT * missing));
  }
}

/** A strange place supports all that is done from it; a strange amount or hour only what is part of it. */
function toSupport(deed: Statement, other: Statement): number {
  if (toAspect(other.finding) === "where") {
    return isNear(deed.finding, other.finding) && isSamePlace(deed, other) ? 1 : 0;
  }
  if (countCommon(deed.finding, other.finding) === 0) return 0;
  if (isNewness(other)) return SUPPORT_OF_NEWNESS;
  return (isWorkload(deed) ? SUPPORT_OF_MACHINE : SUPPORT_OF_AMOUNT) * toRest(deed, other);
}

const isNewness = ({ finding }: Statement): boolean => finding.detector.kind === "first_seen";

/** A call that some service makes in somebody's name has no place of its own. */
function isSamePlace(a: Statement, b: Statement): boolean {
  const [ours, theirs] = [toPublicAddress(a), toPublicAddress(b)];
  return ours === null || theirs === null || ours === theirs;
}

const isNear = (a: Finding, b: Finding): boolean =>
  a.at <= b.until + SUPPORT_GAP_MS && b.at <= a.until + SUPPORT_GAP_MS;

function toVoices(story: Story, strengths: ReadonlyMap<FindingId, number>): readonly Voice[] {
  const best = new Map<string, Voice>();
  for (const one of story) {
    // A rule's informational finding is context; what is unusual in itself adds to what else is.
    if (one.finding.severity === "info" && !isBehaviour(one.finding.detector.kind)) continue;
    const strength = strengths.get(one.finding.id)!;
    const known = best.get(one.finding.detector.id);
    if (known === undefined || strength > known.strength) {
      best.set(one.finding.detector.id, { one, strength, chapter: chapterOf(one.finding) });
    }
  }
  return [...best.values()]
    .sort((a, b) => b.strength - a.strength || (a.one.finding.id < b.one.finding.id ? -1 : 1))
    .slice(0, DETECTORS_WEIGHED_MAX);
}

/** What all voices but the loudest add. */
function toAgreement(voices: readonly Voice[]): number {
  let agreement = 0;
  const before: Voice[] = [];
  for (const voice of voices) {
    const aspect = toAspect(voice.one.finding);
    if (before.length > 0) {
      const rank = before.filter((other) => toAspect(other.one.finding) === aspect).length + 1;
      const damp = rank === 1 ? 1 : FURTHER_WEIGHT / rank;
      agreement += damp * toIndependence(voice, before) * -Math.log1p(-voice.strength);
    }
    before.push(voice);
  }
  return agreement;
}

/** The least that is left of the voice's weight beside any stronger one. */
const toIndependence = (voice: Voice, stronger: readonly Voice[]): number =>
  stronger.reduce((least, other) => Math.min(least, toRest(voice.one, other.one)), 1);

/**
 * What a finding still says beside another, from 0 to 1. Of one aspect: the less, the more of the smaller evidence is in
 * the other. Of two, only where their events are the same ones; where somebody came from is always another matter.
 */
function toRest(a: Statement, b: Statement): number {
  const [one, other] = [toAspect(a.finding), toAspect(b.finding)];
  if (one !== other && (one === "where" || other === "where")) return 1;
  const both = countCommon(a.finding, b.finding);
  const [ours, theirs] = [a.finding.events.length, b.finding.events.length];
  const all = one === other ? Math.min(ours, theirs) : ours + theirs - both;
  const left = one === other ? SAME_EVENTS_WEIGHT : OTHER_ASPECT_WEIGHT;
  return 1 - Math.min(1, both / Math.max(1, all)) * (1 - left);
}

function countCommon(a: Finding, b: Finding): number {
  const events = new Set(a.events);
  let both = 0;
  for (const event of b.events) if (events.has(event)) both++;
  return both;
}

/** From 1: how far along the kill chain the story goes, each part weighed by the strongest finding of it. */
function toProgress(voices: readonly Voice[]): number {
  const strongest = new Map<number, number>();
  let firstAt = Number.POSITIVE_INFINITY;
  for (const { chapter, strength, one } of voices) {
    if (chapter === null) continue;
    strongest.set(chapter, Math.max(strongest.get(chapter) ?? 0, strength));
    if (chapter !== LAST_CHAPTER) firstAt = Math.min(firstAt, one.finding.at);
  }
  if (strongest.size < 2) return 1;
  const all = [...strongest.values()];
  const breadth = all.reduce((sum, strength) => sum + strength, 0) / Math.max(...all);
  const ends = voices.some(({ chapter, one }) => chapter === LAST_CHAPTER && one.finding.until >= firstAt);
  return 1 + BREADTH_WEIGHT * (breadth - 1) + (ends ? ENDING_WEIGHT : 0);
}

const worstOf = (voices: readonly Voice[]): Severity =>
  voices.reduce<Severity>(
    (worst, { one: { finding } }) =>
      severityRank(finding.severity) > severityRank(worst) ? finding.severity : worst,
    "info",
  );
