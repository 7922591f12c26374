import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { FindingStore } from "../ports/finding-port.ts";
import type { Writing } from "../writing.ts";
import {
  countFindings,
  findFinding,
  listFindingIds,
  readFindingHeads,
  readFindings,
  streamFindings,
  streamGiven,
  streamHeads,
  streamVersions,
} from "./finding-queries.ts";
import { addVersions, replaceFindings } from "./finding-rows.ts";

export interface FindingParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
}

export function createFindingStore({ engine, writing, guard }: FindingParts): FindingStore {
  const { db } = engine;
  return {
    replace: ({ partition, ...scope }, findings, options) =>
      writing.write(
        (trx) =>
          replaceFindings(engine, trx, {
            scope: { ...scope, partitions: [partition] },
            versions: findings.map((finding) => ({ ...finding, lens: scope.lens, partition })),
          }),
        options,
      ),
    find: (id) => guard.ask(findFinding(db, id)),
    read: (query) => guard.ask(readFindings(db, query)),
    readHeads: (query) => guard.ask(readFindingHeads(db, query)),
    listIds: () => guard.ask(listFindingIds(db)),
    count: (filter) => guard.ask(countFindings(db, filter)),
    stream: (filter) => guard.stream(streamFindings(db, filter)),
    streamHeads: (filter) => guard.stream(streamHeads(db, filter)),
    streamGiven: (filter) => guard.stream(streamGiven(db, filter)),
    streamVersions: () => guard.stream(streamVersions(db)),
    clear: () =>
      writing.write(async (trx) => {
        await trx.deleteFrom("finding_events").execute();
        await trx.deleteFrom("finding_rows").execute();
      }),
    restore: (versions) => writing.write((trx) => addVersions(engine, trx, versions)),
  };
}
