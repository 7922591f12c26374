import { type EntityId, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { ActorFacts } from "../../report/index.ts";
import { type Store, VALUE_KINDS } from "../../store/index.ts";
import { findActor, refuseUnlooked } from "../findings/asked-store.ts";
import { readActors } from "./read-actors.ts";
import { countDays, countHidden, readHeads } from "./read-counts.ts";
import { readEvidence } from "./read-evidence.ts";
import { readLook } from "./read-look.ts";
import { countSeverities, FINDINGS_MAX, type ReportOptions, readWorst, type Span } from "./report-options.ts";

const VALUES_MAX = 6;
const INCIDENTS_MAX = 20;

/** All about one identity. Throws FINDINGS_ACTOR_UNKNOWN, FINDINGS_ACTOR_SEVERAL and FINDINGS_NOT_LOOKED. */
export async function readActorFacts(
  store: Store,
  asked: { readonly actor: string; readonly from: EpochMs | null; readonly to: EpochMs | null },
  { now, version, eventsMax }: ReportOptions,
): Promise<ActorFacts> {
  await refuseUnlooked(store);
  const known = await findActor(store, asked.actor);
  const period = {
    from: asked.from ?? known.firstAt,
    to: asked.to ?? toEpochMs(known.lastAt + 1),
  };
  const look = await readLook(store);
  const riskAt = asked.to ?? look.lastAt ?? known.lastAt;
  const [actor] = await readActors(store, [known.id], { at: riskAt, period });
  const filter = { ...period, actor: known.id };
  const heads = await readHeads(store, filter);
  const findings = await readWorst(store, filter);
  const incidents = await store.incidents.read({
    ...filter,
    openOnly: true,
    limit: INCIDENTS_MAX,
    order: "worst-first",
  });
  const evidence = await readEvidence(
    store,
    findings.map(({ finding }) => finding),
    eventsMax,
  );
  return {
    kind: "actor",
    generatedAt: now,
    version,
    riskAt,
    period,
    actor: actor ?? { ...known, risk: null },
    actors: actor === undefined ? [] : [actor],
    incidents: incidents.incidents,
    incidentCount: (await store.incidents.count({ ...filter, openOnly: true })).total,
    findings,
    findingCounts: countSeverities(heads),
    ...evidence,
    look,
    hiddenFindings: await countHidden(store, filter),
    leftOut: [
      ...evidence.leftOut,
      ...(heads.length > FINDINGS_MAX
        ? [`Of ${heads.length} findings the ${FINDINGS_MAX} worst are told about.`]
        : []),
    ],
    used: await readUsed(store, known.id, period),
    hours: await store.actors.countByHour(known.id, period),
    days: countDays(heads, period),
    activeDays: (await store.actors.listDays(known.id, period)).length,
  };
}

async function readUsed(store: Store, id: EntityId, period: Span): Promise<ActorFacts["used"]> {
  const used = [];
  for (const kind of VALUE_KINDS)
    used.push({ kind, values: await store.actors.listTopValues(id, kind, { ...period, limit: VALUES_MAX }) });
  return used;
}
