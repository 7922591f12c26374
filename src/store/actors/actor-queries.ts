import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  type ActorType,
  type EntityId,
  SEVERITIES,
  type Severity,
  toEntityId,
  toEpochMs,
} from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type {
  ActorDay,
  ActorFilter,
  ActorSummary,
  Period,
  UsedValue,
  ValueKind,
} from "../ports/actor-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf, containsText } from "../text-match.ts";

type Db = Engine["db"];

/** Over `event_rows e`. */
export const matchPeriod = ({ from, to }: Period): readonly RawBuilder<SqlBool>[] => [
  ...(from === undefined ? [] : [sql<SqlBool>`e.happened_at >= ${toInstant(from)}`]),
  ...(to === undefined ? [] : [sql<SqlBool>`e.happened_at < ${toInstant(to)}`]),
];

const matchActor = (id: EntityId): RawBuilder<SqlBool> =>
  sql<SqlBool>`e.actor_key in (select a.actor_key from actors a where a.actor_id = ${toStoredText(id)})`;

const matchActorEvents = (id: EntityId, period: Period): RawBuilder<SqlBool> =>
  allOf([matchActor(id), ...matchPeriod(period)]);

const FAILURES = sql`sum(case when c.outcome = 'success' then 0 else 1 end)`;

interface SummaryRow {
  readonly actor_id: string;
  readonly actor_type: ActorType;
  readonly actor_name: string;
  readonly actor_account: string | null;
  readonly automated: boolean;
  readonly events: number;
  readonly failures: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly bytes_in: number | null;
  readonly bytes_out: number | null;
}

/** Conditions over `actors a`. */
async function readSummaries(
  db: Db,
  condition: RawBuilder<SqlBool>,
  period: Period,
): Promise<readonly ActorSummary[]> {
  const found = await sql<SummaryRow>`
    select a.actor_id, a.actor_type, a.actor_name, a.actor_account, a.automated, s.events, s.failures,
      s.first_at, s.last_at, s.bytes_in, s.bytes_out
    from (
      select e.actor_key, count(*) as events, ${FAILURES} as failures, min(e.happened_at) as first_at,
        max(e.happened_at) as last_at, sum(e.bytes_in) as bytes_in, sum(e.bytes_out) as bytes_out
      from event_rows e join contexts c on c.context_key = e.context_key
      where ${allOf([...matchPeriod(period), sql<SqlBool>`e.actor_key in (select a.actor_key from actors a where ${condition})`])}
      group by e.actor_key) s
    join actors a on a.actor_key = s.actor_key`.execute(db);
  return mergeSummaries(found.rows);
}

/** One id may stand with several names or types: what was said of it last counts. */
function mergeSummaries(rows: readonly SummaryRow[]): readonly ActorSummary[] {
  const byId = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const known = byId.get(row.actor_id);
    if (known === undefined) byId.set(row.actor_id, [row]);
    else known.push(row);
  }
  const summaries = [...byId.values()].map(toSummary);
  return summaries.sort((a, b) => b.events - a.events || compareText(a.id, b.id));
}

function toSummary(rows: readonly SummaryRow[]): ActorSummary {
  const latest = rows.reduce((best, row) => (isLater(row, best) ? row : best));
  const sum = (pick: (row: SummaryRow) => number | null): number =>
    rows.reduce((total, row) => total + Number(pick(row) ?? 0), 0);
  return {
    id: toEntityId(latest.actor_id),
    type: latest.actor_type,
    name: latest.actor_name,
    account: latest.actor_account,
    automated: latest.automated,
    events: sum((row) => row.events),
    firstAt: toEpochMs(rows.reduce((first, row) => Math.min(first, row.first_at), Number.POSITIVE_INFINITY)),
    lastAt: toEpochMs(latest.last_at),
    failures: sum((row) => row.failures),
    bytesIn: sum((row) => row.bytes_in),
    bytesOut: sum((row) => row.bytes_out),
  };
}

function isLater(a: SummaryRow, b: SummaryRow): boolean {
  if (a.last_at !== b.last_at) return a.last_at > b.last_at;
  return compareText(toName(a), toName(b)) > 0;
}

