import { createKeeping, type KeepingParts } from "../answers/keeping.ts";
import type { ActorFilter, ActorStore, Period } from "../ports/actor-port.ts";
import { countActivity, listSessions } from "./activity.ts";
import {
  countByHour,
  countSensitiveDays,
  findActor,
  listActors,
  listDays,
  listTopValues,
  searchActors,
} from "./actor-queries.ts";
import { listIdentities, listKeys, readReach } from "./identities.ts";
import { streamLinks } from "./link-stream.ts";
import { readTimeline } from "./timeline.ts";
import { listValueUsers } from "./value-users.ts";

/** Lists that are kept. */
const LISTS_KEPT_MAX = 8;
/** Actors of which a list is kept in memory at most. */
const LISTED_KEPT_MAX = 20_000;

export function createActorStore(parts: KeepingParts): ActorStore {
  const { engine, guard } = parts;
  const { db } = engine;
  const keep = createKeeping(parts);
  const list = keep((filter: ActorFilter) => listActors(db, filter), {
    answersMax: LISTS_KEPT_MAX,
    isSmall: (actors) => actors.length <= LISTED_KEPT_MAX,
  });
  const sensitiveDays = keep((period: Period) => countSensitiveDays(db, period), {
    answersMax: LISTS_KEPT_MAX,
    isSmall: (days) => days.size <= LISTED_KEPT_MAX,
  });
  return {
    list,
    search: (text, limit) => guard.ask(searchActors(db, text, limit)),
    find: (id, period = {}) => guard.ask(findActor(db, id, period)),
    listDays: (id, period = {}) => guard.ask(listDays(db, id, period)),
    listTopValues: (id, kind, options) => guard.ask(listTopValues(db, id, { ...options, kind })),
    countByHour: (id, period = {}) => guard.ask(countByHour(db, id, period)),
    countSensitiveDays: (period = {}) => sensitiveDays(period),
    readTimeline: (query) => guard.ask(readTimeline(db, query)),
    countActivity: (request) => guard.ask(countActivity(db, request)),
    listSessions: (id, options) => guard.ask(listSessions(db, id, options)),
    listIdentities: (id, limit) => guard.ask(listIdentities(db, id, limit)),
    listKeys: (id, limit) => guard.ask(listKeys(db, id, limit)),
    readReach: (id) => guard.ask(readReach(db, id)),
    listValueUsers: (asked) => guard.ask(listValueUsers(db, asked)),
    streamLinks: (period) => guard.stream(streamLinks(engine, period)),
  };
}
