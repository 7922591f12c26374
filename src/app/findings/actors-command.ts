import type { ActorDetail, ActorPort, ActorRequest, RiskPart } from "../../cli/actor.ts";
import type { ActorList, ActorsPort, ActorsRequest, ListedActor } from "../../cli/actors.ts";
import type { ListedItem, TimelinePort, TimelineRequest } from "../../cli/timeline.ts";
import type { EpochMs } from "../../domain/index.ts";
import {
  type ActorSummary,
  PAGE_TIMELINE_MAX,
  type Store,
  type TimelineCursor,
  type TimelineQuery,
  VALUE_KINDS,
} from "../../store/index.ts";
import { type ActorRisks, readRiskFacts, toRisks, toShownRisk } from "./actor-risk.ts";
import { findActor, isLooked, readLooked, withStore } from "./asked-store.ts";
import { toListed, toStorePeriod } from "./listed.ts";

export const ACTORS_PORT: ActorsPort = {
  list: (request) => withStore(request.place, "actors", (store) => listActors(store, request)),
};

/** Actors, the riskiest first, then the busiest. */
export async function listActors(store: Store, request: Omit<ActorsRequest, "place">): Promise<ActorList> {
  const { text, type, limit } = request;
  const looked = await readLooked(store);
  const at = request.at ?? (await readLastAt(store));
  const isAny = at !== null && (await isLooked(store, looked));
  const [found, facts] = await Promise.all([
    store.actors.list({
      ...toStorePeriod(request),
      ...(text === null ? {} : { text }),
      ...(type === null ? {} : { type }),
    }),
    isAny ? readRiskFacts(store, at) : null,
  ]);
  const risks = facts === null ? null : toRisks(facts, found);
  const actors = found.map((actor) => toListedActor(actor, risks)).sort(byRisk);
  return { looked, at, total: actors.length, actors: actors.slice(0, limit ?? actors.length) };
}

export const ACTOR_PORT: ActorPort = {
  show: (request) => withStore(request.place, "actor", (store) => showActor(store, request)),
};

export const TIMELINE_PORT: TimelinePort = {
  show: (request, use) =>
    withStore(request.place, "timeline", async (store) => {
      const actor = await findActor(store, request.actor);
      await use({
        looked: await readLooked(store),
        actor,
        pages: readTimeline(store, { ...request, actor: actor.id }),
      });
    }),
};

/** Risk is told as of the last event: logs of last year are not harmless for being old. */
const readLastAt = async (store: Store): Promise<EpochMs | null> =>
  (await store.statistics.readSpan()).lastAt;

function toListedActor(actor: ActorSummary, risks: ActorRisks | null): ListedActor {
  return {
    ...actor,
    risk: risks === null ? null : toShownRisk(risks.byActor.get(actor.id)),
    findings: risks?.counts.get(actor.id) ?? 0,
  };
}

const byRisk = (a: ListedActor, b: ListedActor): number =>
  (b.risk?.score ?? 0) - (a.risk?.score ?? 0) || b.events - a.events || (a.id < b.id ? -1 : 1);

/** Values of each kind that are shown. */
const VALUES_MAX = 5;
/** Incidents of an actor that are shown. */
const INCIDENTS_MAX = 20;
const HOURS_OF_DAY = 24;

/** One actor: its risk, what it usually does. Throws FINDINGS_ACTOR_UNKNOWN and FINDINGS_ACTOR_SEVERAL. */
export async function showActor(store: Store, request: Omit<ActorRequest, "place">): Promise<ActorDetail> {
  const known = await findActor(store, request.actor);
  const period = toStorePeriod(request);
  const looked = await readLooked(store);
  const at = request.at ?? (await readLastAt(store)) ?? known.lastAt;
  const isAny = await isLooked(store, looked);
  // Nothing waits for the others: the database answers several at once.
  const [found, facts, used, week, days, { incidents }] = await Promise.all([
    store.actors.find(known.id, period),
    isAny ? readRiskFacts(store, at, known.id) : null,
    Promise.all(
      VALUE_KINDS.map(async (kind) => ({
        kind,
        values: await store.actors.listTopValues(known.id, kind, { ...period, limit: VALUES_MAX }),
      })),
    ),
    store.actors.countByHour(known.id, period),
    store.actors.listDays(known.id, period),
    store.incidents.read({
      actor: known.id,
      openOnly: true,
      limit: INCIDENTS_MAX,
      order: "worst-first",
    }),
  ]);
  const actor = found ?? { ...known, ...NOTHING };
  const risks = facts === null ? null : toRisks(facts, [known]);
  return {
    looked,
    actor: toListedActor(actor, risks),
    at,
    riskParts: risks === null ? [] : toRiskParts(actor, risks),
    used,
    days: days.map(({ day, events, failures, findings }) => ({
      day,
      events,
      failures,
      findings: Object.values(findings).reduce((sum, count) => sum + count, 0),
    })),
    hours: Array.from({ length: HOURS_OF_DAY }, (_, hour) =>
      week.reduce((sum, count, index) => sum + (index % HOURS_OF_DAY === hour ? count : 0), 0),
    ),
    incidents: incidents.map(({ incident: { id, at: began, severity, summary } }) => ({
      id,
      at: began,
      severity,
      summary,
    })),
  };
}

/** Of an actor that did nothing in the period asked for. */
const NOTHING = { events: 0, failures: 0, bytesIn: 0, bytesOut: 0 };

function toRiskParts(actor: ActorSummary, risks: ActorRisks): readonly RiskPart[] {
  const { contributions } = toShownRisk(risks.byActor.get(actor.id));
  return contributions.flatMap(({ finding, points, shown, verdict }) => {
    const head = risks.findings.get(finding);
    if (head === undefined) return [];
    const { severity, summary, at } = head;
    return [{ finding, severity, summary, at, points, shown, verdict }];
  });
}

async function* readTimeline(
  store: Store,
  request: Omit<TimelineRequest, "actor"> & Pick<TimelineQuery, "actor">,
): AsyncGenerator<readonly ListedItem[]> {
  let left = request.limit ?? Number.POSITIVE_INFINITY;
  let after: TimelineCursor | null = null;
  while (left > 0) {
    const query: TimelineQuery = {
      ...toStorePeriod(request),
      actor: request.actor,
      order: request.oldestFirst ? "oldest-first" : "newest-first",
      limit: Math.min(PAGE_TIMELINE_MAX, left),
      ...(after === null ? {} : { after }),
    };
    const page = await store.actors.readTimeline(query);
    yield page.items.map((item) => (item.kind === "event" ? item : { kind: "finding", ...toListed(item) }));
    if (page.next === null) return;
    after = page.next;
    left -= page.items.length;
  }
}
