import { type RawBuilder, type SqlBool, sql } from "kysely";
import { matchesPattern, type Pattern, toExactText, WEEKDAYS } from "../../../domain/index.ts";
import { anyOf, type FieldSource, matchTexts, ofRow, type SubjectSource } from "./condition-sql.ts";

/** The tables that say an event's repeated parts, and the column of `event_rows` that names their rows. */
export const DIMENSIONS = {
  actors: "actor_key",
  actions: "action_key",
  addresses: "address_key",
  contexts: "context_key",
  credentials: "credential_key",
  tools: "tool_key",
} as const;
export type Dimension = keyof typeof DIMENSIONS;

/** Where an event's field stands: in a small table, or in its own row. */
export interface EventPlace {
  readonly dimension: Dimension | null;
  readonly columns: readonly RawBuilder<unknown>[];
  readonly isTime?: boolean;
  /** Texts are matched in a way of their own. */
  readonly matchText?: (patterns: readonly Pattern[]) => RawBuilder<SqlBool>;
}

const inDimension = (dimension: Dimension, ...columns: readonly string[]): EventPlace => ({
  dimension,
  columns: columns.map((column) => sql.ref(`${dimension}.${column}`)),
});
const inRow = (...columns: readonly RawBuilder<unknown>[]): EventPlace => ({ dimension: null, columns });

/** Columns of `event_rows`, which stands in queries under its own name. */
const row = (column: string): RawBuilder<unknown> => sql.ref(`event_rows.${column}`);

const BYTES = sql`(case when event_rows.bytes_in is null and event_rows.bytes_out is null then null
  else coalesce(event_rows.bytes_in, 0) + coalesce(event_rows.bytes_out, 0) end)`;
/** Units of time since 1970, and so many more that the sum is never negative. */
const unitsOf = (seconds: number, more: number): RawBuilder<unknown> =>
  sql`(cast(floor(extract(epoch from event_rows.happened_at) / ${sql.lit(seconds)}) as bigint) + ${sql.lit(more)})`;
const HOUR = sql`cast(mod(${unitsOf(3600, 24 * 3_000_000)}, 24) as integer)`;
/** 0: Monday. 1970-01-01 was a Thursday. */
const DAY_OF_WEEK = sql`cast(mod(${unitsOf(86_400, 7 * 400_000 + 3)}, 7) as integer)`;
const WEEKDAY = sql`(case ${DAY_OF_WEEK} ${sql.join(
  WEEKDAYS.map((day, index) => sql`when ${sql.lit(index)} then ${sql.lit(day)}`),
  sql` `,
)} end)`;
const ID = sql`coalesce(event_rows.event_id, cast(event_rows.event_key as text))`;

const PLACES: Readonly<Record<string, EventPlace>> = {
  time: { ...inRow(row("happened_at")), isTime: true },
  user: inDimension("actors", "actor_name", "actor_id"),
  user_type: inDimension("actors", "actor_type"),
  automated: inDimension("actors", "automated"),
  action: inDimension("actions", "action"),
  service: inDimension("actions", "service"),
  class: inDimension("actions", "action_class"),
  activity: inDimension("actions", "activity"),
  sensitivity: inDimension("actions", "sensitivity"),
  outcome: inDimension("contexts", "outcome"),
  error: inDimension("contexts", "error_code"),
  region: inDimension("contexts", "region"),
  account: inDimension("contexts", "account"),
  device: inDimension("contexts", "device"),
  log: inDimension("contexts", "log_type"),
  address: inDimension("addresses", "address"),
  address_kind: inDimension("addresses", "address_kind"),
  country: inDimension("addresses", "country"),
  tool: inDimension("tools", "tool"),
  tool_family: inDimension("tools", "tool_family"),
  tool_version: inDimension("tools", "tool_version"),
  os: inDimension("tools", "tool_os"),
  session: inDimension("credentials", "session"),
  key: inDimension("credentials", "access_key_id"),
  resource: inRow(row("resource")),
  bytes: inRow(BYTES),
  bytes_in: inRow(row("bytes_in")),
  bytes_out: inRow(row("bytes_out")),
  hour: inRow(HOUR),
  weekday: {
    ...inRow(WEEKDAY),
    matchText: (patterns) =>
      anyOf(
        [...WEEKDAYS.entries()]
          .filter(([, day]) => patterns.some((pattern) => matchesPattern(pattern, day)))
          .map(([index]) => sql<SqlBool>`${DAY_OF_WEEK} = ${sql.lit(index)}`),
      ),
  },
  id: { ...inRow(ID), matchText: matchIds },
};

/** A whole id is found by its key; parts of ids are looked for among all. */
function matchIds(patterns: readonly Pattern[]): RawBuilder<SqlBool> {
  const keys = patterns.map(toUuid);
  if (keys.some((key) => key === null)) return matchTexts(ID, patterns);
  return anyOf(keys.map((key) => sql<SqlBool>`event_rows.event_key = cast(${key} as uuid)`));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-79a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function toUuid(pattern: Pattern): string | null {
  const text = toExactText(pattern);
  return text !== null && UUID.test(text) ? text : null;
}

/** Where the values of an event's field stand; null: events have no such field. */
export const findEventPlace = (field: string): EventPlace | null =>
  Object.hasOwn(PLACES, field) ? PLACES[field]! : null;

/** Small tables are asked first, events by the keys that are left. */
export function toEventSource({ dimension, columns, isTime, matchText }: EventPlace): FieldSource {
  if (dimension === null)
    return {
      columns,
      within: ofRow,
      isTime: isTime ?? false,
      ...(matchText === undefined ? {} : { matchText }),
    };
  const key = DIMENSIONS[dimension];
  return {
    columns,
    within: (condition) => sql<SqlBool>`${sql.ref(`event_rows.${key}`)} in (
      select ${sql.ref(`${dimension}.${key}`)} from ${sql.table(dimension)} where ${condition})`,
  };
}

/** Conditions on `event_rows`. */
export const EVENT_SOURCE: SubjectSource = {
  field(name) {
    const place = findEventPlace(name);
    if (place === null) throw new TypeError(`events have no field ${name}`);
    return toEventSource(place);
  },
  // Of ids only a whole one is found: a part of one would be looked for in a million texts.
  anywhere: (pattern) => (toUuid(pattern) === null ? ANYWHERE : [...ANYWHERE, EVENT_ID]),
};

const EVENT_ID = toEventSource(PLACES["id"]!);
const ANYWHERE: readonly FieldSource[] = [
  inDimension("actors", "actor_name", "actor_id"),
  inDimension("actions", "action", "service"),
  inDimension("contexts", "error_code", "region", "account"),
  inDimension("addresses", "address", "country"),
  inDimension("tools", "tool"),
  inDimension("credentials", "session", "access_key_id"),
  inRow(row("resource")),
].map(toEventSource);
