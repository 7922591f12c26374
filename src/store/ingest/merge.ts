import { sql, type Transaction } from "kysely";
import type { Engine } from "../engine.ts";
import { fromInstantColumns } from "../queries/instant.ts";
import type { StoreTables } from "../tables.ts";
import { claimInputs, completeInputs, type LedgerRow } from "./ledger-rows.ts";
import type { StagedCounts } from "./stage.ts";

export interface MergeRequest {
  readonly inputs: readonly LedgerRow[];
  readonly staged: StagedCounts;
}

export interface Merged {
  /** Inputs that are ours to write; the others were written by another process meanwhile. */
  readonly claimed: ReadonlySet<number>;
  /** New events by input. */
  readonly added: ReadonlyMap<number, number>;
}

/**
 * Writes the ledger rows of inputs and their staged rows into the tables. Exactly once: an input is left out if the
 * ledger has it, an event if its key is stored already or stood earlier among the staged ones.
 */
export async function mergeStaged(
  engine: Engine,
  trx: Transaction<StoreTables>,
  { inputs, staged }: MergeRequest,
): Promise<Merged> {
  const claimed = await claimInputs(engine, trx, inputs);
  const lost = inputs.filter(({ key }) => !claimed.has(key)).map(({ key }) => key);
  if (lost.length > 0) await dropStaged(trx, lost, staged);
  const added = staged.events === 0 ? new Map<number, number>() : await mergeEvents(engine, trx, staged);
  if (staged.rejects > 0) {
    await sql`
      insert into rejects (input_key, position, code, reason, excerpt)
      select input_key, position, code, reason, excerpt from staged_rejects`.execute(trx);
    await sql`drop table staged_rejects`.execute(trx);
  }
  return { claimed, added };
}

/** Links go with their events. */
async function dropStaged(
  trx: Transaction<StoreTables>,
  inputKeys: readonly number[],
  staged: StagedCounts,
): Promise<void> {
  const keys = sql.join(inputKeys.map((key) => sql.lit(key)));
  if (staged.events > 0) await sql`delete from staged_events where input_key in (${keys})`.execute(trx);
  if (staged.rejects > 0) await sql`delete from staged_rejects where input_key in (${keys})`.execute(trx);
}

async function mergeEvents(
  engine: Engine,
  trx: Transaction<StoreTables>,
  staged: StagedCounts,
): Promise<ReadonlyMap<number, number>> {
  await sql`
    create temporary table fresh_events as
    select s.ordinal, s.input_key from (
      select ordinal, input_key, cast(event_key as uuid) as event_key,
        row_number() over (partition by event_key order by ordinal) as occurrence
      from staged_events) s
    where s.occurrence = 1
      and not exists (select 1 from event_rows e where e.event_key = s.event_key)`.execute(trx);
  await insertFresh(engine, trx);
  if (staged.links > 0) await insertLinks(trx);
  await completeInputs(trx);
  const counts = await sql<{ input_key: number; added: number }>`
    select input_key, count(*) as added from fresh_events group by input_key`.execute(trx);
  await sql`drop table fresh_events`.execute(trx);
  await sql`drop table staged_events`.execute(trx);
  return new Map(counts.rows.map((row) => [row.input_key, Number(row.added)]));
}

/** In the order of time: neighbours on disk are neighbours in time, so a question about a day reads little. */
async function insertFresh(engine: Engine, trx: Transaction<StoreTables>): Promise<void> {
  const { writesTogether } = engine.capabilities;
  const within = writesTogether ? sql`s.event_key` : sql`s.ordinal`;
  const unlessThere = writesTogether ? sql`on conflict (event_key) do nothing` : sql``;
  const inserted = await sql`
    insert into event_rows (
      event_key, event_id, happened_at, received_at, actor_key, credential_key, action_key, address_key,
      tool_key, context_key, resource, bytes_in, bytes_out, input_key, position)
    select cast(s.event_key as uuid), s.event_id, ${fromInstantColumns("s.happened")}, ${fromInstantColumns("s.received")},
      s.actor_key, s.credential_key, s.action_key, s.address_key, s.tool_key, s.context_key,
      s.resource, s.bytes_in, s.bytes_out, s.input_key, s.position
    from staged_events s join fresh_events f on f.ordinal = s.ordinal
    order by s.happened_day, s.happened_ms, ${within}
    ${unlessThere}`.execute(trx);
  if (!writesTogether) return;
  const { fresh } = (await sql<{ fresh: number }>`select count(*) as fresh from fresh_events`.execute(trx))
    .rows[0]!;
  if (Number(inserted.numAffectedRows) < Number(fresh)) await dropOvertaken(trx);
}

/** Another process wrote some of the events between our looking and our writing: they are its, not ours. */
async function dropOvertaken(trx: Transaction<StoreTables>): Promise<void> {
  await sql`
    delete from fresh_events f
    where not exists (
      select 1
      from staged_events s join event_rows e on e.event_key = cast(s.event_key as uuid)
      where s.ordinal = f.ordinal and e.input_key = s.input_key and e.position = s.position)`.execute(trx);
}

async function insertLinks(trx: Transaction<StoreTables>): Promise<void> {
  await sql`
    insert into identity_links (event_key, happened_at, ordinal, kind, access_key_id, target)
    select cast(s.event_key as uuid), ${fromInstantColumns("s.happened")}, l.ordinal, l.kind, l.access_key_id, l.target
    from staged_links l
    join fresh_events f on f.ordinal = l.event_ordinal
    join staged_events s on s.ordinal = l.event_ordinal
    order by s.happened_day, s.happened_ms, l.event_ordinal, l.ordinal`.execute(trx);
  await sql`drop table staged_links`.execute(trx);
}
