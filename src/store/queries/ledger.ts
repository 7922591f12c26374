import { sql } from "kysely";
import {
  type ContentHash,
  LOG_TYPES,
  type LogType,
  type Reject,
  toContentHash,
  toEpochMs,
} from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { InputIdentity, InputRecord, RejectQuery, StoreStats } from "../port.ts";
import type { InputsTable } from "../tables.ts";

type Db = Engine["db"];

/** What the ledger says of bytes; `inputKey` is that of a row which is to be written again. */
export type LedgerAnswer =
  | { readonly kind: "new" }
  | { readonly kind: "known" }
  | { readonly kind: "again"; readonly inputKey: number };

/** An input of which only rejects came may be read again in another format. */
export async function askLedger(
  db: Db,
  { hash, format }: Pick<InputIdentity, "hash" | "format">,
): Promise<LedgerAnswer> {
  const found = await db
    .selectFrom("inputs")
    .select(["input_key", "format", "events", "duplicates", "rejects"])
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (found === undefined) return { kind: "new" };
  const isFruitless = found.events === 0 && found.duplicates === 0 && found.rejects > 0;
  if (!isFruitless || found.format === format) return { kind: "known" };
  return { kind: "again", inputKey: found.input_key };
}

/**
 * A cheap first answer for a run over many inputs: a number of 48 bits for each hash of the ledger. What is not among
 * them is new. Null: more than `inputsMax`.
 */
export async function readLedgerMemory(db: Db, inputsMax: number): Promise<Set<number> | null> {
  const { inputs } = await db
    .selectFrom("inputs")
    .select((builder) => builder.fn.countAll<number>().as("inputs"))
    .executeTakeFirstOrThrow();
  if (Number(inputs) > inputsMax) return null;
  const rows = await db.selectFrom("inputs").select("hash").execute();
  return new Set(rows.map((row) => toLedgerNumber(toContentHash(row.hash))));
}

export const toLedgerNumber = (hash: ContentHash): number => Number.parseInt(hash.slice(0, 12), 16);

/** In the order in which they were ingested. */
export async function listInputs(db: Db): Promise<readonly InputRecord[]> {
  return (await listKeyedInputs(db)).map(({ record }) => record);
}

/** The same, each with its number. */
export async function listKeyedInputs(
  db: Db,
): Promise<readonly { readonly key: number; readonly record: InputRecord }[]> {
  const rows = await db.selectFrom("inputs").selectAll().orderBy("input_key").execute();
  return rows.map((row) => ({ key: row.input_key, record: toRecord(row) }));
}

/** Those with events that were not matched against a set of rules, in the order in which they were ingested. */
export async function listUnmatchedInputs(db: Db, ruleSet: string): Promise<readonly InputRecord[]> {
  const rows = await db
    .selectFrom("inputs as i")
    .selectAll("i")
    .where("i.events", ">", 0)
    .where(
      sql<boolean>`not exists (
        select 1 from match_inputs m join rule_sets r on r.rule_set_key = m.rule_set_key
        where r.hash = ${ruleSet} and m.input_key = i.input_key)`,
    )
    .orderBy("i.input_key")
    .execute();
  return rows.map(toRecord);
}

function toRecord(row: InputsTable): InputRecord {
  return {
    hash: toContentHash(row.hash),
    name: row.name,
    sizeBytes: row.size_bytes,
    format: row.format,
    events: row.events,
    duplicates: row.duplicates,
    rejects: row.rejects,
    skipped: row.skipped,
    firstAt: row.first_at === null ? null : toEpochMs(row.first_at),
    lastAt: row.last_at === null ? null : toEpochMs(row.last_at),
    ingestedAt: toEpochMs(row.ingested_at),
  };
}

/** In the order of their inputs, then of their places in them. */
export async function listRejects(db: Db, query: RejectQuery): Promise<readonly Reject[]> {
  let select = db
    .selectFrom("rejects as r")
    .innerJoin("inputs as i", "i.input_key", "r.input_key")
    .select(["i.name", "r.position", "r.code", "r.reason", "r.excerpt"])
    .orderBy("r.input_key")
    .orderBy("r.position")
    .limit(Math.max(Math.trunc(query.limit), 1));
  if (query.hash !== undefined) select = select.where("i.hash", "=", query.hash);
  const rows = await select.execute();
  return rows.map((row) => ({
    origin: { file: row.name, position: row.position },
    code: row.code,
    reason: row.reason,
    excerpt: row.excerpt,
  }));
}

export async function readStats(engine: Engine): Promise<StoreStats> {
  const { db } = engine;
  const inputs = await db
    .selectFrom("inputs")
    .select((builder) => [
      builder.fn.countAll<number>().as("inputs"),
      builder.fn.sum<number | null>("size_bytes").as("bytes"),
      builder.fn.sum<number | null>("duplicates").as("duplicates"),
      builder.fn.sum<number | null>("rejects").as("rejects"),
    ])
    .executeTakeFirstOrThrow();
  const events = await db
    .selectFrom("event_rows")
    .select((builder) => [
      builder.fn.countAll<number>().as("events"),
      builder.fn.min("happened_at").as("first_at"),
      builder.fn.max("happened_at").as("last_at"),
    ])
    .executeTakeFirstOrThrow();
  const actors = await db
    .selectFrom("actors")
    .select(sql<number>`count(distinct actor_id)`.as("actors"))
    // An input that broke off may leave actors without events.
    .where(sql<boolean>`exists (select 1 from event_rows e where e.actor_key = actors.actor_key)`)
    .executeTakeFirstOrThrow();
  const first = events.first_at as number | null;
  const last = events.last_at as number | null;
  return {
    inputs: Number(inputs.inputs),
    inputBytes: Number(inputs.bytes ?? 0),
    events: Number(events.events),
    duplicates: Number(inputs.duplicates ?? 0),
    rejects: Number(inputs.rejects ?? 0),
    actors: Number(actors.actors),
    firstAt: first === null ? null : toEpochMs(first),
    lastAt: last === null ? null : toEpochMs(last),
    eventsByLogType: await countByLogType(db),
    databaseBytes: await engine.sizeBytes(),
  };
}

async function countByLogType(db: Db): Promise<Partial<Record<LogType, number>>> {
  const rows = await db
    .selectFrom("event_rows as e")
    .innerJoin("contexts as c", "c.context_key", "e.context_key")
    .select((builder) => ["c.log_type", builder.fn.countAll<number>().as("events")])
    .groupBy("c.log_type")
    .execute();
  const counts = new Map(rows.map((row) => [row.log_type, Number(row.events)]));
  const known: Partial<Record<LogType, number>> = {};
  for (const logType of LOG_TYPES) {
    const events = counts.get(logType);
    if (events !== undefined) known[logType] = events;
  }
  return known;
}
