import { type RawBuilder, sql } from "kysely";
import { DAY_MS, toEntityId, toEpochMs } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import type { EventFilter } from "../../port.ts";
import {
  ACTOR_DAY_MEASURES,
  type ActorDayMeasure,
  type ActorHabit,
  type Correlations,
} from "../../ports/statistic-port.ts";
import { matchEvents } from "../events.ts";

type Db = Engine["db"];

/** What an actor did on a day (UTC), as numbers. */
const MEASURES: Readonly<Record<ActorDayMeasure, RawBuilder<number>>> = {
  events: sql`count(*)`,
  failures: sql`sum(case when c.outcome = 'success' then 0 else 1 end)`,
  bytes_in: sql`coalesce(sum(event_rows.bytes_in), 0)`,
  bytes_out: sql`coalesce(sum(event_rows.bytes_out), 0)`,
  actions: sql`count(distinct event_rows.action_key)`,
  addresses: sql`count(distinct event_rows.address_key)`,
  sensitive: sql`sum(case when n.sensitivity >= 2 then 1 else 0 end)`,
  night_share: sql`avg(case when extract(hour from event_rows.happened_at) < 6 then 1.0 else 0.0 end)`,
  weekend: sql`max(case when extract(isodow from event_rows.happened_at) > 5 then 1 else 0 end)`,
  active_hours: sql`count(distinct floor(extract(epoch from event_rows.happened_at) / 3600))`,
};

const toActorDays = (filter: EventFilter): RawBuilder<unknown> => sql`
  select a.actor_id, cast(floor(extract(epoch from event_rows.happened_at) / 86400) as integer) as active_day,
    ${sql.join(ACTOR_DAY_MEASURES.map((name) => sql`cast(${MEASURES[name]} as double precision) as ${sql.id(name)}`))}
  from event_rows
  join actors a on a.actor_key = event_rows.actor_key
  join actions n on n.action_key = event_rows.action_key
  join contexts c on c.context_key = event_rows.context_key
  where ${matchEvents(filter)} group by 1, 2`;

/** How the measures of actors' days go together: Pearson's correlation of each two, counts and bytes by their logarithm. */
export async function readCorrelations(db: Db, filter: EventFilter): Promise<Correlations> {
  const pairs = ACTOR_DAY_MEASURES.flatMap((a, i) =>
    ACTOR_DAY_MEASURES.slice(i + 1).map((b): readonly [ActorDayMeasure, ActorDayMeasure] => [a, b]),
  );
  const scaled = (name: ActorDayMeasure): RawBuilder<unknown> =>
    name === "night_share" || name === "weekend"
      ? sql.ref(`d.${name}`)
      : sql`ln(1 + ${sql.ref(`d.${name}`)})`;
  const { rows } = await sql<Record<string, number | null>>`
    select count(*) as days, ${sql.join(
      pairs.map(([a, b], index) => sql`corr(${scaled(a)}, ${scaled(b)}) as ${sql.id(`r${index}`)}`),
    )}
    from (${toActorDays(filter)}) d`.execute(db);
  const [row] = rows;
  const correlate = (a: ActorDayMeasure, b: ActorDayMeasure): number | null => {
    if (a === b) return 1;
    const index = pairs.findIndex(([x, y]) => (x === a && y === b) || (x === b && y === a));
    const value = row?.[`r${index}`];
    return value == null || Number.isNaN(Number(value)) ? null : Number(value);
  };
  return {
    days: Number(row?.["days"] ?? 0),
    measures: ACTOR_DAY_MEASURES,
    matrix: ACTOR_DAY_MEASURES.map((a) => ACTOR_DAY_MEASURES.map((b) => correlate(a, b))),
  };
}

/** What actors do on a day of theirs, on average, the busiest first. */
export async function readHabits(db: Db, filter: EventFilter, limit: number): Promise<readonly ActorHabit[]> {
  const { rows } = await sql<
    Record<ActorDayMeasure | "days" | "total" | "largest_out" | "first_day" | "last_day", number> & {
      readonly actor_id: string;
    }
  >`
    select d.actor_id, count(*) as days, sum(d.events) as total, max(d.bytes_out) as largest_out,
      min(d.active_day) as first_day, max(d.active_day) as last_day,
      ${sql.join(ACTOR_DAY_MEASURES.map((name) => sql`avg(${sql.ref(`d.${name}`)}) as ${sql.id(name)}`))}
    from (${toActorDays(filter)}) d
    group by 1 order by total desc, d.actor_id collate "C" limit ${sql.lit(limit)}`.execute(db);
  return rows.map((row) => ({
    actor: toEntityId(row.actor_id),
    days: Number(row.days),
    events: Number(row.total),
    largestBytesOut: Number(row.largest_out),
    firstDay: toEpochMs(Number(row.first_day) * DAY_MS),
    lastDay: toEpochMs(Number(row.last_day) * DAY_MS),
    perDay: {
      events: Number(row.events),
      failures: Number(row.failures),
      bytes_in: Number(row.bytes_in),
      bytes_out: Number(row.bytes_out),
      actions: Number(row.actions),
      addresses: Number(row.addresses),
      sensitive: Number(row.sensitive),
      night_share: Number(row.night_share),
      weekend: Number(row.weekend),
      active_hours: Number(row.active_hours),
    },
  }));
}
