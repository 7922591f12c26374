import { type RawBuilder, type SqlBool, sql } from "kysely";
import {
  type AttackRef,
  DISMISSALS,
  type FindingId,
  type JsonObject,
  SEVERITIES,
  type Severity,
  severityRank,
  toEntityId,
  toEpochMs,
  toFindingId,
  toIncidentId,
  VERDICTS,
  type VerdictKind,
} from "../../domain/index.ts";
import type { FindingRowsTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import { toEventKey } from "../event-key.ts";
import { FINDING_EVIDENCE, readEvidence } from "../evidence-rows.ts";
import {
  type FindingCounts,
  type FindingCursor,
  type FindingFilter,
  type FindingHead,
  type FindingPage,
  type FindingQuery,
  type FindingTally,
  type FindingVersion,
  type HeadPage,
  PAGE_FINDINGS_MAX,
  type StoredFinding,
} from "../ports/finding-port.ts";
import { toConditionSql } from "../queries/hunt/condition-sql.ts";
import { createFindingSource } from "../queries/hunt/finding-source.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf, byCodePoint, containsText, isBehind, type OrderPart, orderBy } from "../text-match.ts";
import { createTriageColumns, readSums, toStanding } from "../triage/triage-sql.ts";
import { hasVerdict } from "../verdicts/latest-verdict.ts";

type Db = Engine["db"];

/** A row as it is now, with what other tables say of it. */
interface CurrentRow extends FindingRowsTable, Standing {}
interface Standing {
  readonly incident: string | null;
  readonly verdict: VerdictKind | null;
  readonly exception: string | null;
}

/** Without the long texts of explanations. */
const HEAD_COLUMNS = [
  "finding_key",
  "id",
  "happened_at",
  "until_at",
  "detector_id",
  "detector_kind",
  "detector_title",
  "severity",
  "score",
  "ranked_score",
  "actor_id",
  "actor_type",
  "actor_name",
  "entity_type",
  "entity_id",
  "attack",
  "event_count",
  "summary",
] as const satisfies readonly (keyof FindingRowsTable)[];
type HeadRow = Pick<FindingRowsTable, (typeof HEAD_COLUMNS)[number]> & Standing;

/** Characters of a short id that are enough to look for one. */
export const ID_PREFIX_MIN = 8;

/** Of `f`: the latest verdict; what was taken back is none. */
const VERDICT = sql<VerdictKind | null>`(
  select nullif(v.verdict, 'open') from verdict_rows v where v.target_type = 'finding' and v.target_id = f.id
  order by v.judged_at desc, v.verdict_key desc limit 1)`;
/** Whether the exception `e` covers `f`. */
const COVERS = sql<SqlBool>`(
  e.is_latest and not e.is_ended and e.detector_id = f.detector_id
  and (e.entity_id is null or (e.entity_type = f.entity_type and e.entity_id = f.entity_id))
  and (e.actor_id is null or e.actor_id = f.actor_id)
  and (e.until_at is null or f.happened_at < e.until_at))`;
/** Of `f`: an exception that covers it. */
const EXCEPTION = sql<string | null>`(select min(e.id) from exception_rows e where ${COVERS})`;
/** Whether any does: those that are covered are found by themselves, once. */
const IS_COVERED = sql<SqlBool>`f.finding_key in (
  select f.finding_key from finding_rows f join exception_rows e on ${COVERS} where f.is_current)`;
const isJudged = (kinds: readonly VerdictKind[]): RawBuilder<SqlBool> =>
  hasVerdict("finding", sql.ref("f.id"), kinds);
const INCIDENT = sql<string | null>`(
  select min(i.id) from incident_findings m join incident_rows i on i.incident_key = m.incident_key
  where m.finding_id = f.id)`;

/** Of `f`: what grouping made of what the pass gave. */
const SCORE = sql<number>`coalesce(f.ranked_score, f.score)`;

const TRIAGE = createTriageColumns("finding", { id: sql.ref("f.id"), verdict: VERDICT });

/** Of `f`: what other tables and grouping say of it as things are now. */
export const NOW = {
  verdict: VERDICT,
  exception: EXCEPTION,
  incident: INCIDENT,
  score: SCORE,
  triage: TRIAGE,
} as const;
const FINDING_SOURCE = createFindingSource(NOW);

/** Conditions over `finding_rows f`, current rows alone. */
export function matchFinding(filter: FindingFilter): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`f.is_current`];
  const add = (condition: RawBuilder<SqlBool>) => conditions.push(condition);
  const { from, to, lastFrom, ids, minSeverity, actor, entity, detector, kind, lens } = filter;
  if (from !== undefined) add(sql`f.happened_at >= ${toInstant(from)}`);
  if (to !== undefined) add(sql`f.happened_at < ${toInstant(to)}`);
  if (lastFrom !== undefined) add(sql`f.until_at >= ${toInstant(lastFrom)}`);
  if (ids !== undefined) add(isOneOf("f.id", ids));
  if (minSeverity !== undefined) add(sql`f.severity >= ${severityRank(minSeverity)}`);
  if (actor !== undefined) add(equalsOneOf(["f.actor_id", "f.actor_name"], actor));
  if (entity !== undefined) add(equalsOneOf(["f.entity_id"], entity));
  if (detector !== undefined) add(equalsOneOf(["f.detector_id", "f.detector_title"], detector));
  if (kind !== undefined) add(sql`f.detector_kind = ${kind}`);
  if (lens !== undefined) add(sql`f.lens = ${lens}`);
  for (const condition of matchRelated(filter)) add(condition);
  return allOf(conditions);
}

