import { type RawBuilder, sql } from "kysely";
import { toEpochMs, toExactPattern } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import type { Measure, MeasureRequest, Measures } from "../../ports/statistic-port.ts";
import { toGrouping } from "./grouping.ts";

type Db = Engine["db"];

/** What an order counts, of the rows themselves; who is many of whom is known of groups alone. */
const RANKS: Readonly<Partial<Record<MeasureRequest["order"], RawBuilder<unknown>>>> = {
  events: sql`count(*)`,
  failures: sql`sum(case when event_rows.context_key in (
    select c.context_key from contexts c where c.outcome = 'success') then 0 else 1 end)`,
  bytes_in: sql`cast(coalesce(sum(event_rows.bytes_in), 0) as double precision)`,
  bytes_out: sql`cast(coalesce(sum(event_rows.bytes_out), 0) as double precision)`,
};

/** What `day` groups by: days since 1970. */
const DAY = sql`cast(floor(extract(epoch from event_rows.happened_at) / 86400) as integer)`;

/** Values asked for by name in one query. */
const NAMED_MAX = 500;

interface MeasureRow {
  readonly value: string | null;
  readonly label: string | null;
  readonly events: number;
  readonly actors: number;
  readonly failures: number;
  readonly bytes_in: number | null;
  readonly bytes_out: number | null;
  readonly first_at: number;
  readonly last_at: number;
  readonly distinct_values: number;
}

/** How much was done by each value of a field, and how many findings stand on it. */
export async function readMeasures(db: Db, request: MeasureRequest): Promise<Measures> {
  const findings = await countFindings(db, request);
  if (request.order !== "findings") {
    const rank = RANKS[request.order];
    const top = request.by !== "resource" || rank === undefined ? null : await readTop(db, request, rank);
    const rows = await measure(db, request, top?.values ?? null);
    return {
      values: rows.map((row) => toMeasure(row, findings)),
      distinct: top?.distinct ?? toDistinct(rows),
    };
  }
  const worst = [...findings]
    .sort(([, a], [, b]) => b - a)
    .slice(0, Math.min(request.limit, NAMED_MAX))
    .flatMap(([value]) => (value === null ? [] : [value]));
  if (worst.length === 0) return { values: [], distinct: 0 };
  const named = { kind: "text" as const, field: request.by, patterns: worst.map(toExactPattern) };
  const { where } = request.events;
  const parts = where === undefined ? [named] : [where, named];
  const rows = await measure(db, {
    ...request,
    events: { ...request.events, where: { kind: "all", parts } },
  });
  const values = rows.map((row) => toMeasure(row, findings)).sort((a, b) => b.findings - a.findings);
  return { values, distinct: findings.size };
}

/** Names of resources stand in the rows and are many: which are asked for is found out by a count alone. */
async function readTop(
  db: Db,
  { events, by, limit }: MeasureRequest,
  rank: RawBuilder<unknown>,
): Promise<{ readonly values: readonly string[]; readonly distinct: number }> {
  const { key, where } = toGrouping({ subject: "events", ...events }, by);
  const { rows } = await sql<{ value: string; distinct_values: number }>`
    select v.value, count(*) over () as distinct_values
    from (
      select ${key} as value, ${rank} as n
      from event_rows where ${where} and ${key} is not null group by 1) v
    order by v.n desc, v.value collate "C"
    limit ${sql.lit(limit)}`.execute(db);
  return { values: rows.map(({ value }) => value), distinct: Number(rows[0]?.distinct_values ?? 0) };
}

const toDistinct = (rows: readonly MeasureRow[]): number => Number(rows[0]?.distinct_values ?? 0);

const ORDERS: Readonly<Record<MeasureRequest["order"], string>> = {
  value: "value",
  events: "events",
  actors: "actors",
  failures: "failures",
  bytes_in: "bytes_in",
  bytes_out: "bytes_out",
  findings: "events",
};

/** `only`: values of the rows' own that are meant; null: all. */
async function measure(
  db: Db,
  { events, by, order, limit }: MeasureRequest,
  only: readonly string[] | null = null,
): Promise<readonly MeasureRow[]> {
  if (only?.length === 0) return [];
  const grouping = toGrouping({ subject: "events", ...events }, by === "day" ? null : by);
  const key = by === "day" ? DAY : grouping.key;
  const ordered: RawBuilder<unknown> =
    order === "value"
      ? sql`${by === "day" ? sql`cast(v.value as integer)` : sql`v.value collate "C"`}`
      : sql`coalesce(${sql.ref(`v.${ORDERS[order]}`)}, 0) desc, v.value collate "C"`;
  const isMeant =
    only === null ? sql`true` : sql`${grouping.key} in (${sql.join(only.map((value) => sql`${value}`))})`;
  const { rows } = await sql<MeasureRow>`
    select v.*, count(*) over () as distinct_values
    from (
      select ${grouping.shown.value} as value, ${grouping.shown.label} as label,
        sum(g.n) as events, count(distinct who.actor_id) as actors,
        sum(case when how.outcome = 'success' then 0 else g.n end) as failures,
        sum(g.bytes_in) as bytes_in, sum(g.bytes_out) as bytes_out,
        min(g.first_at) as first_at, max(g.last_at) as last_at
      from (
        select ${key} as k, ${grouping.label} as l, event_rows.actor_key as who_key,
          event_rows.context_key as how_key, count(*) as n,
          cast(sum(event_rows.bytes_in) as double precision) as bytes_in,
          cast(sum(event_rows.bytes_out) as double precision) as bytes_out,
          min(event_rows.happened_at) as first_at, max(event_rows.happened_at) as last_at
        from event_rows where ${grouping.where} and ${isMeant} group by 1, 2, 3, 4) g ${grouping.join}
      join actors who on who.actor_key = g.who_key
      join contexts how on how.context_key = g.how_key
      group by 1, 2) v
    where v.value is not null
    order by ${ordered}
    limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

const toMeasure = (row: MeasureRow, findings: ReadonlyMap<string | null, number>): Measure => ({
  value: row.value!,
  label: row.label,
  events: Number(row.events),
  actors: Number(row.actors),
  failures: Number(row.failures),
  bytesIn: Number(row.bytes_in ?? 0),
  bytesOut: Number(row.bytes_out ?? 0),
  firstAt: toEpochMs(row.first_at),
  lastAt: toEpochMs(row.last_at),
  findings: findings.get(row.value) ?? 0,
});

/** Findings by the value: their own where they have the field, else that of the events that they stand on. */
async function countFindings(
  db: Db,
  { findings, by }: MeasureRequest,
): Promise<ReadonlyMap<string | null, number>> {
  if (findings === null) return new Map();
  const grouping = toGrouping({ subject: "findings", ...findings }, by === "day" ? null : by);
  const key =
    by === "day" ? sql`cast(floor(extract(epoch from f.happened_at) / 86400) as integer)` : grouping.key;
  const { rows } = await sql<{ value: string | null; n: number }>`
    select ${grouping.shown.value} as value, sum(g.n) as n
    from (
      select ${key} as k, ${grouping.label} as l, ${grouping.count} as n
      from ${grouping.from} where ${grouping.where} group by 1, 2) g ${grouping.join}
    group by 1`.execute(db);
  return new Map(rows.map(({ value, n }) => [value, Number(n)]));
}
