import {
  DAY_MS,
  type Finding,
  type FindingId,
  isDismissed,
  type Severity,
  type Verdict,
  type VerdictKind,
} from "../../domain/index.ts";
import { PLACE_OF_SEVERITY } from "../incident/strength.ts";
import { CRITICALITY_ODDS, type Criticality } from "./criticality.ts";
import { roundToSum } from "./round-to-sum.ts";

/** After this time a finding weighs half. */
export const RISK_HALF_LIFE_MS = 7 * DAY_MS;
/** Findings of one detector that count for one entity, the weightiest first: one loud detector is not a high risk. */
export const FINDINGS_PER_DETECTOR_MAX = 3;
/** The n-th finding in order of weight counts 1 / n^1.5, so that no number of findings passes a bound. */
const RANK_EXPONENT = 1.5;
/** Riemann's zeta function at 1.5: what 1 / n^1.5 sums to. */
const ZETA = 2.612375348685488;
/** What was allowed counts this much. */
export const BENIGN_FACTOR = 0.25;
/** The least strange finding of a severity weighs this much less than the strangest. */
const STRANGENESS_RANGE = 0.1;

export interface RiskOptions {
  /** The instant of which the risk is told; findings that begin later do not count. */
  readonly at: number;
  readonly halfLifeMs?: number;
  readonly criticality?: Criticality;
  /** Judgements of findings and incidents, as known now: they correct the past as well. */
  readonly verdicts?: readonly Verdict[];
}

/** What one finding adds to the risk. */
export interface RiskContribution {
  readonly finding: FindingId;
  /** Of the score; all of them sum to it. */
  readonly points: number;
  /** Whole points; all of them sum to the whole score. */
  readonly shown: number;
  /** The finding's weight in [0, 1], before and after it decayed. */
  readonly weight: number;
  readonly decayed: number;
  readonly verdict: VerdictKind | null;
}

export interface EntityRisk {
  /** 0 to 100. */
  readonly score: number;
  /** The score as people see it: a whole number. */
  readonly shown: number;
  readonly level: Severity;
  readonly criticality: Criticality;
  /** Most points first. Findings that do not count are not in it. */
  readonly contributions: readonly RiskContribution[];
  /** Findings left out because their detector spoke too often of this entity. */
  readonly suppressed: number;
  /** Findings left out because somebody judged them false. */
  readonly judgedFalse: number;
}

/** Lowest score of each level. */
const LEVELS: readonly (readonly [level: Severity, from: number])[] = [
  ["critical", 70],
  ["high", 50],
  ["medium", 25],
  ["low", 10],
];
export const toRiskLevel = (score: number): Severity =>
  LEVELS.find(([, from]) => score >= from)?.[0] ?? "info";

/**
 * Risk of the entity that the findings are about: weights in falling order, the n-th divided by n^1.5, summed and
 * divided by zeta(1.5); the entity's criticality multiplies the odds. Every point belongs to a finding.
 */
export function toRisk(findings: readonly Finding[], options: RiskOptions): EntityRisk {
  const { criticality = "normal" } = options;
  const weighed = weigh(findings, options);
  const counted = suppressRepeated(weighed);
  const parts = counted.map(({ decayed }, index) => decayed / (index + 1) ** RANK_EXPONENT / ZETA);
  const sum = parts.reduce((total, part) => total + part, 0);
  const score = 100 * multiplyOdds(sum, CRITICALITY_ODDS[criticality]);
  const points = parts.map((part) => (sum === 0 ? 0 : (score * part) / sum));
  const shown = Math.round(score);
  const shownPoints = roundToSum(points, shown);
  return {
    score,
    shown,
    level: toRiskLevel(score),
    criticality,
    contributions: counted.map((one, index) => ({
      finding: one.finding.id,
      points: points[index]!,
      shown: shownPoints[index]!,
      weight: one.weight,
      decayed: one.decayed,
      verdict: one.verdict,
    })),
    suppressed: weighed.length - counted.length,
    judgedFalse: findings.filter((finding) => finding.at <= options.at).length - weighed.length,
  };
}

interface Weighed {
  readonly finding: Finding;
  readonly weight: number;
  readonly decayed: number;
  readonly verdict: VerdictKind | null;
}

/** Heaviest first; what was judged false is left out. */
function weigh(findings: readonly Finding[], options: RiskOptions): readonly Weighed[] {
  const { at, halfLifeMs = RISK_HALF_LIFE_MS, verdicts = [] } = options;
  const judgements = toJudgements(verdicts);
  const weighed: Weighed[] = [];
  for (const finding of findings) {
    if (finding.at > at) continue;
    const verdict = judgements.get(`finding ${finding.id}`) ?? judgements.get(`incident ${finding.incident}`);
    if (isDismissed(verdict)) continue;
    const weight = toWeight(finding) * (verdict === "benign" ? BENIGN_FACTOR : 1);
    const decayed = weight * 0.5 ** (Math.max(0, at - finding.until) / halfLifeMs);
    weighed.push({ finding, weight, decayed, verdict: verdict ?? null });
  }
  return weighed.sort((a, b) => b.decayed - a.decayed || (a.finding.id < b.finding.id ? -1 : 1));
}

/** Latest judgement of each target; of two of one instant, the later in the list. What was taken back is not there. */
function toJudgements(verdicts: readonly Verdict[]): ReadonlyMap<string, VerdictKind> {
  const latest = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const key = `${verdict.target.type} ${verdict.target.id}`;
    const known = latest.get(key);
    if (known === undefined || verdict.at >= known.at) latest.set(key, verdict);
  }
  const judgements = new Map<string, VerdictKind>();
  for (const [key, { verdict }] of latest) if (verdict !== "open") judgements.set(key, verdict);
  return judgements;
}

/** By severity first; within one severity, the stranger finding weighs more. */
export const toWeight = ({ severity, score }: Pick<Finding, "severity" | "score">): number =>
  Math.max(0, PLACE_OF_SEVERITY[severity] - STRANGENESS_RANGE * (1 - Math.min(1, Math.max(0, score))));

function suppressRepeated(heaviestFirst: readonly Weighed[]): readonly Weighed[] {
  const counts = new Map<string, number>();
  return heaviestFirst.filter(({ finding }) => {
    const count = (counts.get(finding.detector.id) ?? 0) + 1;
    counts.set(finding.detector.id, count);
    return count <= FINDINGS_PER_DETECTOR_MAX;
  });
}

const multiplyOdds = (probability: number, by: number): number =>
  (by * probability) / (1 - probability + by * probability);
