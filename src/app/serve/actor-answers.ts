import type { ActorOrder, ActorsPort, ActorsRequest } from "../../api/index.ts";
import { toActorDetailJson } from "../../cli/actor.ts";
import { type ListedActor, toActorsJson } from "../../cli/actors.ts";
import { toTimelineJson } from "../../cli/timeline.ts";
import { SEVERITIES, severityRank } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { listActors, showActor } from "../findings/actors-command.ts";
import { findActor } from "../findings/asked-store.ts";
import { toListed, toStorePeriod } from "../findings/listed.ts";
import { CURSORS, readCursor } from "./cursor.ts";

/** The riskiest actors that are shown at a glance. */
const RISKIEST_MAX = 10;

/** Actors for the API: the same questions as those of the commands. */
export const createActorAnswers = (store: Store): ActorsPort => ({
  list: (request) => readActors(store, request),
  show: async (request) => toActorDetailJson(await showActor(store, request)),
  async readTimeline({ actor, limit, order, after, from, to }) {
    const { id } = await findActor(store, actor);
    const place = readCursor(CURSORS.timeline, after);
    const page = await store.actors.readTimeline({
      ...toStorePeriod({ from, to }),
      actor: id,
      limit,
      order,
      ...(place === null ? {} : { after: place }),
    });
    const rows = page.items.map((item) =>
      toTimelineJson(item.kind === "event" ? item : { kind: "finding", ...toListed(item) }),
    );
    return { rows, next: page.next };
  },
  async readRisk() {
    const list = await listActors(store, {
      from: null,
      to: null,
      text: null,
      type: null,
      at: null,
      limit: null,
    });
    const { actors, at, looked } = list;
    const isLooked = actors.some(({ risk }) => risk !== null);
    const toCount = (level: string): number => actors.filter(({ risk }) => risk?.level === level).length;
    return {
      as_of: at === null ? null : new Date(at).toISOString(),
      actors: actors.length,
      by_level: isLooked ? Object.fromEntries(SEVERITIES.map((level) => [level, toCount(level)])) : null,
      riskiest: toActorsJson({ actors: actors.slice(0, RISKIEST_MAX), at }),
      looked: {
        finished_at: looked.lookedAt === null ? null : new Date(looked.lookedAt).toISOString(),
        inputs_waiting: looked.inputsWaiting,
        events_waiting: looked.eventsWaiting,
      },
    };
  },
});

/** The most of it first; equal ones stay in the order of risk. */
const MORE: Readonly<Record<ActorOrder, (a: ListedActor, b: ListedActor) => number>> = {
  risk: () => 0,
  findings: (a, b) => b.findings - a.findings,
  events: (a, b) => b.events - a.events,
  failures: (a, b) => b.failures - a.failures,
  bytes_out: (a, b) => b.bytesOut - a.bytesOut,
  last_time: (a, b) => b.lastAt - a.lastAt,
  name: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)),
};

/** Risk is known when all of it is added up: the whole list is made, and a page of it given. */
async function readActors(store: Store, { limit, after, order, minLevel, ...request }: ActorsRequest) {
  const list = await listActors(store, { ...request, limit: null });
  const { at } = list;
  const least = minLevel === null ? 0 : severityRank(minLevel);
  const actors = list.actors
    .filter(({ risk }) => least === 0 || (risk !== null && severityRank(risk.level) >= least))
    .sort(MORE[order]);
  const last = readCursor(CURSORS.actor, after);
  // An actor that is gone meanwhile ends the list rather than beginning it again.
  const start = last === null ? 0 : actors.findIndex(({ id }) => id === last.id) + 1;
  const isLost = last !== null && start === 0;
  const shown = isLost ? [] : actors.slice(start, start + limit);
  const final = shown.at(-1);
  const next = final === undefined || start + limit >= actors.length ? null : { id: final.id };
  return { rows: toActorsJson({ actors: shown, at }), next };
}
