import { sql, type Transaction } from "kysely";
import type { Engine } from "../engine.ts";
import type { InputRecord } from "../port.ts";
import { fromInstantColumns, toInstantColumns } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { StoreTables } from "../tables.ts";

export interface LedgerRow {
  readonly key: number;
  /** The row is there and says what came of an earlier reading. */
  readonly isAgain: boolean;
  readonly record: InputRecord;
}

/**
 * Writes the ledger rows of inputs before anything else of them is written, and says which are ours: a row that another
 * process wrote first, or is about to, is not. `duplicates` holds all events seen until `completeInputs`.
 */
export async function claimInputs(
  engine: Engine,
  trx: Transaction<StoreTables>,
  rows: readonly LedgerRow[],
): Promise<ReadonlySet<number>> {
  await stageInputs(engine, trx, rows);
  // In the order of hashes, alike in every process: of two that claim the same inputs, one waits for the other.
  const written = await sql<{ input_key: number }>`
    insert into inputs (
      input_key, hash, name, size_bytes, format, events, duplicates, rejects, skipped, first_at, last_at, ingested_at)
    select input_key, hash, name, size_bytes, format, 0, seen, rejects, skipped,
      ${fromInstantColumns("first")}, ${fromInstantColumns("last")}, ${fromInstantColumns("ingested")}
    from staged_inputs
    where not is_again
    order by hash
    on conflict (hash) do nothing
    returning input_key`.execute(trx);
  const claimed = new Set(written.rows.map((row) => row.input_key));
  if (rows.some(({ isAgain }) => isAgain)) {
    for (const key of await claimAgain(trx)) claimed.add(key);
  }
  await sql`drop table staged_inputs`.execute(trx);
  return claimed;
}

/** Rows that say what came of an earlier, fruitless reading, if they still say it. */
async function claimAgain(trx: Transaction<StoreTables>): Promise<readonly number[]> {
  const written = await sql<{ input_key: number }>`
    update inputs
    set name = s.name, format = s.format, duplicates = s.seen, rejects = s.rejects, skipped = s.skipped,
      first_at = ${fromInstantColumns("s.first")}, last_at = ${fromInstantColumns("s.last")},
      ingested_at = ${fromInstantColumns("s.ingested")}
    from staged_inputs s
    where s.is_again and s.input_key = inputs.input_key
      and inputs.events = 0 and inputs.duplicates = 0 and inputs.format <> s.format
    returning inputs.input_key`.execute(trx);
  const keys = written.rows.map((row) => row.input_key);
  if (keys.length > 0) await trx.deleteFrom("rejects").where("input_key", "in", keys).execute();
  return keys;
}

async function stageInputs(
  engine: Engine,
  trx: Transaction<StoreTables>,
  rows: readonly LedgerRow[],
): Promise<void> {
  const records = rows.map(({ record }) => record);
  await engine.loadTemporary(trx, "staged_inputs", [
    { name: "input_key", type: "integer", values: rows.map(({ key }) => key) },
    { name: "is_again", type: "boolean", values: rows.map(({ isAgain }) => isAgain) },
    { name: "hash", type: "text", values: records.map(({ hash }) => hash) },
    { name: "name", type: "text", values: records.map(({ name }) => toStoredText(name)) },
    { name: "size_bytes", type: "bigint", values: records.map(({ sizeBytes }) => sizeBytes) },
    { name: "format", type: "text", values: records.map(({ format }) => format) },
    { name: "seen", type: "bigint", values: records.map(({ events, duplicates }) => events + duplicates) },
    { name: "rejects", type: "bigint", values: records.map(({ rejects }) => rejects) },
    { name: "skipped", type: "bigint", values: records.map(({ skipped }) => skipped) },
    ...toInstantColumns(
      "first",
      records.map(({ firstAt }) => firstAt),
    ),
    ...toInstantColumns(
      "last",
      records.map(({ lastAt }) => lastAt),
    ),
    ...toInstantColumns(
      "ingested",
      records.map(({ ingestedAt }) => ingestedAt),
    ),
  ]);
}

/** Says in the ledger how many of the events seen were new: those in `fresh_events`. */
export async function completeInputs(trx: Transaction<StoreTables>): Promise<void> {
  await sql`
    update inputs
    set events = c.added, duplicates = inputs.duplicates - c.added
    from (select input_key, count(*) as added from fresh_events group by input_key) c
    where c.input_key = inputs.input_key`.execute(trx);
}
