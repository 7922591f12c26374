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

/** Events of one actor, action, address, context and hour are counted first: of a million some hundred thousand are left. */
const toParts = (filter: EventFilter): RawBuilder<unknown> => sql`
  select w.one_key as actor_key, g.action_key, g.address_key, g.context_key, g.h, g.n, g.bytes_in, g.bytes_out
  from (${toKeyedParts(filter)}) g
  join (select actor_key, min(actor_key) over (partition by actor_id) as one_key from actors) w
    on w.actor_key = g.actor_key`;

/** An actor may have several keys: one for each way in which logs described it. */
const toKeyedParts = (filter: EventFilter): RawBuilder<unknown> => sql`
  select actor_key, action_key, address_key, context_key,
    cast(floor(extract(epoch from happened_at) / 3600) as integer) as h, count(*) as n,
    cast(sum(bytes_in) as double precision) as bytes_in, cast(sum(bytes_out) as double precision) as bytes_out
  from event_rows where ${matchEvents(filter)} group by 1, 2, 3, 4, 5`;

/** Hours since 1970 as days; days of the week from Monday, 0. */
const DAY_OF_HOUR = sql`cast(floor(h / 24.0) as integer)`;
const HOUR_OF_DAY = sql`mod(p.h + 24 * 3000000, 24)`;
const DAY_OF_WEEK = sql`mod(s.active_day + 7 * 400000 + 3, 7)`;

/** How many different values of a column an actor has on a day: those first, which is much faster than counting distinct ones. */
const countDistinct = (column: string): RawBuilder<unknown> => sql`
  select actor_key, active_day, count(*) as n
  from (select distinct actor_key, ${DAY_OF_HOUR} as active_day, ${sql.ref(column)} from parts) d group by 1, 2`;

/** Of the sums `s` and the counts of different values. */
const MEASURES: Readonly<Record<ActorDayMeasure, RawBuilder<unknown>>> = {
  events: sql`s.events`,
  failures: sql`s.failures`,
  bytes_in: sql`coalesce(s.bytes_in, 0)`,
  bytes_out: sql`coalesce(s.bytes_out, 0)`,
  actions: sql`actions.n`,
  addresses: sql`addresses.n`,
  sensitive: sql`s.sensitive`,
  night_share: sql`s.night / cast(s.events as double precision)`,
  weekend: sql`case when ${DAY_OF_WEEK} >= 5 then 1 else 0 end`,
  active_hours: sql`hours.n`,
};

/** What actors did on days (UTC), as numbers: one row each, under the names of the measures. */
const toActorDays = (filter: EventFilter): RawBuilder<unknown> => sql`
  with parts as (${toParts(filter)}),
  sums as (
    select p.actor_key, ${DAY_OF_HOUR} as active_day, sum(p.n) as events,
      sum(case when c.outcome = 'success' then 0 else p.n end) as failures,
      sum(case when n.sensitivity >= 2 then p.n else 0 end) as sensitive,
      sum(case when ${HOUR_OF_DAY} < 6 then p.n else 0 end) as night,
      sum(p.bytes_in) as bytes_in, sum(p.bytes_out) as bytes_out
    from parts p
    join actions n on n.action_key = p.action_key
    join contexts c on c.context_key = p.context_key
    group by 1, 2)
  select s.actor_key, s.active_day, ${sql.join(
    ACTOR_DAY_MEASURES.map((name) => sql`cast(${MEASURES[name]} as double precision) as ${sql.id(name)}`),
  )}
  from sums s
  join (${countDistinct("action_key")}) actions on actions.actor_key = s.actor_key and actions.active_day = s.active_day
  join (${countDistinct("address_key")}) addresses on addresses.actor_key = s.actor_key and addresses.active_day = s.active_day
  join (${countDistinct("h")}) hours on hours.actor_key = s.actor_key and hours.active_day = s.active_day`;

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
    select a.actor_id, count(*) as days, sum(d.events) as total, max(d.bytes_out) as largest_out,
      min(d.active_day) as first_day, max(d.active_day) as last_day,
      ${sql.join(ACTOR_DAY_MEASURES.map((name) => sql`avg(${sql.ref(`d.${name}`)}) as ${sql.id(name)}`))}
    from (${toActorDays(filter)}) d join actors a on a.actor_key = d.actor_key
    group by 1 order by total desc, a.actor_id collate "C" limit ${sql.lit(limit)}`.execute(db);
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
