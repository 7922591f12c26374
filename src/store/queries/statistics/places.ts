import { sql } from "kysely";
import { type EpochMs, SEVERITIES, toEpochMs } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import { matchFinding, NOW } from "../../findings/finding-queries.ts";
import type { FindingFilter } from "../../ports/finding-port.ts";
import type { PlaceCount, PlaceFilters, PlaceKind } from "../../ports/statistic-port.ts";
import { matchEvents } from "../events.ts";

type Db = Engine["db"];

const PLACES = {
  country: { table: "addresses", key: "address_key", column: "country" },
  region: { table: "contexts", key: "context_key", column: "region" },
} as const;

/** Events and findings by where they came from, or where in the cloud they happened; null: the log does not say. */
export async function readPlaces(
  db: Db,
  kind: PlaceKind,
  filters: PlaceFilters,
): Promise<readonly PlaceCount[]> {
  const { table, key, column } = PLACES[kind];
  const counted = await sql<{ place: string | null; events: number; actors: number; last_at: number }>`
    select ${sql.ref(`${table}.${column}`)} as place, sum(g.n) as events,
      count(distinct actors.actor_id) as actors, max(g.last_at) as last_at
    from (
      select ${sql.ref(key)} as k, actor_key, count(*) as n, max(happened_at) as last_at
      from event_rows where ${matchEvents(filters.events)} group by 1, 2) g
    join ${sql.table(table)} on ${sql.ref(`${table}.${key}`)} = g.k
    join actors on actors.actor_key = g.actor_key
    group by 1`.execute(db);
  const found: ReadonlyMap<string | null, FoundAt> =
    filters.findings === null ? new Map() : await countFindings(db, kind, filters.findings);
  return counted.rows
    .map(
      ({ place, events, actors, last_at }): PlaceCount => ({
        place,
        events: Number(events),
        actors: Number(actors),
        lastAt: toEpochMs(last_at),
        ...(found.get(place) ?? NOTHING_FOUND),
      }),
    )
    .sort((a, b) => b.events - a.events);
}

interface FoundAt {
  readonly bySeverity: readonly number[];
  readonly scores: readonly number[];
  readonly lastFindingAt: EpochMs | null;
}
const NOTHING_FOUND: FoundAt = {
  bySeverity: SEVERITIES.map(() => 0),
  scores: SEVERITIES.map(() => 0),
  lastFindingAt: null,
};

/** Each finding once for each place that its evidence names. */
async function countFindings(
  db: Db,
  kind: PlaceKind,
  filter: FindingFilter,
): Promise<ReadonlyMap<string | null, FoundAt>> {
  const { table, key, column } = PLACES[kind];
  const { rows } = await sql<{
    place: string | null;
    severity: number;
    n: number;
    scores: number;
    last_at: number;
  }>`
    select p.place, p.severity, count(*) as n, sum(p.score) as scores, max(p.happened_at) as last_at
    from (
      select distinct ${sql.ref(`${table}.${column}`)} as place, f.finding_key, f.severity, ${NOW.score} as score,
        f.happened_at
      from finding_rows f
      join finding_events fe on fe.finding_key = f.finding_key
      join event_rows on event_rows.event_key = fe.event_key
      join ${sql.table(table)} on ${sql.ref(`${table}.${key}`)} = ${sql.ref(`event_rows.${key}`)}
      where ${matchFinding(filter)}) p
    group by 1, 2`.execute(db);
  const found = new Map<
    string | null,
    { bySeverity: number[]; scores: number[]; lastFindingAt: EpochMs | null }
  >();
  for (const { place, severity, n, scores, last_at } of rows) {
    const known = found.get(place) ?? {
      bySeverity: SEVERITIES.map(() => 0),
      scores: SEVERITIES.map(() => 0),
      lastFindingAt: null,
    };
    known.bySeverity[severity] = Number(n);
    known.scores[severity] = Number(scores);
    known.lastFindingAt = toEpochMs(Math.max(known.lastFindingAt ?? 0, last_at));
    found.set(place, known);
  }
  return found;
}
