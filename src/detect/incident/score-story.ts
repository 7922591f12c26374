import { type FindingId, SEVERITIES, type Severity, severityRank } from "../../domain/index.ts";
import { toAspect } from "./aspect.ts";
import { CHAPTERS, LAST_CHAPTER } from "./chapters.ts";
import type { Habits } from "./habits.ts";
import { countCommon, isNear, isSameView, toCoincidence, toRest } from "./independence.ts";
import type { Story } from "./split-stories.ts";
import { shiftOdds } from "./strength.ts";
import { SUPPORT_FULL, toStrengths } from "./support.ts";
import { toVoices, type Voice } from "./voices.ts";

export interface StoryScore {
  /** 0 to 1, higher is worse. */
  readonly score: number;
  /** The same without what ignorance takes away in a log's first days: decides whether there is a story at all. */
  readonly known: number;
  /** The band in which the score lies, and at least one step below the worst finding's. */
  readonly severity: Severity;
  /** How strongly each finding spoke by itself, from 0 to 1. */
  readonly strengths: ReadonlyMap<FindingId, number>;
}

/** Further detectors of one aspect, from the second on, weigh this divided by their rank. */
const FURTHER_WEIGHT = 0.6;
/** What is left of a detector's weight that shares no event with the loudest and speaks of another hour. */
const OTHER_HOUR_WEIGHT = 0.5;
/** What each further part of an attack adds to the weight of agreement, and damage done after anything else. */
const BREADTH_WEIGHT = 0.15;
const ENDING_WEIGHT = 0.2;

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
/** And not this where somebody only looked around, from where they always are: nothing has been done yet. */
const CEILING_OF_LOOKING = 0.65;
/** Lowest score of each severity, worst first. */
const BANDS: readonly (readonly [severity: Severity, from: number])[] = [
  ["critical", 0.9],
  ["high", 0.645],
  ["medium", 0.4],
  ["low", 0.2],
];

/**
 * The strongest finding gives the score; what others add fills the rest up to a ceiling:
 * p1 + (ceiling - p1) (1 - exp(-agreement)). Agreement sums -ln(1 - p) over distinct detectors; repetition counts
 * nothing, findings about the same events little, different aspects that agree count in full, and all counts more
 * the further the story goes along the kill chain. `day` is the story's first: only days before it make habits.
 */
export function scoreStory(story: Story, habits: Habits, day: number): StoryScore {
  const both = toStrengths(story, habits, day);
  const strengths = new Map([...both].map(([id, { alone }]) => [id, alone]));
  const voices = toVoices(story, both);
  const [loudest] = voices;
  if (loudest === undefined) return { score: 0, known: 0, severity: "info", strengths };
  const agreement = toAgreement(voices) * toProgress(voices);
  const worst = worstOf(voices);
  const score = loudest.strength + (toCeiling(voices, worst) - loudest.strength) * -Math.expm1(-agreement);
  // Severity is what is shown of one story; ignorance only moves it behind stories of which more is known.
  const unknown = loudest.one.isAcquainted ? 0 : habits.unknown(day);
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

/** At least the loudest voice's own strength. */
function toCeiling(voices: readonly Voice[], worst: Severity): number {
  const loudest = voices[0]!.strength;
  const full = Math.max(loudest, CEILING_OF_WORST[worst]);
  const looking = Math.min(full, Math.max(loudest, CEILING_OF_LOOKING));
  return looking + (full - looking) * toConsequence(voices);
}

/** 0: somebody looked around, did so oddly, and nothing else; 1: something was done, or a stranger is about. */
function toConsequence(voices: readonly Voice[]): number {
  const strongest = voices.reduce(
    (most, { one, strength, chapter }) =>
      chapter === LOOKING_AROUND || toAspect(one.finding) === "pattern" ? most : Math.max(most, strength),
    0,
  );
  return Math.min(1, strongest / SUPPORT_FULL);
}
const LOOKING_AROUND = CHAPTERS.findIndex(({ name }) => name === "look");

/** What all voices but the loudest add. */
function toAgreement(voices: readonly Voice[]): number {
  let agreement = 0;
  const before: Voice[] = [];
  for (const voice of voices) {
    const [loudest] = before;
    if (loudest !== undefined) {
      const rank = before.filter((other) => isSameView(voice.one, other.one)).length + 1;
      const damp = rank === 1 ? 1 : FURTHER_WEIGHT / rank;
      const rest = toIndependence(voice, before) * toCloseness(voice, loudest);
      agreement += damp * rest * -Math.log1p(-voice.strength);
    }
    before.push(voice);
  }
  return agreement;
}

/** The least that is left of the voice's weight beside any stronger one. In the days that the loudest lasts, much happens. */
const toIndependence = (voice: Voice, stronger: readonly Voice[]): number =>
  stronger.reduce(
    (least, other) => Math.min(least, toRest(voice.one, other.one)),
    toCoincidence(voice.one, stronger[0]!.one),
  );

/** A busy identity has findings that have nothing to do with each other on one day. */
const toCloseness = ({ one }: Voice, { one: loudest }: Voice): number =>
  isNear(one, loudest) || countCommon(one.finding, loudest.finding) > 0 ? 1 : OTHER_HOUR_WEIGHT;

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