const toName = (row: SummaryRow): string =>
  JSON.stringify([row.actor_type, row.actor_name, row.actor_account, row.automated]);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export async function listActors(db: Db, filter: ActorFilter): Promise<readonly ActorSummary[]> {
  const { text, type } = filter;
  const condition = text === undefined ? sql<SqlBool>`true` : matchText(text);
  const found = await readSummaries(db, condition, filter);
  return type === undefined ? found : found.filter((actor) => actor.type === type);
}

const matchText = (text: string): RawBuilder<SqlBool> => containsText(["a.actor_id", "a.actor_name"], text);

/** What is called exactly so, else what has it as a part of its id or name. */
export async function searchActors(db: Db, text: string, limit: number): Promise<readonly ActorSummary[]> {
  const stored = toStoredText(text);
  const exact = sql<SqlBool>`(a.actor_id = ${stored} or a.actor_name = ${stored})`;
  const found = await readSummaries(db, exact, {});
  const all = found.length > 0 ? found : await readSummaries(db, matchText(text), {});
  return all.slice(0, Math.max(Math.trunc(limit), 1));
}

export async function findActor(db: Db, id: EntityId, period: Period): Promise<ActorSummary | null> {
  const found = await readSummaries(db, sql<SqlBool>`a.actor_id = ${toStoredText(id)}`, period);
  return found[0] ?? null;
}

const dayOf = (column: string): RawBuilder<number> =>
  sql<number>`cast(floor(extract(epoch from ${sql.ref(column)}) / 86400) as integer)`;

interface DayRow {
  readonly active_day: number;
  readonly events: number;
  readonly failures: number;
  readonly bytes_in: number | null;
  readonly bytes_out: number | null;
}

export async function listDays(db: Db, id: EntityId, period: Period): Promise<readonly ActorDay[]> {
  const found = await sql<DayRow>`
    select ${dayOf("e.happened_at")} as active_day, count(*) as events, ${FAILURES} as failures,
      sum(e.bytes_in) as bytes_in, sum(e.bytes_out) as bytes_out
    from event_rows e join contexts c on c.context_key = e.context_key
    where ${matchActorEvents(id, period)}
    group by 1 order by 1`.execute(db);
  const findings = await countFindingsByDay(db, id, period);
  return found.rows.map((row) => ({
    day: row.active_day,
    events: Number(row.events),
    failures: Number(row.failures),
    bytesIn: Number(row.bytes_in ?? 0),
    bytesOut: Number(row.bytes_out ?? 0),
    findings: findings.get(row.active_day) ?? NO_FINDINGS,
  }));
}

const toSeverities = (counts: ReadonlyMap<number, number>): Record<Severity, number> =>
  Object.fromEntries(SEVERITIES.map((severity, rank) => [severity, counts.get(rank) ?? 0])) as Record<
    Severity,
    number
  >;
const NO_FINDINGS = toSeverities(new Map());

async function countFindingsByDay(
  db: Db,
  id: EntityId,
  { from, to }: Period,
): Promise<ReadonlyMap<number, Readonly<Record<Severity, number>>>> {
  const found = await sql<{ active_day: number; severity: number; findings: number }>`
    select ${dayOf("f.happened_at")} as active_day, f.severity, count(*) as findings
    from finding_rows f
    where f.is_current and f.actor_id = ${toStoredText(id)}
      and ${from === undefined ? sql`true` : sql`f.happened_at >= ${toInstant(from)}`}
      and ${to === undefined ? sql`true` : sql`f.happened_at < ${toInstant(to)}`}
    group by 1, 2`.execute(db);
  const byDay = new Map<number, Map<number, number>>();
  for (const { active_day, severity, findings } of found.rows) {
    const counts = byDay.get(active_day) ?? new Map<number, number>();
    counts.set(severity, Number(findings));
    byDay.set(active_day, counts);
  }
  return new Map([...byDay].map(([day, counts]) => [day, toSeverities(counts)]));
}

