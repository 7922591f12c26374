import { sql } from "kysely";
import { type AttackRef, toEpochMs } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import { matchFinding } from "../../findings/finding-queries.ts";
import type { EventFilter } from "../../port.ts";
import type { Period } from "../../ports/actor-port.ts";
import type { FindingFilter } from "../../ports/finding-port.ts";
import type { AttackCount, EventTotals, TimeSpan } from "../../ports/statistic-port.ts";
import { matchEvents } from "../events.ts";
import { toInstant } from "../instant.ts";

type Db = Engine["db"];

export async function readSpan(db: Db): Promise<TimeSpan> {
  const { rows } = await sql<{ events: number; first_at: number | null; last_at: number | null }>`
    select count(*) as events, min(happened_at) as first_at, max(happened_at) as last_at from event_rows`.execute(
    db,
  );
  const [row] = rows;
  const toMaybe = (at: number | null | undefined) => (at == null ? null : toEpochMs(at));
  return {
    events: Number(row?.events ?? 0),
    firstAt: toMaybe(row?.first_at),
    lastAt: toMaybe(row?.last_at),
  };
}

/** How much was done, by how many. */
export async function readTotals(db: Db, filter: EventFilter): Promise<EventTotals> {
  const { rows } = await sql<
    Record<"events" | "actors" | "failures" | "bytes_in" | "bytes_out", number | null>
  >`
    select sum(g.n) as events, count(distinct actors.actor_id) as actors,
      sum(case when contexts.outcome = 'success' then 0 else g.n end) as failures,
      sum(g.bytes_in) as bytes_in, sum(g.bytes_out) as bytes_out
    from (
      select actor_key, context_key, count(*) as n,
        cast(sum(bytes_in) as double precision) as bytes_in, cast(sum(bytes_out) as double precision) as bytes_out
      from event_rows where ${matchEvents(filter)} group by 1, 2) g
    join actors on actors.actor_key = g.actor_key
    join contexts on contexts.context_key = g.context_key`.execute(db);
  const [row] = rows;
  return {
    events: Number(row?.events ?? 0),
    actors: Number(row?.actors ?? 0),
    failures: Number(row?.failures ?? 0),
    bytesIn: Number(row?.bytes_in ?? 0),
    bytesOut: Number(row?.bytes_out ?? 0),
  };
}

/** How many findings there are of each tactic, and of each technique of it. */
export async function readAttackCounts(db: Db, filter: FindingFilter): Promise<readonly AttackCount[]> {
  const { rows } = await sql<{ attack: string; n: number }>`
    select f.attack, count(*) as n from finding_rows f where ${matchFinding(filter)} group by 1`.execute(db);
  const tactics = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const { attack, n } of rows) {
    const refs: readonly AttackRef[] = JSON.parse(attack);
    for (const tactic of new Set(refs.map((ref) => ref.tactic))) {
      totals.set(tactic, (totals.get(tactic) ?? 0) + Number(n));
      const techniques = tactics.get(tactic) ?? new Map<string, number>();
      tactics.set(tactic, techniques);
      for (const ref of refs)
        if (ref.tactic === tactic && ref.technique != null)
          techniques.set(ref.technique, (techniques.get(ref.technique) ?? 0) + Number(n));
    }
  }
  return [...totals].map(([tactic, findings]) => ({
    tactic,
    findings,
    techniques: [...(tactics.get(tactic) ?? [])]
      .map(([technique, count]) => ({ technique, findings: count }))
      .sort((a, b) => b.findings - a.findings || (a.technique < b.technique ? -1 : 1)),
  }));
}

/** Alerts by the time at which they were made. */
export async function countAlerts(db: Db, { from, to }: Period): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct alert_id) as n from alert_versions
    where ${from === undefined ? sql`true` : sql`made_at >= ${toInstant(from)}`}
      and ${to === undefined ? sql`true` : sql`made_at < ${toInstant(to)}`}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}
