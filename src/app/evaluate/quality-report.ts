import type {
  FamilyQuality,
  QualityReport,
  QualitySummary,
  RankingQuality,
} from "../../cli/evaluate-port.ts";
import { DETECTOR_KINDS, type DetectorKind } from "../../domain/index.ts";
import { rateAlerts } from "./alert-quality.ts";
import type { EventTable } from "./event-table.ts";
import { drawRandomScores, rateRanking } from "./ranking-quality.ts";
import { type Found, scoreEvents } from "./score-events.ts";
import { findLoudOthers, rateDecoys, rateStories } from "./story-quality.ts";
import { rateTechniques } from "./technique-quality.ts";
import type { Truth } from "./truth.ts";

export interface QualityCase {
  readonly events: EventTable;
  readonly truth: Truth;
  readonly found: Found;
  /** A model's opinion of every event; null: there is none. */
  readonly modelScores: Float64Array | null;
  /** Scores of the reference's detector; null: not asked for. */
  readonly referenceScores: Float64Array | null;
  /** What is found without a family of detectors; null: not asked for. */
  readonly withoutFamily: ((family: DetectorKind) => Found) | null;
  readonly seed: number;
  /** Draws of the intervals; 0: none. */
  readonly draws: number;
}

/** Compares what was found with what is known. Pure: the same case gives the same report. */
export function rateQuality(one: QualityCase): QualityReport {
  const { events, truth, found, modelScores, seed, draws } = one;
  const rank = (scores: Float64Array, options: { readonly draws: number }): RankingQuality =>
    rateRanking(
      { isAttack: truth.isAttack, scores, actor: events.actor, actors: events.actors },
      { seed, ...options },
    );
  const parts = {
    stories: rateStories(events, truth, found),
    decoys: rateDecoys(events, truth, found),
    alerts: rateAlerts(events, truth, found),
    ranking: rank(scoreEvents(events, found, modelScores), { draws }),
  };
  return {
    events: events.rows,
    attackEvents: truth.isAttack.reduce((sum, flag) => sum + flag, 0),
    actors: events.actors.length,
    missingLabels: truth.missing,
    findings: found.findings.length,
    incidents: found.incidents.length,
    ...parts,
    loudOthers: findLoudOthers(events, truth, found),
    techniques: rateTechniques(events, truth, found),
    summary: summarize(parts),
    baselines: [
      { name: "do-nothing", ranking: rank(new Float64Array(events.rows), { draws: 0 }) },
      { name: "random", ranking: rank(drawRandomScores(events.rowOf, seed), { draws: 0 }) },
      ...(one.referenceScores === null
        ? []
        : [{ name: "reference-forest", ranking: rank(one.referenceScores, { draws }) } as const]),
    ],
    without: rateFamilies(one),
  };
}

function rateFamilies({
  events,
  truth,
  found,
  modelScores,
  withoutFamily,
  seed,
}: QualityCase): readonly FamilyQuality[] {
  if (withoutFamily === null) return [];
  return DETECTOR_KINDS.map((family) => {
    const rest = withoutFamily(family);
    const scores = scoreEvents(events, rest, family === "model" ? null : modelScores);
    const ranked = { isAttack: truth.isAttack, scores, actor: events.actor, actors: events.actors };
    return {
      family,
      findings: found.findings.filter(({ detector }) => detector.kind === family).length,
      summary: summarize({
        stories: rateStories(events, truth, rest),
        decoys: rateDecoys(events, truth, rest),
        alerts: rateAlerts(events, truth, rest),
        ranking: rateRanking(ranked, { draws: 0, seed }),
      }),
    };
  });
}

type SummaryParts = Pick<QualityReport, "stories" | "decoys" | "alerts" | "ranking">;

export function summarize({ stories, decoys, alerts, ranking }: SummaryParts): QualitySummary {
  const ranks = stories.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const median = ranks[(ranks.length - 1) >> 1] ?? Number.POSITIVE_INFINITY;
  const below = decoys.filter(({ rank }) => rank === null || rank > median).length;
  return {
    told: ranks.filter(Number.isFinite).length,
    stories: stories.length,
    within10: ranks.filter((rank) => rank <= 10).length,
    within15: ranks.filter((rank) => rank <= 15).length,
    medianRank: Number.isFinite(median) ? median : null,
    decoysBelow: decoys.length === 0 ? 1 : below / decoys.length,
    averagePrecision: ranking.averagePrecision,
    alertsPerDay: alerts.alertsPerDay,
  };
}
