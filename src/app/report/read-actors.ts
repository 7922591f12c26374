import type { EntityId, EpochMs } from "../../domain/index.ts";
import type { ReportedActor, ReportedRisk } from "../../report/index.ts";
import type { ActorSummary, Period, Store } from "../../store/index.ts";
import { type ActorRisks, readRisks, toShownRisk } from "../findings/actor-risk.ts";

/** Identities with their risk at an instant; those that are no longer stored are left out. */
export async function readActors(
  store: Store,
  ids: readonly EntityId[],
  { at, period = {} }: { readonly at: EpochMs; readonly period?: Period },
): Promise<readonly ReportedActor[]> {
  const found: ActorSummary[] = [];
  for (const id of ids) {
    const actor = (await store.actors.find(id, period)) ?? (await store.actors.find(id));
    if (actor !== null) found.push(actor);
  }
  const risks = await readRisks(store, { at, actors: found });
  return found.map((actor) => toReportedActor(actor, risks));
}

export const toReportedActor = (actor: ActorSummary, risks: ActorRisks): ReportedActor => ({
  id: actor.id,
  type: actor.type,
  name: actor.name,
  account: actor.account,
  automated: actor.automated,
  events: actor.events,
  failures: actor.failures,
  bytesIn: actor.bytesIn,
  bytesOut: actor.bytesOut,
  firstAt: actor.firstAt,
  lastAt: actor.lastAt,
  risk: toRisk(actor.id, risks),
});

function toRisk(id: EntityId, { byActor, findings }: ActorRisks): ReportedRisk {
  const { shown, level, contributions } = toShownRisk(byActor.get(id));
  return {
    shown,
    level,
    parts: contributions.flatMap((one) => {
      const head = findings.get(one.finding);
      if (head === undefined) return [];
      const { at, severity, summary } = head;
      return [{ finding: one.finding, at, severity, summary, points: one.shown, verdict: one.verdict }];
    }),
  };
}
