import { type RawBuilder, type SqlBool, sql } from "kysely";
import { type ContentHash, DAY_MS, type EpochMs, toContentHash } from "../../domain/index.ts";
import type { Pruned } from "../ports/upkeep-port.ts";
import { toInstant } from "../queries/instant.ts";
import type { Trx } from "../writing.ts";
import { raiseHorizon } from "./horizon.ts";

/**
 * An event that something kept is explained by: evidence of a finding or an incident, or what a rule matched by itself.
 * What only counts towards a correlation (kind 1) is a large part of all events, and is not needed: closed days stay.
 */
const IS_EVIDENCE = sql<SqlBool>`(
  exists (select 1 from finding_events f where f.event_key = event_rows.event_key)
  or exists (select 1 from incident_events i where i.event_key = event_rows.event_key)
  or exists (
    select 1 from match_rows m
    where m.input_key = event_rows.input_key and m.position = event_rows.position and m.kind = 0))`;

/** Removes events from before an instant, but for those that findings stand on. */
export async function pruneEvents(trx: Trx, before: EpochMs): Promise<Pruned> {
  const old = sql<SqlBool>`event_rows.happened_at < ${toInstant(before)}`;
  const events = await countRows(trx, sql<SqlBool>`${old} and not ${IS_EVIDENCE}`);
  const kept = await countRows(trx, sql<SqlBool>`${old} and ${IS_EVIDENCE}`);
  if (events > 0) {
    await sql`
      delete from match_rows where exists (
        select 1 from event_rows
        where event_rows.input_key = match_rows.input_key and event_rows.position = match_rows.position
          and ${old} and not ${IS_EVIDENCE})`.execute(trx);
    await sql`delete from event_rows where ${old} and not ${IS_EVIDENCE}`.execute(trx);
  }
  await raiseHorizon(trx, Math.ceil(before / DAY_MS));
  await sql`
    update inputs set events = (select count(*) from event_rows e where e.input_key = inputs.input_key)
    where inputs.first_at < ${toInstant(before)} and inputs.events > 0`.execute(trx);
  const inputs = await listSpent(trx, before);
  await sql`
    delete from rejects where input_key in (
      select input_key from inputs where events = 0 and duplicates = 0 and last_at < ${toInstant(before)})`.execute(
    trx,
  );
  return { events, kept, inputs };
}

async function countRows(trx: Trx, condition: RawBuilder<SqlBool>): Promise<number> {
  const found = await sql<{ rows: number }>`
    select count(*) as rows from event_rows where ${condition}`.execute(trx);
  return Number(found.rows[0]!.rows);
}

/** Inputs that all that they brought is gone of. What is in none of them but a duplicate's record goes, too. */
async function listSpent(trx: Trx, before: EpochMs): Promise<readonly ContentHash[]> {
  const found = await sql<{ hash: string }>`
    select hash from inputs where events = 0 and last_at < ${toInstant(before)} order by hash`.execute(trx);
  return found.rows.map(({ hash }) => toContentHash(hash));
}
