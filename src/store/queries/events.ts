import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  expressionBuilder,
  type RawBuilder,
  type SqlBool,
  sql,
} from "kysely";
import {
  type Event,
  type EventId,
  type IdentityLink,
  toContentHash,
  toEntityId,
  toEpochMs,
  toEventId,
} from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { toEventKey } from "../event-key.ts";
import {
  type EventCursor,
  type EventFilter,
  type EventPage,
  type EventQuery,
  type EventSpan,
  PAGE_EVENTS_MAX,
  type StoredEvent,
} from "../port.ts";
import { toStoredText } from "../stored-text.ts";
import type { StoreTables } from "../tables.ts";
import { toLowerAscii, toLowerColumn } from "../text-match.ts";
import { toConditionSql } from "./hunt/condition-sql.ts";
import { EVENT_SOURCE } from "./hunt/event-source.ts";
import { toInstant } from "./instant.ts";

type Db = Engine["db"];
type RowsBuilder = ExpressionBuilder<StoreTables, "event_rows">;
type Condition = ExpressionWrapper<StoreTables, "event_rows", SqlBool> | RawBuilder<SqlBool>;

/** Compared by code point, whatever the collation of the database. */
const eventIdText = sql<string>`coalesce(event_rows.event_id, cast(event_rows.event_key as text)) collate "C"`;

/** The filter over the narrow table: the dimensions are asked first, and they are small. */
export function matchFilter(builder: RowsBuilder, filter: EventFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.from !== undefined) conditions.push(builder("happened_at", ">=", toInstant(filter.from)));
  if (filter.to !== undefined) conditions.push(builder("happened_at", "<", toInstant(filter.to)));
  if (filter.actor !== undefined) {
    const actor = toStoredText(filter.actor);
    conditions.push(
      builder(
        "actor_key",
        "in",
        builder
          .selectFrom("actors")
          .select("actors.actor_key")
          .where((inner) => inner.or([inner("actor_id", "=", actor), inner("actor_name", "=", actor)])),
      ),
    );
  }
  if (filter.action !== undefined) conditions.push(matchAction(builder, filter.action));
  if (filter.where !== undefined) conditions.push(toConditionSql(filter.where, EVENT_SOURCE));
  return conditions;
}

/** The filter as one condition over `event_rows`. */
export function matchEvents(filter: EventFilter): RawBuilder<SqlBool> {
  const builder = expressionBuilder<StoreTables, "event_rows">();
  return sql<SqlBool>`${builder.and(matchFilter(builder, filter))}`;
}

function matchAction(builder: RowsBuilder, asked: string): Condition {
  const text = toStoredText(asked);
  const colon = text.indexOf(":");
  const service = colon < 0 ? null : text.slice(0, colon);
  let actions = builder
    .selectFrom("actions")
    .select("actions.action_key")
    .where(toLowerColumn("action"), "=", toLowerAscii(text.slice(colon + 1)));
  if (service !== null) actions = actions.where(toLowerColumn("service"), "=", toLowerAscii(service));
  return builder("action_key", "in", actions);
}

export async function countEvents(db: Db, filter: EventFilter): Promise<number> {
  const { found } = await db
    .selectFrom("event_rows")
    .select((builder) => builder.fn.countAll<number>().as("found"))
    .where((builder) => builder.and(matchFilter(builder, filter)))
    .executeTakeFirstOrThrow();
  return Number(found);
}

export async function readEvents(db: Db, query: EventQuery): Promise<EventPage> {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), PAGE_EVENTS_MAX);
  const newest = query.order === "newest-first";
  const { after } = query;
  const found = await readOrdered(db, {
    match: (builder) => [
      ...matchFilter(builder, query),
      ...(after === undefined ? [] : [isBeyond(builder, after, newest)]),
    ],
    newest,
    limit: limit + 1,
  });
  const events = found.slice(0, limit);
  const last = events.at(-1);
  return {
    events,
    next: found.length > limit && last !== undefined ? { at: last.event.at, id: last.event.id } : null,
  };
}

