import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { ActorStore } from "../ports/actor-port.ts";
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

export function createActorStore({
  engine,
  guard,
}: {
  readonly engine: Engine;
  readonly guard: Guard;
}): ActorStore {
  const { db } = engine;
  return {
    list: (filter) => guard.ask(listActors(db, filter)),
    search: (text, limit) => guard.ask(searchActors(db, text, limit)),
    find: (id, period = {}) => guard.ask(findActor(db, id, period)),
    listDays: (id, period = {}) => guard.ask(listDays(db, id, period)),
    listTopValues: (id, kind, options) => guard.ask(listTopValues(db, id, { ...options, kind })),
    countByHour: (id, period = {}) => guard.ask(countByHour(db, id, period)),
    countSensitiveDays: (period = {}) => guard.ask(countSensitiveDays(db, period)),
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
