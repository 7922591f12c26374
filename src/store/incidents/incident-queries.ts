import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  DISMISSALS,
  type IncidentId,
  SEVERITIES,
  severityRank,
  toEntityId,
  toEpochMs,
  toFindingId,
  toIncidentId,
  VERDICTS,
  type VerdictKind,
} from "../../domain/index.ts";
import type { IncidentRowsTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import { INCIDENT_EVIDENCE, readEvidence } from "../evidence-rows.ts";
import { ID_PREFIX_MIN, toCounts } from "../findings/finding-queries.ts";
import type { FindingCounts } from "../ports/finding-port.ts";
import {
  type IncidentCursor,
  type IncidentFilter,
  type IncidentPage,
  type IncidentQuery,
  PAGE_INCIDENTS_MAX,
  type StoredIncident,
} from "../ports/incident-port.ts";
import { toConditionSql } from "../queries/hunt/condition-sql.ts";
import { createIncidentSource } from "../queries/hunt/incident-source.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf, byCodePoint, containsText, isBehind, type OrderPart, orderBy } from "../text-match.ts";
import { createTriageColumns, readSums, toStanding } from "../triage/triage-sql.ts";
import { hasVerdict } from "../verdicts/latest-verdict.ts";

type Db = Engine["db"];

interface CurrentRow extends IncidentRowsTable {
  readonly verdict: VerdictKind | null;
}

/** Of `i`: the latest verdict; what was taken back is none. */
const VERDICT = sql<VerdictKind | null>`(
  select nullif(v.verdict, 'open') from verdict_rows v where v.target_type = 'incident' and v.target_id = i.id
  order by v.judged_at desc, v.verdict_key desc limit 1)`;

const TRIAGE = createTriageColumns("incident", { id: sql.ref("i.id"), verdict: VERDICT });

/** Of `i`: what people say of it as things are now. */
export const NOW = { verdict: VERDICT, triage: TRIAGE } as const;

const isJudged = (kinds: readonly VerdictKind[]): RawBuilder<SqlBool> =>
  hasVerdict("incident", sql.ref("i.id"), kinds);

const INCIDENT_SOURCE = createIncidentSource(NOW);

/** Conditions over `incident_rows i`. */
export function matchIncident(filter: IncidentFilter): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [];
  const add = (condition: RawBuilder<SqlBool>) => conditions.push(condition);
  const { from, to, minSeverity, actor, tactic, text, verdict, openOnly, where } = filter;
  if (where !== undefined) add(toConditionSql(where, INCIDENT_SOURCE));
  if (from !== undefined) add(sql`i.happened_at >= ${toInstant(from)}`);
  if (to !== undefined) add(sql`i.happened_at < ${toInstant(to)}`);
  if (minSeverity !== undefined) add(sql`i.severity >= ${severityRank(minSeverity)}`);
  if (actor !== undefined)
    add(sql`i.incident_key in (
      select m.incident_key from incident_actors m
      where m.actor_id = ${toStoredText(actor)}
        or m.actor_id in (select a.actor_id from actors a where a.actor_name = ${toStoredText(actor)}))`);
  if (tactic !== undefined) add(sql`strpos(i.tactics, ${JSON.stringify(toStoredText(tactic))}) > 0`);
  if (text !== undefined) add(containsText(["i.summary", "i.id"], text));
  if (verdict !== undefined) add(verdict === null ? sql`not (${isJudged(VERDICTS)})` : isJudged([verdict]));
  if (openOnly === true) add(sql`not (${isJudged(DISMISSALS)})`);
  return allOf([...conditions, ...TRIAGE.match(filter)]);
}

function toOrder(order: IncidentQuery["order"], after: IncidentCursor | undefined): readonly OrderPart[] {
  const byTime: readonly OrderPart[] = [
    {
      column: sql.ref("i.happened_at"),
      direction: order === "newest-first" ? "desc" : "asc",
      after: after === undefined ? null : toInstant(after.at),
    },
    { column: byCodePoint("i.id"), direction: "asc", after: toStoredText(after?.id ?? "") },
  ];
  if (order !== "worst-first") return byTime;
  return [
    {
      column: sql.ref("i.severity"),
      direction: "desc",
      after: after === undefined ? null : severityRank(after.severity),
    },
    { column: sql.ref("i.score"), direction: "desc", after: after?.score ?? null },
    ...byTime,
  ];
}

