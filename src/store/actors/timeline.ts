import { type SqlBool, sql } from "kysely";
import { toEventId } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { readOrderedFindings } from "../findings/finding-queries.ts";
import type { StoredEvent } from "../port.ts";
import {
  PAGE_TIMELINE_MAX,
  type TimelineCursor,
  type TimelineItem,
  type TimelinePage,
  type TimelineQuery,
} from "../ports/actor-port.ts";
import type { StoredFinding } from "../ports/finding-port.ts";
import { isBeyond, readOrdered } from "../queries/events.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import { allOf } from "../text-match.ts";

type Db = Engine["db"];

/** Events and findings of an actor in one order: time, events before findings, id; or backwards. */
export async function readTimeline(db: Db, query: TimelineQuery): Promise<TimelinePage> {
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), PAGE_TIMELINE_MAX);
  const events = await readEventsAfter(db, query, limit + 1);
  const findings = await readFindingsAfter(db, query, limit + 1);
  const items: TimelineItem[] = [
    ...events.map((event) => ({ kind: "event" as const, ...event })),
    ...findings.map((finding) => ({ kind: "finding" as const, ...finding })),
  ];
  const sign = query.order === "newest-first" ? -1 : 1;
  items.sort((a, b) => sign * compareItems(a, b));
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? toCursor(last) : null };
}

function toCursor(item: TimelineItem): TimelineCursor {
  const { at, id } = item.kind === "event" ? item.event : item.finding;
  return { at, kind: item.kind, id };
}

function compareItems(a: TimelineItem, b: TimelineItem): number {
  const [one, other] = [toCursor(a), toCursor(b)];
  if (one.at !== other.at) return one.at - other.at;
  if (one.kind !== other.kind) return one.kind === "event" ? -1 : 1;
  return Buffer.compare(Buffer.from(one.id), Buffer.from(other.id));
}

function readEventsAfter(db: Db, query: TimelineQuery, limit: number): Promise<readonly StoredEvent[]> {
  const { actor, from, to, order, after } = query;
  const newest = order === "newest-first";
  return readOrdered(db, {
    match: (builder) => [
      builder(
        "actor_key",
        "in",
        builder.selectFrom("actors").select("actors.actor_key").where("actor_id", "=", toStoredText(actor)),
      ),
      ...(from === undefined ? [] : [builder("happened_at", ">=", toInstant(from))]),
      ...(to === undefined ? [] : [builder("happened_at", "<", toInstant(to))]),
      ...(after === undefined ? [] : [isEventBeyond(builder, after, newest)]),
    ],
    newest,
    limit,
  });
}

/** Behind a finding come, forwards, the events of later times, and backwards those of its own time as well. */
function isEventBeyond(builder: Parameters<typeof isBeyond>[0], after: TimelineCursor, newest: boolean) {
  if (after.kind === "event") return isBeyond(builder, { at: after.at, id: toEventId(after.id) }, newest);
  return builder("happened_at", newest ? "<=" : ">", toInstant(after.at));
}

function readFindingsAfter(db: Db, query: TimelineQuery, limit: number): Promise<readonly StoredFinding[]> {
  const { actor, from, to, order, after } = query;
  const newest = order === "newest-first";
  const direction = sql.raw(newest ? "desc" : "asc");
  return readOrderedFindings(db, {
    condition: allOf([
      sql<SqlBool>`f.is_current`,
      sql<SqlBool>`f.actor_id = ${toStoredText(actor)}`,
      ...(from === undefined ? [] : [sql<SqlBool>`f.happened_at >= ${toInstant(from)}`]),
      ...(to === undefined ? [] : [sql<SqlBool>`f.happened_at < ${toInstant(to)}`]),
      ...(after === undefined ? [] : [isFindingBeyond(after, newest)]),
    ]),
    order: sql`f.happened_at ${direction}, f.id collate "C" ${direction}`,
    limit,
  });
}

/** Behind an event come, forwards, the findings of its own time as well. */
function isFindingBeyond({ at, kind, id }: TimelineCursor, newest: boolean) {
  const further = sql.raw(newest ? "<" : ">");
  if (kind === "finding")
    return sql<SqlBool>`(f.happened_at ${further} ${toInstant(at)}
      or (f.happened_at = ${toInstant(at)} and f.id collate "C" ${further} ${toStoredText(id)}))`;
  return newest
    ? sql<SqlBool>`f.happened_at < ${toInstant(at)}`
    : sql<SqlBool>`f.happened_at >= ${toInstant(at)}`;
}
