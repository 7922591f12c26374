import { entitiesOf, RISK_HALF_LIFE_MS, toCriticality, toRisk } from "../../../detect/index.ts";
import { DAY_MS, type EpochMs, type Finding, toDay, toEpochMs } from "../../../domain/index.ts";
import type { ActorSummary, FindingHead, Store } from "../../../store/index.ts";
import { readHeadsOf } from "../../findings/actor-risk.ts";
import { findActor, isLooked, readLooked } from "../../findings/asked-store.ts";

/** Days that are told at most; the oldest are left out beyond it. */
export const RISK_DAYS_MAX = 400;

export interface AskedHistory {
  readonly actor: string;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

/**
 * Risk at the end of each day (UTC), with the points of every finding that it is made of: they sum to the score. The
 * last day ends with the last event, so that its score is the one that lists show.
 */
export async function readRiskHistory(store: Store, asked: AskedHistory): Promise<object> {
  const actor = await findActor(store, asked.actor);
  if (!(await isLooked(store, await readLooked(store)))) return { actor: actor.id, looked: false, days: [] };
  const lastAt = (await store.statistics.readSpan()).lastAt ?? actor.lastAt;
  const heads = await readHeads(store, actor);
  const findings = heads.map((head): Finding => ({ ...head, events: [], explanation: {} }));
  const sensitiveDays = (await store.actors.countSensitiveDays()).get(actor.id) ?? 0;
  const criticality = toCriticality({ setting: null, type: actor.type, sensitiveDays });
  const verdicts = await store.verdicts.listAll();
  const days = toDays(asked, { firstAt: actor.firstAt, lastAt }).map((at) => {
    const { score, level, contributions } = toRisk(findings, { at, verdicts, criticality });
    return {
      time: new Date(at).toISOString(),
      score,
      level,
      parts: contributions.map(({ finding, points }) => ({ finding, points })),
    };
  });
  const named = new Set(days.flatMap(({ parts }) => parts.map(({ finding }) => finding)));
  return {
    actor: actor.id,
    looked: true,
    criticality,
    half_life_days: RISK_HALF_LIFE_MS / DAY_MS,
    days,
    findings: heads.filter(({ id }) => named.has(id)).map(toHeadJson),
  };
}

const toHeadJson = ({ id, at, severity, detector, summary, verdict }: FindingHead): object => ({
  id,
  time: new Date(at).toISOString(),
  severity,
  title: detector.title,
  summary,
  verdict,
});

/** Findings that weigh on the actor; what an exception covers does not. */
async function readHeads(store: Store, { id }: ActorSummary): Promise<readonly FindingHead[]> {
  const heads: FindingHead[] = [];
  for (const head of await readHeadsOf(store, id)) {
    if (head.exception !== null) continue;
    const weighsOn = entitiesOf({ ...head, events: [], explanation: {} });
    if (weighsOn.some((entity) => entity.type === "actor" && entity.id === id)) heads.push(head);
  }
  return heads;
}

/** Ends of days from the first to the last. */
function toDays(
  { from, to }: AskedHistory,
  { firstAt, lastAt }: { readonly firstAt: EpochMs; readonly lastAt: EpochMs },
): readonly EpochMs[] {
  const end = to === null ? lastAt : Math.min(to - 1, lastAt);
  const last = Math.floor(end / DAY_MS);
  const first = Math.max(toDay(from ?? firstAt), last - RISK_DAYS_MAX + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) =>
    toEpochMs(Math.min((first + n + 1) * DAY_MS - 1, end)),
  );
}