export async function readIncidents(db: Db, query: IncidentQuery): Promise<IncidentPage> {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), PAGE_INCIDENTS_MAX);
  const parts = toOrder(query.order, query.after);
  const behind = query.after === undefined ? sql`true` : isBehind(parts);
  const { rows } = await sql<CurrentRow>`
    select i.*, ${VERDICT} as verdict from incident_rows i
    where ${matchIncident(query)} and ${behind}
    order by ${orderBy(parts)}
    limit ${sql.lit(limit + 1)}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    incidents: await toIncidents(db, shown),
    next: rows.length > limit && last !== undefined ? toCursor(last) : null,
  };
}

const toCursor = (row: CurrentRow): IncidentCursor => ({
  severity: SEVERITIES[row.severity]!,
  score: row.score,
  at: toEpochMs(row.happened_at),
  id: toIncidentId(row.id),
});

export async function findIncident(db: Db, id: string): Promise<StoredIncident | null> {
  const asked = toStoredText(id);
  const select = (condition: RawBuilder<SqlBool>) =>
    sql<CurrentRow>`
      select i.*, ${VERDICT} as verdict from incident_rows i where ${condition} limit 2`.execute(db);
  let { rows } = await select(sql`i.id = ${asked}`);
  if (rows.length === 0 && asked.length >= ID_PREFIX_MIN)
    ({ rows } = await select(sql`starts_with(i.id, ${asked})`));
  return rows.length === 1 ? (await toIncidents(db, rows))[0]! : null;
}

export async function countIncidents(db: Db, filter: IncidentFilter): Promise<FindingCounts> {
  const found = await sql<{ severity: number; findings: number }>`
    select i.severity, count(*) as findings from incident_rows i
    where ${matchIncident(filter)} group by i.severity`.execute(db);
  return toCounts(found.rows);
}

export async function listIncidentIds(db: Db): Promise<readonly IncidentId[]> {
  const rows = await db.selectFrom("incident_rows").select("id").execute();
  return rows.map(({ id }) => toIncidentId(id));
}

export async function* streamIncidents(
  db: Db,
  filter: IncidentFilter,
): AsyncGenerator<readonly StoredIncident[]> {
  let after: IncidentCursor | null = null;
  do {
    const page: IncidentPage = await readIncidents(db, {
      ...filter,
      limit: PAGE_INCIDENTS_MAX,
      order: "oldest-first",
      ...(after === null ? {} : { after }),
    });
    if (page.incidents.length > 0) yield page.incidents;
    after = page.next;
  } while (after !== null);
}

async function toIncidents(db: Db, rows: readonly CurrentRow[]): Promise<readonly StoredIncident[]> {
  const keys = rows.map((row) => row.incident_key);
  const events = await readEvidence(db, INCIDENT_EVIDENCE, keys);
  const findings = await readMembers(db, { table: "incident_findings", column: "finding_id", keys });
  const actors = await readMembers(db, { table: "incident_actors", column: "actor_id", keys });
  const sums = await readSums(
    db,
    "incident",
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    incident: {
      id: toIncidentId(row.id),
      at: toEpochMs(row.happened_at),
      until: toEpochMs(row.until_at),
      severity: SEVERITIES[row.severity]!,
      score: row.score,
      actors: (actors.get(row.incident_key) ?? []).map(toEntityId),
      tactics: JSON.parse(row.tactics) as readonly string[],
      findings: (findings.get(row.incident_key) ?? []).map(toFindingId),
      events: events.get(row.incident_key) ?? [],
      summary: row.summary,
    },
    verdict: row.verdict,
    standing: toStanding(row.verdict, sums.get(row.id)),
  }));
}

interface MembersRequest {
  readonly table: "incident_findings" | "incident_actors";
  readonly column: "finding_id" | "actor_id";
  readonly keys: readonly number[];
}

async function readMembers(
  db: Db,
  { table, column, keys }: MembersRequest,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const members = new Map<number, string[]>();
  if (keys.length === 0) return members;
  const found = await sql<{ owner: number; member: string }>`
    select incident_key as owner, ${sql.id(column)} as member from ${sql.table(table)}
    where incident_key in (${sql.join(keys.map((key) => sql.lit(key)))})
    order by owner, place`.execute(db);
  for (const { owner, member } of found.rows) {
    const known = members.get(owner);
    if (known === undefined) members.set(owner, [member]);
    else known.push(member);
  }
  return members;
}
