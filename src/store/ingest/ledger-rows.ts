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

/** Writes the ledger's rows of inputs, in the transaction of their events. */
export async function writeLedger(
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
    { name: "events", type: "bigint", values: records.map(({ events }) => events) },
    { name: "duplicates", type: "bigint", values: records.map(({ duplicates }) => duplicates) },
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
  await sql`
    insert into inputs (
      input_key, hash, name, size_bytes, format, events, duplicates, rejects, skipped, first_at, last_at, ingested_at)
    select input_key, hash, name, size_bytes, format, events, duplicates, rejects, skipped,
      ${fromInstantColumns("first")}, ${fromInstantColumns("last")}, ${fromInstantColumns("ingested")}
    from staged_inputs
    where not is_again`.execute(trx);
  if (rows.some(({ isAgain }) => isAgain)) {
    await sql`
      update inputs
      set name = s.name, format = s.format, events = s.events, duplicates = s.duplicates, rejects = s.rejects,
        skipped = s.skipped, first_at = ${fromInstantColumns("s.first")}, last_at = ${fromInstantColumns("s.last")},
        ingested_at = ${fromInstantColumns("s.ingested")}
      from staged_inputs s
      where s.is_again and s.input_key = inputs.input_key`.execute(trx);
  }
  await sql`drop table staged_inputs`.execute(trx);
}
