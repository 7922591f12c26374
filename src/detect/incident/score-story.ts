import { type FindingId, SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import { chapterOf, LAST_CHAPTER } from "./chapters.ts";
import type { Habits } from "./habits.ts";
import type { Story } from "./split-stories.ts";
import type { Statement } from "./statement.ts";
import { isBehaviour, toStrength } from "./strength.ts";

export interface StoryScore {
  /** 0 to 1, higher is worse. */
  readonly score: number;
  /** The band in which the score lies, and at least one step below the worst finding's. */
  readonly severity: Severity;
  /** How strongly each finding spoke, from 0 to 1. */
  readonly strengths: ReadonlyMap<FindingId, number>;
}

/** Only the strongest detectors of a story are weighed: further ones could add next to nothing. */
export const DETECTORS_WEIGHED_MAX = 40;
/** Further detectors of one view, from the second on, weigh this divided by their rank. */
const FURTHER_WEIGHT = 0.6;
/** What is left of a detector's weight when it speaks of the very events that a stronger one of its view spoke of. */
const SAME_EVENTS_WEIGHT = 0.3;
/** What each further part of an attack adds to the weight of agreement, and damage done after anything else. */
const BREADTH_WEIGHT = 0.15;
const ENDING_WEIGHT = 0.2;

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
 * nothing, findings about the same events little, rules and behaviour that agree count in full, and all counts more
 * the further the story goes along the kill chain. `day` is the story's first: only days before it make habits.
 */
export function scoreStory(story: Story, habits: Habits, day: number): StoryScore {
  const strengths = new Map<FindingId, number>();
  for (const one of story) strengths.set(one.finding.id, toStrength(one, habits, day));
  const voices = toVoices(story, strengths);
  const [loudest] = voices;
  if (loudest === undefined) return { score: 0, severity: "info", strengths };
  const agreement = toAgreement(voices) * toProgress(voices);
  const worst = worstOf(voices);
  const ceiling = Math.max(loudest.strength, CEILING_OF_WORST[worst]);
  const score = loudest.strength + (ceiling - loudest.strength) * -Math.expm1(-agreement);
  return { score, severity: toSeverity(score, worst), strengths };
}

function toSeverity(score: number, worst: Severity): Severity {
  const band = BANDS.find(([, from]) => score >= from)?.[0] ?? "info";
  return SEVERITIES[Math.max(severityRank(band), severityRank(worst) - 1)]!;
}

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
    const sameView = before.filter((other) => isSameView(other, voice));
    if (before.length > 0) {
      const rank = sameView.length + 1;
      const damp = rank === 1 ? 1 : FURTHER_WEIGHT / rank;
      agreement += damp * toIndependence(voice, sameView) * -Math.log1p(-voice.strength);
    }
    before.push(voice);
  }
  return agreement;
}

const isSameView = (a: Voice, b: Voice): boolean =>
  isBehaviour(a.one.finding.detector.kind) === isBehaviour(b.one.finding.detector.kind);

/** 1: no event in common with a stronger voice; down to `SAME_EVENTS_WEIGHT` where one's events are all the other's. */
function toIndependence(voice: Voice, stronger: readonly Voice[]): number {
  const events = new Set(voice.one.finding.events);
  let most = 0;
  for (const other of stronger) {
    const theirs = other.one.finding.events;
    let both = 0;
    for (const event of theirs) if (events.has(event)) both++;
    most = Math.max(most, both / Math.max(1, Math.min(events.size, theirs.length)));
  }
  return 1 - Math.min(1, most) * (1 - SAME_EVENTS_WEIGHT);
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
