import { sql, type Transaction } from "kysely";
import type { Engine, LoadColumn } from "../engine.ts";
import { fromInstantColumns, toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { StoreTables } from "../tables.ts";
import type { DimensionRows } from "./dimensions.ts";
import type { EventRows } from "./event-rows.ts";

/**
 * Writes waiting rows into the tables, in the caller's transaction, and says how many events of each input were new.
 * Exactly once: rows whose key is stored already, or stood earlier among the waiting rows, are left out.
 */
export async function mergeRows(
  engine: Engine,
  trx: Transaction<StoreTables>,
  rows: EventRows,
): Promise<ReadonlyMap<number, number>> {
  const added = rows.length === 0 ? new Map<number, number>() : await mergeEvents(engine, trx, rows);
  if (rows.rejects.length > 0) await writeRejects(engine, trx, rows);
  return added;
}

async function mergeEvents(engine: Engine, trx: Transaction<StoreTables>, rows: EventRows) {
  const keyColumns: LoadColumn[] = [];
  for (const { rows: values, numbers } of rows.dimensions) {
    const keys = await resolveDimension(engine, trx, values);
    keyColumns.push({
      name: values.dimension.key,
      type: "integer",
      values: numbers.map((number) => keys[number]!),
    });
  }
  await engine.loadTemporary(trx, "staged_events", [
    { name: "ordinal", type: "integer", values: rows.eventKeys.map((_, ordinal) => ordinal) },
    { name: "event_key", type: "text", values: rows.eventKeys },
    { name: "event_id", type: "text", values: rows.eventIds },
    ...toInstantColumns("happened", rows.happenedAt),
    ...toInstantColumns("received", rows.receivedAt),
    ...keyColumns,
    { name: "resource", type: "text", values: rows.resources },
    { name: "bytes_in", type: "bigint", values: rows.bytesIn },
    { name: "bytes_out", type: "bigint", values: rows.bytesOut },
    { name: "input_key", type: "integer", values: rows.inputKeys },
    { name: "position", type: "integer", values: rows.positions },
  ]);
  await sql`
    create temporary table fresh_events as
    select s.ordinal, s.input_key from (
      select ordinal, input_key, cast(event_key as uuid) as event_key,
        row_number() over (partition by event_key order by ordinal) as occurrence
      from staged_events) s
    where s.occurrence = 1
      and not exists (select 1 from event_rows e where e.event_key = s.event_key)`.execute(trx);
  await insertFresh(trx);
  if (rows.links.length > 0) await insertLinks(engine, trx, rows);
  const counts = await sql<{ input_key: number; added: number }>`
    select input_key, count(*) as added from fresh_events group by input_key`.execute(trx);
  await sql`drop table fresh_events`.execute(trx);
  await sql`drop table staged_events`.execute(trx);
  return new Map(counts.rows.map((row) => [row.input_key, Number(row.added)]));
}

/** In the order of time: neighbours on disk are neighbours in time, so a question about a day reads little. */
async function insertFresh(trx: Transaction<StoreTables>): Promise<void> {
  await sql`
    insert into event_rows (
      event_key, event_id, happened_at, received_at, actor_key, credential_key, action_key, address_key,
      tool_key, context_key, resource, bytes_in, bytes_out, input_key, position)
    select cast(s.event_key as uuid), s.event_id, ${fromInstantColumns("s.happened")}, ${fromInstantColumns("s.received")},
      s.actor_key, s.credential_key, s.action_key, s.address_key, s.tool_key, s.context_key,
      s.resource, s.bytes_in, s.bytes_out, s.input_key, s.position
    from staged_events s join fresh_events f on f.ordinal = s.ordinal
    order by s.happened_day, s.happened_ms, s.ordinal`.execute(trx);
}

async function insertLinks(engine: Engine, trx: Transaction<StoreTables>, rows: EventRows): Promise<void> {
  const { links } = rows;
  await engine.loadTemporary(trx, "staged_links", [
    { name: "event_ordinal", type: "integer", values: links.map((link) => link.row) },
    { name: "ordinal", type: "integer", values: links.map((link) => link.ordinal) },
    { name: "kind", type: "text", values: links.map((link) => link.kind) },
    { name: "access_key_id", type: "text", values: links.map((link) => link.accessKeyId) },
    { name: "target", type: "text", values: links.map((link) => link.target) },
  ]);
  await sql`
    insert into identity_links (event_key, happened_at, ordinal, kind, access_key_id, target)
    select cast(s.event_key as uuid), ${fromInstantColumns("s.happened")}, l.ordinal, l.kind, l.access_key_id, l.target
    from staged_links l
    join fresh_events f on f.ordinal = l.event_ordinal
    join staged_events s on s.ordinal = l.event_ordinal
    order by s.happened_day, s.happened_ms, l.event_ordinal, l.ordinal`.execute(trx);
  await sql`drop table staged_links`.execute(trx);
}

/** Adds the values that the dimension does not hold yet; the keys of all, in their order. */
async function resolveDimension(
  engine: Engine,
  trx: Transaction<StoreTables>,
  values: DimensionRows,
): Promise<readonly number[]> {
  const { table, key, columns } = values.dimension;
  await engine.loadTemporary(trx, "staged_values", [
    { name: "ordinal", type: "integer", values: values.digests.map((_, ordinal) => ordinal) },
    { name: "digest", type: "text", values: values.digests },
    ...columns.map(({ name, type }, column) => ({
      name,
      type,
      values: values.values.map((row) => row[column]!),
    })),
  ]);
  const names = sql.join(columns.map(({ name }) => sql.id(name)));
  await sql`
    insert into ${sql.table(table)} (${sql.id(key)}, digest, ${names})
    select nextval(${sql.lit(`${table}_keys`)}), cast(digest as uuid), ${names}
    from staged_values s
    where not exists (select 1 from ${sql.table(table)} d where d.digest = cast(s.digest as uuid))
    order by ordinal`.execute(trx);
  const found = await sql<{ dimension_key: number }>`
    select d.${sql.id(key)} as dimension_key
    from staged_values s join ${sql.table(table)} d on d.digest = cast(s.digest as uuid)
    order by s.ordinal`.execute(trx);
  await sql`drop table staged_values`.execute(trx);
  return found.rows.map((row) => row.dimension_key);
}

async function writeRejects(engine: Engine, trx: Transaction<StoreTables>, rows: EventRows): Promise<void> {
  const { rejects } = rows;
  await engine.loadTemporary(trx, "staged_rejects", [
    { name: "input_key", type: "integer", values: rejects.map(({ inputKey }) => inputKey) },
    { name: "position", type: "integer", values: rejects.map(({ reject }) => reject.origin.position) },
    { name: "code", type: "text", values: rejects.map(({ reject }) => reject.code) },
    { name: "reason", type: "text", values: rejects.map(({ reject }) => toStoredText(reject.reason)) },
    {
      name: "excerpt",
      type: "text",
      values: rejects.map(({ reject }) => (reject.excerpt === null ? null : toStoredText(reject.excerpt))),
    },
  ]);
  await sql`
    insert into rejects (input_key, position, code, reason, excerpt)
    select input_key, position, code, reason, excerpt from staged_rejects`.execute(trx);
  await sql`drop table staged_rejects`.execute(trx);
}
