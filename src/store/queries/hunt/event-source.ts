import { type RawBuilder, type SqlBool, sql } from "kysely";
import { WEEKDAYS } from "../../../domain/index.ts";
import { type FieldSource, ofRow, type SubjectSource } from "./condition-sql.ts";

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
const HOUR = sql`cast(extract(hour from event_rows.happened_at) as integer)`;
const WEEKDAY = sql`(case cast(extract(isodow from event_rows.happened_at) as integer) ${sql.join(
  WEEKDAYS.map((day, index) => sql`when ${sql.lit(index + 1)} then ${sql.lit(day)}`),
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
  weekday: inRow(WEEKDAY),
  id: inRow(ID),
};

/** Where the values of an event's field stand; null: events have no such field. */
export const findEventPlace = (field: string): EventPlace | null =>
  Object.hasOwn(PLACES, field) ? PLACES[field]! : null;

/** Small tables are asked first, events by the keys that are left. */
export function toEventSource({ dimension, columns, isTime }: EventPlace): FieldSource {
  if (dimension === null) return { columns, within: ofRow, isTime: isTime ?? false };
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
  anywhere: [
    inDimension("actors", "actor_name", "actor_id"),
    inDimension("actions", "action", "service"),
    inDimension("contexts", "error_code", "region", "account"),
    inDimension("addresses", "address", "country"),
    inDimension("tools", "tool"),
    inDimension("credentials", "session", "access_key_id"),
    inRow(row("resource"), ID),
  ].map(toEventSource),
};