/** What comes after a place in the order. */
export function isBeyond(builder: RowsBuilder, { at, id }: EventCursor, newest: boolean): Condition {
  const further = newest ? "<" : ">";
  return builder.or([
    builder("happened_at", further, toInstant(at)),
    builder.and([
      builder("happened_at", "=", toInstant(at)),
      builder(eventIdText, further, toStoredText(id)),
    ]),
  ]);
}

export interface OrderedQuery {
  readonly match: (builder: RowsBuilder) => readonly Condition[];
  /** Newest first; else oldest first. */
  readonly newest: boolean;
  readonly limit: number;
}

/** The first events in the order of time, then id, or in that order backwards. */
export async function readOrdered(
  db: Db,
  { match, newest, limit }: OrderedQuery,
): Promise<readonly StoredEvent[]> {
  const page = db
    .selectFrom("event_rows")
    .selectAll("event_rows")
    .where((builder) => builder.and([...match(builder)]))
    .orderBy("happened_at", newest ? "desc" : "asc")
    .orderBy(eventIdText, newest ? "desc" : "asc")
    .limit(limit);
  const rows = await readFlat(db, page);
  rows.sort((a, b) => (newest ? compareRows(b, a) : compareRows(a, b)));
  return toStoredEvents(db, rows);
}

export async function findEvent(db: Db, id: EventId): Promise<StoredEvent | null> {
  const { key } = toEventKey(id);
  const found = db
    .selectFrom("event_rows")
    .selectAll("event_rows")
    .where("event_key", "=", sql<string>`cast(${key} as uuid)`);
  const events = await toStoredEvents(db, await readFlat(db, found));
  return events[0] ?? null;
}

/** Ids asked for in one query. */
const IDS_AT_ONCE = 1000;

/** Where all of them are of a known span, both ends included, what lies outside is not looked through. */
export async function findEvents(
  db: Db,
  ids: readonly EventId[],
  span?: EventSpan,
): Promise<ReadonlyMap<EventId, StoredEvent>> {
  const found = await findAmong(db, ids, span);
  if (span === undefined || found.size >= new Set(ids).size) return found;
  // What was learned of the span does not hold for all of them.
  const missing = ids.filter((id) => !found.has(id));
  return new Map([...found, ...(await findAmong(db, missing))]);
}

async function findAmong(
  db: Db,
  ids: readonly EventId[],
  span?: EventSpan,
): Promise<ReadonlyMap<EventId, StoredEvent>> {
  const byKey = new Map(ids.map((id) => [toEventKey(id).key, id]));
  const found = new Map<EventId, StoredEvent>();
  const keys = [...byKey.keys()];
  for (let from = 0; from < keys.length; from += IDS_AT_ONCE) {
    const some = keys.slice(from, from + IDS_AT_ONCE).map((key) => sql`cast(${key} as uuid)`);
    const rows = db
      .selectFrom("event_rows")
      .selectAll("event_rows")
      .where((builder) =>
        builder.and([
          sql<SqlBool>`event_key in (${sql.join(some)})`,
          ...(span === undefined
            ? []
            : matchFilter(builder, { from: span.from, to: toEpochMs(span.until + 1) })),
        ]),
      );
    const flat = await readFlat(db, rows);
    const events = await toStoredEvents(db, flat);
    for (const [index, event] of events.entries()) found.set(byKey.get(flat[index]!.event_key)!, event);
  }
  return found;
}

type Rows = ReturnType<typeof selectRows>;
const selectRows = (db: Db) => db.selectFrom("event_rows").selectAll("event_rows");

