import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { ActorStore } from "../ports/actor-port.ts";
import {
  countByHour,
  countSensitiveDays,
  findActor,
  listActors,
  listDays,
  listTopValues,
  searchActors,
} from "./actor-queries.ts";
import { streamLinks } from "./link-stream.ts";
import { readTimeline } from "./timeline.ts";

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
    streamLinks: (period) => guard.stream(streamLinks(engine, period)),
  };
}
