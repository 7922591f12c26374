import {
  type EntityRisk,
  type RiskContribution,
  rankEntities,
  toCriticality,
  toRiskLevel,
} from "../../detect/index.ts";
import type { EntityId, EpochMs, Finding, Verdict } from "../../domain/index.ts";
import type { ActorSummary, FindingHead, Store } from "../../store/index.ts";

export interface ActorRisks {
  readonly byActor: ReadonlyMap<EntityId, EntityRisk>;
  readonly findings: ReadonlyMap<string, FindingHead>;
  /** Findings of each actor, those that do not count included. */
  readonly counts: ReadonlyMap<EntityId, number>;
}

/** What risk at an instant is reckoned from: all that was found and judged, and who did what can harm. */
export interface RiskFacts {
  readonly at: EpochMs;
  readonly heads: readonly FindingHead[];
  readonly sensitiveDays: ReadonlyMap<EntityId, number>;
  readonly verdicts: readonly Verdict[];
}

/** Of everybody; or of one actor alone, which is much less to read. */
export async function readRiskFacts(store: Store, at: EpochMs, only?: EntityId): Promise<RiskFacts> {
  const [heads, sensitiveDays, verdicts] = await Promise.all([
    only === undefined ? store.statistics.listFindingHeads() : readHeadsOf(store, only),
    store.actors.countSensitiveDays({ to: at }),
    store.verdicts.listAll(),
  ]);
  return { at, heads, sensitiveDays, verdicts };
}

/** Findings that are about an actor, or about what it did, in the order of time, then id. */
export async function readHeadsOf(store: Store, actor: EntityId): Promise<readonly FindingHead[]> {
  const heads = new Map<string, FindingHead>();
  for (const filter of [{ actor }, { entity: actor }])
    for await (const some of store.findings.streamHeads(filter))
      for (const head of some) heads.set(head.id, head);
  return [...heads.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Risk of every actor at an instant, from all that was found and judged. What an exception covers does not count. */
export async function readRisks(
  store: Store,
  { at, actors }: { readonly at: EpochMs; readonly actors: readonly ActorSummary[] },
): Promise<ActorRisks> {
  return toRisks(await readRiskFacts(store, at), actors);
}

/** Risk of actors, of whom their kind counts. */
export function toRisks(
  { at, heads, sensitiveDays, verdicts }: RiskFacts,
  actors: readonly ActorSummary[],
): ActorRisks {
  const types = new Map(actors.map(({ id, type }) => [id, type]));
  const ranked = rankEntities(heads.filter(({ exception }) => exception === null).map(toFinding), {
    at,
    verdicts,
    criticalityOf: ({ type, id }) =>
      toCriticality({
        setting: null,
        type: type === "actor" ? (types.get(id) ?? "unknown") : type === "ip" ? "address" : "resource",
        sensitiveDays: sensitiveDays.get(id) ?? 0,
      }),
  });
  const counts = new Map<EntityId, number>();
  for (const { actor } of heads) counts.set(actor.id, (counts.get(actor.id) ?? 0) + 1);
  return {
    byActor: new Map(
      ranked.filter(({ entity }) => entity.type === "actor").map((one) => [one.entity.id, one]),
    ),
    findings: new Map(heads.map((head) => [head.id, head])),
    counts,
  };
}

/** Risk looks at neither evidence nor explanation. */
const toFinding = (head: FindingHead): Finding => ({ ...head, events: [], explanation: {} });

const NO_CONTRIBUTIONS: readonly RiskContribution[] = [];

/** An actor without findings has a risk of 0. */
export const toShownRisk = (risk: EntityRisk | undefined) => ({
  score: risk?.score ?? 0,
  shown: risk?.shown ?? 0,
  level: risk?.level ?? toRiskLevel(0),
  contributions: risk?.contributions ?? NO_CONTRIBUTIONS,
});