/** Few rows first, their dimensions then. */
const joinDimensions = (db: Db, page: Rows) =>
  db
    .selectFrom(page.as("e"))
    .innerJoin("actors as a", "a.actor_key", "e.actor_key")
    .innerJoin("credentials as k", "k.credential_key", "e.credential_key")
    .innerJoin("actions as n", "n.action_key", "e.action_key")
    .innerJoin("addresses as p", "p.address_key", "e.address_key")
    .innerJoin("tools as t", "t.tool_key", "e.tool_key")
    .innerJoin("contexts as c", "c.context_key", "e.context_key")
    .innerJoin("inputs as i", "i.input_key", "e.input_key")
    .select([
      "e.event_key",
      "e.event_id",
      "e.happened_at",
      "e.received_at",
      "e.resource",
      "e.bytes_in",
      "e.bytes_out",
      "e.position",
      "a.actor_id",
      "a.actor_type",
      "a.actor_name",
      "a.actor_account",
      "a.automated",
      "k.session",
      "k.access_key_id",
      "n.action",
      "n.service",
      "n.action_class",
      "n.activity",
      "n.sensitivity",
      "p.address_kind",
      "p.address",
      "p.country",
      "t.tool_family",
      "t.tool",
      "t.tool_version",
      "t.tool_os",
      "c.log_type",
      "c.outcome",
      "c.error_code",
      "c.account",
      "c.region",
      "c.device",
      "i.hash",
      "i.name as input_name",
      "i.format",
    ]);

const readFlat = (db: Db, page: Rows) => joinDimensions(db, page).execute();
type FlatRow = Awaited<ReturnType<typeof readFlat>>[number];

function compareRows(a: FlatRow, b: FlatRow): number {
  if (a.happened_at !== b.happened_at) return a.happened_at - b.happened_at;
  return Buffer.compare(Buffer.from(a.event_id ?? a.event_key), Buffer.from(b.event_id ?? b.event_key));
}

async function toStoredEvents(db: Db, rows: readonly FlatRow[]): Promise<readonly StoredEvent[]> {
  if (rows.length === 0) return [];
  const times = rows.map((row) => row.happened_at);
  const links = await readLinks(
    db,
    { from: Math.min(...times), until: Math.max(...times) },
    new Set(rows.map((row) => row.event_key)),
  );
  return rows.map((row) => ({
    event: toEvent(row, links.get(row.event_key) ?? []),
    origin: {
      hash: toContentHash(row.hash),
      name: row.input_name,
      format: row.format,
      position: row.position,
    },
  }));
}

/** Links of events between two instants, both included, by event key; those of `keys` alone when given. */
export async function readLinks(
  db: Db,
  span: { readonly from: number; readonly until: number },
  keys?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly IdentityLink[]>> {
  const rows = await db
    .selectFrom("identity_links")
    .selectAll()
    .where("happened_at", ">=", toInstant(span.from))
    .where("happened_at", "<=", toInstant(span.until))
    .orderBy("event_key")
    .orderBy("ordinal")
    .execute();
  const links = new Map<string, IdentityLink[]>();
  for (const row of rows) {
    if (keys !== undefined && !keys.has(row.event_key)) continue;
    const link = {
      kind: row.kind,
      accessKeyId: row.access_key_id,
      target: row.target === null ? null : toEntityId(row.target),
    };
    const known = links.get(row.event_key);
    if (known === undefined) links.set(row.event_key, [link]);
    else known.push(link);
  }
  return links;
}

function toEvent(row: FlatRow, links: readonly IdentityLink[]): Event {
  return {
    id: toEventId(row.event_id ?? row.event_key),
    at: toEpochMs(row.happened_at),
    receivedAt: toEpochMs(row.received_at),
    logType: row.log_type,
    actor: {
      id: toEntityId(row.actor_id),
      type: row.actor_type,
      name: row.actor_name,
      account: row.actor_account,
      session: row.session,
      automated: row.automated,
    },
    accessKeyId: row.access_key_id,
    action: {
      name: row.action,
      service: row.service,
      class: row.action_class,
      activity: row.activity,
      sensitivity: row.sensitivity,
    },
    outcome: row.outcome,
    errorCode: row.error_code,
    account: row.account,
    region: row.region,
    address: { kind: row.address_kind, text: row.address, country: row.country },
    tool: { family: row.tool_family, name: row.tool, version: row.tool_version, os: row.tool_os },
    device: row.device,
    resource: row.resource,
    bytesIn: row.bytes_in,
    bytesOut: row.bytes_out,
    links,
  };
}
