import { sql } from "kysely";
import type { EntityId } from "../../domain/index.ts";
import { toEntityId, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import {
  ACTIVITY_PARTS_MAX,
  type ActivityRequest,
  type ActorSession,
  type Period,
} from "../ports/actor-port.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf } from "../text-match.ts";
import { matchPeriod } from "./actor-queries.ts";

type Db = Engine["db"];

/** Events of every actor in equal parts of a period; actors without events in it are left out. */
export async function countActivity(
  db: Db,
  { from, to, parts: asked }: ActivityRequest,
): Promise<ReadonlyMap<EntityId, readonly number[]>> {
  const parts = Math.min(Math.max(Math.trunc(asked), 1), ACTIVITY_PARTS_MAX);
  const seconds = Math.max(to - from, 1) / parts / 1000;
  const start = sql.lit(from / 1000);
  const place = sql<number>`cast(floor((cast(extract(epoch from e.happened_at) as double precision) - ${start})
    / ${sql.lit(seconds)}) as integer)`;
  const found = await sql<{ actor_id: string; place: number; events: number }>`
    select a.actor_id, s.place, sum(s.events) as events
    from (
      select e.actor_key, ${place} as place, count(*) as events
      from event_rows e where ${allOf(matchPeriod({ from, to }))} group by 1, 2) s
    join actors a on a.actor_key = s.actor_key
    group by 1, 2 order by 1, 2`.execute(db);
  const byActor = new Map<EntityId, number[]>();
  for (const row of found.rows) {
    const id = toEntityId(row.actor_id);
    const counts = byActor.get(id) ?? new Array<number>(parts).fill(0);
    // A period that does not divide evenly may round its last instant up.
    counts[Math.min(Math.max(row.place, 0), parts - 1)]! += Number(row.events);
    byActor.set(id, counts);
  }
  return byActor;
}

interface SessionRow {
  readonly began_at: number;
  readonly ended_at: number;
  readonly events: number;
  readonly failures: number;
  readonly actions: number;
  readonly bytes_out: number | null;
  readonly addresses: number;
  readonly address: string | null;
  readonly country: string | null;
  readonly names: number;
  readonly name: string | null;
}

/** Spells of activity without a longer pause than `idleMs`, the latest first. */
export async function listSessions(
  db: Db,
  id: EntityId,
  { limit, idleMs, ...period }: Period & { readonly limit: number; readonly idleMs: number },
): Promise<readonly ActorSession[]> {
  const found = await sql<SessionRow>`
    with own as (
      select e.happened_at, e.action_key, e.address_key, e.credential_key, c.outcome, e.bytes_out
      from event_rows e join contexts c on c.context_key = e.context_key
      where ${allOf(matchPeriod(period))}
        and e.actor_key in (select a.actor_key from actors a where a.actor_id = ${toStoredText(id)})),
    marked as (
      select own.*, case when happened_at - lag(happened_at) over (order by happened_at)
        <= ${sql.lit(idleMs)} * interval '1 millisecond' then 0 else 1 end as begins
      from own),
    numbered as (
      select marked.*, sum(begins) over (order by happened_at rows unbounded preceding) as session_number
      from marked)
    select min(n.happened_at) as began_at, max(n.happened_at) as ended_at, count(*) as events,
      sum(case when n.outcome = 'success' then 0 else 1 end) as failures,
      count(distinct n.action_key) as actions, sum(n.bytes_out) as bytes_out,
      count(distinct p.address) as addresses, min(p.address) as address, min(p.country) as country,
      count(distinct k.session) as names, min(k.session) as name
    from numbered n
    join addresses p on p.address_key = n.address_key
    join credentials k on k.credential_key = n.credential_key
    group by n.session_number order by n.session_number desc
    limit ${sql.lit(Math.max(Math.trunc(limit), 1))}`.execute(db);
  return found.rows.map((row) => ({
    beganAt: toEpochMs(row.began_at),
    endedAt: toEpochMs(row.ended_at),
    events: Number(row.events),
    failures: Number(row.failures),
    actions: Number(row.actions),
    bytesOut: Number(row.bytes_out ?? 0),
    addresses: Number(row.addresses),
    address: row.address,
    country: row.country,
    names: Number(row.names),
    name: row.name,
  }));
}
