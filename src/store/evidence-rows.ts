import { sql } from "kysely";
import { type EventId, toEventId } from "../domain/index.ts";
import type { Engine } from "./engine.ts";
import { toEventKey } from "./event-key.ts";
import type { Trx } from "./writing.ts";

interface Evidence {
  readonly table: "finding_events" | "incident_events";
  readonly column: "finding_key" | "incident_key";
}

export const FINDING_EVIDENCE: Evidence = { table: "finding_events", column: "finding_key" };
export const INCIDENT_EVIDENCE: Evidence = { table: "incident_events", column: "incident_key" };

export interface EvidenceOwner {
  readonly key: number;
  readonly events: readonly EventId[];
}

/** Writes event ids in their order: 16 bytes each where they are UUIDs. */
export async function insertEvidence(
  engine: Engine,
  trx: Trx,
  { evidence, owners }: { readonly evidence: Evidence; readonly owners: readonly EvidenceOwner[] },
): Promise<void> {
  const owner: number[] = [];
  const place: number[] = [];
  const keys: string[] = [];
  const ids: (string | null)[] = [];
  for (const { key, events } of owners) {
    for (const [index, event] of events.entries()) {
      const made = toEventKey(event);
      owner.push(key);
      place.push(index);
      keys.push(made.key);
      ids.push(made.id);
    }
  }
  if (owner.length === 0) return;
  await engine.loadTemporary(trx, "staged_evidence", [
    { name: "owner", type: "integer", values: owner },
    { name: "place", type: "integer", values: place },
    { name: "event_key", type: "text", values: keys },
    { name: "event_id", type: "text", values: ids },
  ]);
  await sql`
    insert into ${sql.table(evidence.table)} (${sql.id(evidence.column)}, place, event_key, event_id)
    select owner, place, cast(event_key as uuid), event_id from staged_evidence
    order by owner, place`.execute(trx);
  await sql`drop table staged_evidence`.execute(trx);
}

/** The events of each owner, in their order. */
export async function readEvidence(
  db: Engine["db"],
  evidence: Evidence,
  keys: readonly number[],
): Promise<ReadonlyMap<number, readonly EventId[]>> {
  const events = new Map<number, EventId[]>();
  if (keys.length === 0) return events;
  const list = sql.join(keys.map((key) => sql.lit(key)));
  const found = await sql<{ owner: number; id: string }>`
    select ${sql.id(evidence.column)} as owner, coalesce(event_id, cast(event_key as text)) as id
    from ${sql.table(evidence.table)} where ${sql.id(evidence.column)} in (${list})
    order by owner, place`.execute(db);
  for (const { owner, id } of found.rows) {
    const known = events.get(owner);
    if (known === undefined) events.set(owner, [toEventId(id)]);
    else known.push(toEventId(id));
  }
  return events;
}

/** Numbers from a sequence, as many as asked for. */
export async function takeKeys(trx: Trx, sequence: string, count: number): Promise<readonly number[]> {
  const found = await sql<{ key: number }>`
    select nextval(${sql.lit(sequence)}) as key from generate_series(1, ${sql.lit(count)})`.execute(trx);
  return found.rows.map((row) => Number(row.key));
}

/** Removes the rows of a table whose number in `column` is one of `keys`. */
export async function deleteByKey(
  engine: Engine,
  trx: Trx,
  {
    tables,
    column,
    keys,
  }: { readonly tables: readonly string[]; readonly column: string; readonly keys: readonly number[] },
): Promise<void> {
  if (keys.length === 0) return;
  await engine.loadTemporary(trx, "staged_keys", [{ name: "gone", type: "integer", values: keys }]);
  for (const table of tables)
    await sql`delete from ${sql.table(table)} where ${sql.id(column)} in (select gone from staged_keys)`.execute(
      trx,
    );
  await sql`drop table staged_keys`.execute(trx);
}