/** What other tables, or all texts, say. */
function matchRelated(filter: FindingFilter): readonly RawBuilder<SqlBool>[] {
  const conditions: RawBuilder<SqlBool>[] = [];
  const { incident, text, event, exception, verdict, openOnly, where } = filter;
  if (where !== undefined) conditions.push(toConditionSql(where, FINDING_SOURCE));
  if (incident !== undefined)
    conditions.push(sql`f.id in (
      select m.finding_id from incident_findings m join incident_rows i on i.incident_key = m.incident_key
      where i.id = ${toStoredText(incident)})`);
  if (text !== undefined) conditions.push(containsText(TEXT_COLUMNS, text));
  if (event !== undefined)
    conditions.push(sql`f.finding_key in (
      select e.finding_key from finding_events e where e.event_key = cast(${toEventKey(event).key} as uuid))`);
  if (exception !== undefined)
    conditions.push(
      sql`exists (select 1 from exception_rows e where e.id = ${toStoredText(exception)} and ${COVERS})`,
    );
  if (verdict !== undefined)
    conditions.push(verdict === null ? sql`not (${isJudged(VERDICTS)})` : isJudged([verdict]));
  if (openOnly === true) conditions.push(sql`not (${isJudged(DISMISSALS)})`, sql`not (${IS_COVERED})`);
  return [...conditions, ...TRIAGE.match(filter)];
}

const TEXT_COLUMNS = [
  "f.summary",
  "f.detector_title",
  "f.actor_name",
  "f.actor_id",
  "f.entity_id",
  "f.id",
] as const;

const isOneOf = (column: string, texts: readonly string[]): RawBuilder<SqlBool> =>
  texts.length === 0
    ? sql<SqlBool>`1 = 0`
    : sql<SqlBool>`${sql.ref(column)} in (${sql.join(texts.map((text) => sql`${toStoredText(text)}`))})`;

