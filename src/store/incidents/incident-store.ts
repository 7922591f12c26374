import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { IncidentStore } from "../ports/incident-port.ts";
import type { Writing } from "../writing.ts";
import {
  countIncidents,
  findIncident,
  listIncidentIds,
  readIncidents,
  streamIncidents,
} from "./incident-queries.ts";
import { replaceIncidents } from "./incident-rows.ts";

export interface IncidentParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
}

export function createIncidentStore({ engine, writing, guard }: IncidentParts): IncidentStore {
  const { db } = engine;
  return {
    replace: ({ from }, grouping, options) =>
      writing.write((trx) => replaceIncidents(engine, trx, { from, grouping }), options),
    find: (id) => guard.ask(findIncident(db, id)),
    read: (query) => guard.ask(readIncidents(db, query)),
    count: (filter) => guard.ask(countIncidents(db, filter)),
    listIds: () => guard.ask(listIncidentIds(db)),
    stream: (filter) => guard.stream(streamIncidents(db, filter)),
  };
}