/** Where the values of a kind stand: beside `event_rows e`. */
const VALUES: Readonly<
  Record<ValueKind, { readonly value: RawBuilder<string>; readonly from: RawBuilder<unknown> }>
> = {
  action: {
    value: sql<string>`n.service || ':' || n.action`,
    from: sql`join actions n on n.action_key = e.action_key`,
  },
  service: { value: sql<string>`n.service`, from: sql`join actions n on n.action_key = e.action_key` },
  region: { value: sql<string>`c.region`, from: sql`join contexts c on c.context_key = e.context_key` },
  country: { value: sql<string>`p.country`, from: sql`join addresses p on p.address_key = e.address_key` },
  address: { value: sql<string>`p.address`, from: sql`join addresses p on p.address_key = e.address_key` },
  tool: { value: sql<string>`t.tool`, from: sql`join tools t on t.tool_key = e.tool_key` },
  session: {
    value: sql<string>`k.session`,
    from: sql`join credentials k on k.credential_key = e.credential_key`,
  },
  resource: { value: sql<string>`e.resource`, from: sql`` },
  error: { value: sql<string>`c.error_code`, from: sql`join contexts c on c.context_key = e.context_key` },
};

interface TopRequest extends Period {
  readonly kind: ValueKind;
  readonly limit: number;
}

/** Values that the log does not say are left out. */
export async function listTopValues(
  db: Db,
  id: EntityId,
  { kind, limit, ...period }: TopRequest,
): Promise<readonly UsedValue[]> {
  const { value, from } = VALUES[kind];
  const found = await sql<{ value: string; events: number; first_at: number; last_at: number }>`
    select v.value, v.events, v.first_at, v.last_at
    from (
      select ${value} as value, count(*) as events, min(e.happened_at) as first_at, max(e.happened_at) as last_at
      from event_rows e ${from}
      where ${matchActorEvents(id, period)}
      group by 1) v
    where v.value is not null and v.value <> ''
    order by v.events desc, v.value collate "C"
    limit ${sql.lit(Math.max(Math.trunc(limit), 1))}`.execute(db);
  return found.rows.map((row) => ({
    value: row.value,
    events: Number(row.events),
    firstAt: toEpochMs(row.first_at),
    lastAt: toEpochMs(row.last_at),
  }));
}

const HOURS_OF_WEEK = 168;
/** 1970-01-01 was a Thursday: hours from the Monday before. */
const FIRST_HOUR = 72;

export async function countByHour(db: Db, id: EntityId, period: Period): Promise<readonly number[]> {
  const found = await sql<{ hour_of_week: number; events: number }>`
    select mod(cast(floor(extract(epoch from e.happened_at) / 3600) as bigint) + ${sql.lit(FIRST_HOUR)}, ${sql.lit(HOURS_OF_WEEK)})
      as hour_of_week, count(*) as events
    from event_rows e
    where ${matchActorEvents(id, period)}
    group by 1`.execute(db);
  const hours = new Array<number>(HOURS_OF_WEEK).fill(0);
  for (const { hour_of_week, events } of found.rows) {
    // The remainder of what was before 1970 is negative.
    const hour = (Number(hour_of_week) + HOURS_OF_WEEK) % HOURS_OF_WEEK;
    hours[hour] = hours[hour]! + Number(events);
  }
  return hours;
}

/** What can harm most. */
const SENSITIVITY_MAX = 3;

export async function countSensitiveDays(db: Db, period: Period): Promise<ReadonlyMap<EntityId, number>> {
  const found = await sql<{ actor_id: string; active_days: number }>`
    select a.actor_id, count(distinct ${dayOf("e.happened_at")}) as active_days
    from event_rows e
    join actions n on n.action_key = e.action_key
    join contexts c on c.context_key = e.context_key
    join actors a on a.actor_key = e.actor_key
    where n.sensitivity = ${sql.lit(SENSITIVITY_MAX)} and c.outcome = 'success'
      and ${allOf(matchPeriod(period))}
    group by a.actor_id order by a.actor_id collate "C"`.execute(db);
  return new Map(found.rows.map((row) => [toEntityId(row.actor_id), Number(row.active_days)]));
}
