import { type DetectorKind, type EpochMs, type Severity, severityRank } from "../../domain/index.ts";
import type { ActorRanking, ActorRef, AssistantQueries, FoundFinding, Period } from "../port.ts";
import {
  ALL_FINDINGS,
  type Count,
  citeActor,
  citeFinding,
  countBy,
  type Facts,
  toLookedFindings,
} from "./facts.ts";

/** Actors by risk, the riskiest first. */
export async function lookAtRisks(
  queries: AssistantQueries,
  { limit, at }: { readonly limit: number; readonly at: EpochMs | null },
): Promise<Facts<ActorRanking>> {
  const ranking = await queries.rankActors({ limit, at });
  return {
    data: ranking,
    citations: ranking.actors.map(citeActor),
    looked: { from: null, to: ranking.asOf, counts: { actors: ranking.total } },
  };
}

/** What they say is about behaviour; a rule is about the deed. */
export const BEHAVIOUR_KINDS: readonly DetectorKind[] = ["first_seen", "travel", "deviation", "model"];

export interface UnusualActor {
  readonly actor: ActorRef;
  readonly findings: number;
  readonly worst: Severity;
  readonly score: number;
  /** Titles of detectors with how often they spoke, the most frequent first. */
  readonly what: readonly Count[];
  readonly worstFinding: FoundFinding;
}

export interface UnusualActors {
  readonly actors: readonly UnusualActor[];
  readonly total: number;
  readonly findings: number;
}

/** Actors of whom behaviour detectors say that they moved differently. */
export async function lookAtUnusual(
  queries: AssistantQueries,
  { period, limit }: { readonly period: Period; readonly limit: number },
): Promise<Facts<UnusualActors>> {
  const page = await queries.searchFindings({ period, kinds: BEHAVIOUR_KINDS }, ALL_FINDINGS);
  const all = [...Map.groupBy(page.rows, ({ actor }) => actor.id).values()]
    .map(toUnusual)
    .sort(byStrangeness);
  const actors = all.slice(0, limit);
  return {
    data: { actors, total: all.length, findings: page.counts.total },
    citations: actors.flatMap(({ actor, worstFinding }) => [citeActor(actor), citeFinding(worstFinding)]),
    looked: { ...period, counts: toLookedFindings(page) },
  };
}

function toUnusual(findings: readonly FoundFinding[]): UnusualActor {
  const worstFinding = findings[0]!;
  return {
    actor: worstFinding.actor,
    findings: findings.length,
    worst: worstFinding.severity,
    score: findings.reduce((most, { score }) => Math.max(most, score), 0),
    what: countBy(findings, ({ detector }) => detector),
    worstFinding,
  };
}

const byStrangeness = (a: UnusualActor, b: UnusualActor): number =>
  severityRank(b.worst) - severityRank(a.worst) ||
  b.findings - a.findings ||
  b.score - a.score ||
  (a.actor.id < b.actor.id ? -1 : 1);