const equalsOneOf = (columns: readonly string[], text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    columns.map((column) => sql`${sql.ref(column)} = ${toStoredText(text)}`),
    sql` or `,
  )})`;

function toOrder(order: FindingQuery["order"], after: FindingCursor | undefined): readonly OrderPart[] {
  const newest = order === "newest-first";
  const byTime: readonly OrderPart[] = [
    {
      column: sql.ref("f.happened_at"),
      direction: newest ? "desc" : "asc",
      after: after === undefined ? null : toInstant(after.at),
    },
    { column: byCodePoint("f.id"), direction: "asc", after: toStoredText(after?.id ?? "") },
  ];
  if (order !== "worst-first") return byTime;
  return [
    {
      column: sql.ref("f.severity"),
      direction: "desc",
      after: after === undefined ? null : severityRank(after.severity),
    },
    { column: SCORE, direction: "desc", after: after?.score ?? null },
    ...byTime,
  ];
}

/** Which columns a query gives. */
interface Columns<Row extends HeadRow> {
  readonly sql: RawBuilder<Row>;
}
const HEAD: Columns<HeadRow> = {
  sql: sql<HeadRow>`${sql.join(HEAD_COLUMNS.map((column) => sql.ref(`f.${column}`)))}`,
};
const WHOLE: Columns<CurrentRow> = { sql: sql<CurrentRow>`f.*` };

async function readRows<Row extends HeadRow>(
  db: Db,
  query: FindingQuery,
  { columns, rowsMax, isBare = false }: RowPage<Row>,
): Promise<readonly Row[]> {
  const parts = toOrder(query.order, query.after);
  const behind = query.after === undefined ? [] : [isBehind(parts)];
  const condition = allOf([matchFinding(query), ...behind]);
  const ordered = { condition, order: orderBy(parts), limit: rowsMax };
  return isBare ? selectBare(db, ordered, columns) : selectOrdered(db, ordered, columns);
}

interface RowPage<Row extends HeadRow> {
  readonly columns: Columns<Row>;
  readonly rowsMax: number;
  /** True: what other tables say is not asked for. */
  readonly isBare?: boolean;
}

interface OrderedQuery {
  /** Over `finding_rows f`. */
  readonly condition: RawBuilder<SqlBool>;
  readonly order: RawBuilder<unknown>;
  readonly limit: number;
}

/** The page first, what other tables say of its rows then. */
async function selectOrdered<Row extends HeadRow>(
  db: Db,
  { condition, order, limit }: OrderedQuery,
  columns: Columns<Row>,
): Promise<readonly Row[]> {
  const found = await sql<Row>`
    select f.*, ${INCIDENT} as incident, ${VERDICT} as verdict, ${EXCEPTION} as exception
    from (
      select ${columns.sql} from finding_rows f
      where ${condition}
      order by ${order}
      limit ${sql.lit(limit)}) f
    order by ${order}`.execute(db);
  return found.rows;
}

async function selectBare<Row extends HeadRow>(
  db: Db,
  { condition, order, limit }: OrderedQuery,
  columns: Columns<Row>,
): Promise<readonly Row[]> {
  const found = await sql<Row>`
    select ${columns.sql}, null as incident, null as verdict, null as exception from finding_rows f
    where ${condition} order by ${order} limit ${sql.lit(limit)}`.execute(db);
  return found.rows;
}

/** Findings in an order of one's own. */
export const readOrderedFindings = async (db: Db, query: OrderedQuery): Promise<readonly StoredFinding[]> =>
  toFindings(db, await selectOrdered(db, query, WHOLE));

export async function readFindings(db: Db, query: FindingQuery): Promise<FindingPage> {
  const { rows, next } = await readPage(db, query, WHOLE);
  return { findings: await toFindings(db, rows), next };
}

export async function readFindingHeads(db: Db, query: FindingQuery): Promise<HeadPage> {
  const { rows, next } = await readPage(db, query, HEAD);
  const sums = await readSums(db, "finding", toIds(rows));
  return {
    heads: rows.map((row) => ({ ...toHead(row), standing: toStanding(row.verdict, sums.get(row.id)) })),
    next,
  };
}

async function readPage<Row extends HeadRow>(
  db: Db,
  query: FindingQuery,
  columns: Columns<Row>,
): Promise<{ readonly rows: readonly Row[]; readonly next: FindingCursor | null }> {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), PAGE_FINDINGS_MAX);
  const rows = await readRows(db, query, { columns, rowsMax: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last !== undefined ? toCursor(last) : null };
}

const toIds = (rows: readonly HeadRow[]): readonly string[] => rows.map(({ id }) => id);

export async function findFinding(db: Db, id: string): Promise<StoredFinding | null> {
  const asked = toStoredText(id);
  const select = (condition: RawBuilder<SqlBool>) =>
    sql<CurrentRow>`
      select f.*, ${INCIDENT} as incident, ${VERDICT} as verdict, ${EXCEPTION} as exception
      from finding_rows f where f.is_current and ${condition} limit 2`.execute(db);
  let { rows } = await select(sql`f.id = ${asked}`);
  if (rows.length === 0 && asked.length >= ID_PREFIX_MIN)
    ({ rows } = await select(sql`starts_with(f.id, ${asked})`));
  if (rows.length !== 1) return null;
  return (await toFindings(db, rows))[0]!;
}

export async function countFindings(db: Db, filter: FindingFilter): Promise<FindingCounts> {
  const found = await sql<{ severity: number; findings: number }>`
    select f.severity, count(*) as findings from finding_rows f
    where ${matchFinding(filter)} group by f.severity`.execute(db);
  return toCounts(found.rows);
}

/** Counts by severity from rows that say some of them. */
export function toCounts(
  rows: readonly { readonly severity: number; readonly findings: number }[],
): FindingCounts {
  const counted = new Map(rows.map((row) => [row.severity, Number(row.findings)]));
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity, rank) => [severity, counted.get(rank) ?? 0]),
  ) as Record<Severity, number>;
  return { total: [...counted.values()].reduce((sum, count) => sum + count, 0), bySeverity };
}

export async function listFindingIds(db: Db): Promise<readonly FindingId[]> {
  const rows = await db.selectFrom("finding_rows").select("id").where("is_current", "=", true).execute();
  return rows.map(({ id }) => toFindingId(id));
}

/** Findings read at once while streaming. */
const STREAM_FINDINGS = 1000;
const STREAM_HEADS = 20_000;

export async function* streamFindings(
  db: Db,
  filter: FindingFilter,
): AsyncGenerator<readonly StoredFinding[]> {
  for await (const rows of streamRows(db, filter, { columns: WHOLE, rowsMax: STREAM_FINDINGS }))
    yield await toFindings(db, rows);
}

export async function* streamHeads(db: Db, filter: FindingFilter): AsyncGenerator<readonly FindingHead[]> {
  for await (const rows of streamRows(db, filter, { columns: HEAD, rowsMax: STREAM_HEADS }))
    yield rows.map(toHead);
}

async function* streamRows<Row extends HeadRow>(
  db: Db,
  filter: FindingFilter,
  page: RowPage<Row>,
): AsyncGenerator<readonly Row[]> {
  const { rowsMax } = page;
  let after: FindingCursor | undefined;
  for (;;) {
    const query: FindingQuery = {
      ...filter,
      limit: rowsMax,
      order: "oldest-first",
      ...(after === undefined ? {} : { after }),
    };
    const rows = await readRows(db, query, page);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsMax) return;
    after = toCursor(rows.at(-1)!);
  }
}

export async function* streamGiven(db: Db, filter: FindingFilter): AsyncGenerator<readonly FindingVersion[]> {
  const page = { columns: WHOLE, rowsMax: STREAM_FINDINGS, isBare: true };
  for await (const rows of streamRows(db, filter, page)) yield await toVersions(db, rows);
}

export async function* streamVersions(db: Db): AsyncGenerator<readonly FindingVersion[]> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("finding_rows")
      .selectAll()
      .where("finding_key", ">", after)
      .orderBy("finding_key")
      .limit(STREAM_FINDINGS)
      .execute();
    if (rows.length === 0) return;
    yield await toVersions(
      db,
      rows.map((row) => ({ ...row, incident: null, verdict: null, exception: null })),
    );
    after = rows.at(-1)!.finding_key;
  }
}

const toCursor = (row: HeadRow): FindingCursor => ({
  severity: SEVERITIES[row.severity]!,
  score: row.ranked_score ?? row.score,
  at: toEpochMs(row.happened_at),
  id: toFindingId(row.id),
});

async function toFindings(db: Db, rows: readonly CurrentRow[]): Promise<readonly StoredFinding[]> {
  const versions = await toVersions(db, rows);
  const sums = await readSums(db, "finding", toIds(rows));
  return versions.map((version, place) => {
    const row = rows[place]!;
    const { incident, score } = toHead(row);
    const { verdict, exception } = row;
    return {
      ...version,
      finding: { ...version.finding, incident, score },
      rawScore: row.score,
      verdict,
      exception,
      standing: toStanding(verdict, sums.get(row.id)),
    };
  });
}

/** As passes gave them. */
async function toVersions(db: Db, rows: readonly CurrentRow[]): Promise<readonly FindingVersion[]> {
  const events = await readEvidence(
    db,
    FINDING_EVIDENCE,
    rows.map((row) => row.finding_key),
  );
  return rows.map((row) => {
    const { eventCount: _, verdict: __, exception: ___, ...head } = toHead(row);
    return {
      finding: {
        ...head,
        incident: null,
        score: row.score,
        events: events.get(row.finding_key) ?? [],
        explanation: JSON.parse(row.explanation) as JsonObject,
      },
      accessKeyId: row.access_key_id,
      day: row.pass_day,
      lens: row.lens,
      partition: row.partition_number,
      ...(row.tally === null ? {} : { tally: JSON.parse(row.tally) as FindingTally }),
    };
  });
}

function toHead(row: HeadRow): FindingHead {
  return {
    id: toFindingId(row.id),
    at: toEpochMs(row.happened_at),
    until: toEpochMs(row.until_at),
    detector: { id: row.detector_id, kind: row.detector_kind, title: row.detector_title },
    severity: SEVERITIES[row.severity]!,
    score: row.ranked_score ?? row.score,
    actor: { id: toEntityId(row.actor_id), type: row.actor_type, name: row.actor_name },
    entity: { type: row.entity_type, id: toEntityId(row.entity_id) },
    attack: JSON.parse(row.attack) as readonly AttackRef[],
    incident: row.incident === null ? null : toIncidentId(row.incident),
    summary: row.summary,
    eventCount: row.event_count,
    verdict: row.verdict,
    exception: row.exception,
  };
}
