import { type RawBuilder, type SqlBool, sql } from "kysely";
import { toEpochMs, toError } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import { replaceFindings } from "../findings/finding-rows.ts";
import type { StoreLimits } from "../limits.ts";
import type { ReplacedCounts } from "../ports/finding-port.ts";
import {
  type CompletedDay,
  type DonePass,
  type ExportedDay,
  PASS_PARTS,
  type PassDay,
  type PassKey,
  type PassPart,
} from "../ports/pass-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { allOf } from "../text-match.ts";
import type { Trx } from "../writing.ts";
import { isStateKept } from "./kept-states.ts";

type Db = Engine["db"];
export interface DayRange {
  readonly fromDay?: number;
  readonly toDay?: number;
}

/** In the tables: the tenant as a whole. */
const TENANT = -1;
const toNumber = (partition: number | null): number => partition ?? TENANT;
const toPartition = (number: number): number | null => (number === TENANT ? null : number);

/** Parts of which only some days are kept. */
const THINNED: readonly PassPart[] = ["state", "tenant"];

export interface Completion {
  readonly days: readonly CompletedDay[];
  readonly doneAt: number;
}

/** Parts, findings and marks of days: what partitions of one day have in common is asked for and removed once. */
export async function completeDays(
  engine: Engine,
  trx: Trx,
  { days, doneAt }: Completion,
): Promise<ReplacedCounts> {
  let counts: ReplacedCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  for (const same of Map.groupBy(days, ({ day: { lens, day } }) => `${day} ${lens}`).values()) {
    const { lens, day } = same[0]!.day;
    await writeDays(
      trx,
      same.map((one) => ({ ...one.day, doneAt: toEpochMs(doneAt) })),
    );
    const partitions = same.map((one) => one.day.partition);
    const scope = { lens, partitions, fromDay: day, toDay: day + 1 };
    const versions = same.flatMap((one) =>
      one.findings.map((finding) => ({ ...finding, day, lens, partition: one.day.partition })),
    );
    counts = addCounts(counts, await replaceFindings(engine, trx, { scope, versions }));
  }
  for (const lens of new Set(days.map((one) => one.day.lens)))
    for (const part of THINNED)
      if (days.some((one) => one.day.lens === lens && one.day.parts[part] !== undefined))
        await thinOut(trx, lens, part);
  return counts;
}

const addCounts = (a: ReplacedCounts, b: ReplacedCounts): ReplacedCounts => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  removed: a.removed + b.removed,
  unchanged: a.unchanged + b.unchanged,
});

/** A day's row and its parts, instead of those that are there. */
export const writeDay = (trx: Trx, day: ExportedDay): Promise<void> => writeDays(trx, [day]);

/** The same for several partitions of one day of one lens. */
async function writeDays(trx: Trx, days: readonly ExportedDay[]): Promise<void> {
  const { lens, day } = days[0]!;
  const partitions = sql.join(days.map((one) => sql.lit(toNumber(one.partition))));
  const same = sql<SqlBool>`lens = ${lens} and pass_day = ${day} and partition_number in (${partitions})`;
  await sql`delete from pass_days where ${same}`.execute(trx);
  await sql`delete from pass_parts where ${same}`.execute(trx);
  const rows = days.map(
    (one) => sql`(${lens}, ${day}, ${toNumber(one.partition)}, ${toInstant(one.doneAt)}, ${one.answers})`,
  );
  await sql`
    insert into pass_days (lens, pass_day, partition_number, done_at, answers)
    values ${sql.join(rows)}`.execute(trx);
  for (const { partition, parts } of days)
    for (const part of PASS_PARTS) {
      const body = parts[part];
      if (body === undefined) continue;
      await sql`
        insert into pass_parts (lens, pass_day, partition_number, part, body)
        values (${lens}, ${day}, ${toNumber(partition)}, ${part}, ${body})`.execute(trx);
    }
}

export function refuseLarge({ parts }: Pick<PassDay, "parts">, { passPartBytesMax }: StoreLimits): void {
  for (const [part, body] of Object.entries(parts))
    if (body.byteLength > passPartBytesMax)
      throw toError(STORE_PROBLEMS, "STORE_PART_TOO_LARGE", { part, bytes: body.byteLength });
}

interface PartRows {
  readonly lens: string;
  readonly partition: number | null;
  readonly part: PassPart;
}

const matchPart = ({ lens, partition, part }: PartRows): RawBuilder<SqlBool> =>
  sql<SqlBool>`lens = ${lens} and partition_number = ${toNumber(partition)} and part = ${part}`;

/** Each partition by the newest day that it has. */
async function thinOut(trx: Trx, lens: string, part: PassPart): Promise<void> {
  const found = await sql<{ partition_number: number; pass_day: number }>`
    select partition_number, pass_day from pass_parts where lens = ${lens} and part = ${part}`.execute(trx);
  const gone = new Map<string, number[]>();
  for (const [partition, rows] of Map.groupBy(found.rows, (row) => row.partition_number)) {
    const days = rows.map((row) => row.pass_day).sort((a, b) => a - b);
    const old = days.filter((day) => !isStateKept(day, days.at(-1)!)).join(",");
    if (old !== "") gone.set(old, [...(gone.get(old) ?? []), partition]);
  }
  for (const [days, partitions] of gone)
    await sql`
      delete from pass_parts
      where lens = ${lens} and part = ${part} and pass_day in (${sql.raw(days)})
        and partition_number in (${sql.join(partitions.map((partition) => sql.lit(partition)))})`.execute(
      trx,
    );
}

const matchDays = (lens: string, { fromDay, toDay }: DayRange): RawBuilder<SqlBool> =>
  allOf([
    sql<SqlBool>`lens = ${lens}`,
    ...(fromDay === undefined ? [] : [sql<SqlBool>`pass_day >= ${fromDay}`]),
    ...(toDay === undefined ? [] : [sql<SqlBool>`pass_day < ${toDay}`]),
  ]);

/** Marks and parts of days from this one on. */
export async function forgetDays(trx: Trx, lens: string, fromDay: number | null): Promise<void> {
  const gone = matchDays(lens, fromDay === null ? {} : { fromDay });
  await sql`delete from pass_days where ${gone}`.execute(trx);
  await sql`delete from pass_parts where ${gone}`.execute(trx);
}

interface DayRow {
  readonly lens: string;
  readonly pass_day: number;
  readonly partition_number: number;
  readonly done_at: number;
  readonly answers: string | null;
}

async function readDays(
  db: Db,
  { lens, range }: { readonly lens: string; readonly range: DayRange },
  condition: RawBuilder<SqlBool> = sql<SqlBool>`1 = 1`,
): Promise<readonly DayRow[]> {
  const found = await sql<DayRow>`
    select * from pass_days where ${matchDays(lens, range)} and ${condition}
    order by pass_day, partition_number`.execute(db);
  return found.rows;
}

const toKey = (row: Pick<DayRow, "lens" | "pass_day" | "partition_number">): PassKey => ({
  lens: row.lens,
  day: row.pass_day,
  partition: toPartition(row.partition_number),
});

export const listDone = async (db: Db, lens: string, range: DayRange): Promise<readonly DonePass[]> =>
  (await readDays(db, { lens, range })).map((row) => ({ ...toKey(row), doneAt: toEpochMs(row.done_at) }));

export const listAnswers = async (
  db: Db,
  lens: string,
  range: DayRange,
): Promise<readonly (PassKey & { readonly answers: string })[]> =>
  (await readDays(db, { lens, range }, sql<SqlBool>`answers is not null`)).map((row) => ({
    ...toKey(row),
    answers: row.answers!,
  }));

export async function readPart(db: Db, key: PassKey, part: PassPart): Promise<Uint8Array | null> {
  const found = await sql<{ body: Uint8Array }>`
    select body from pass_parts where ${matchPart({ ...key, part })} and pass_day = ${key.day}`.execute(db);
  return found.rows[0] === undefined ? null : new Uint8Array(found.rows[0].body);
}

export async function readParts(
  db: Db,
  { lens, day }: Pick<PassKey, "lens" | "day">,
  part: PassPart,
): Promise<readonly { readonly partition: number | null; readonly bytes: Uint8Array }[]> {
  const found = await sql<{ partition_number: number; body: Uint8Array }>`
    select partition_number, body from pass_parts
    where lens = ${lens} and pass_day = ${day} and part = ${part}
    order by partition_number`.execute(db);
  return found.rows.map((row) => ({
    partition: toPartition(row.partition_number),
    bytes: new Uint8Array(row.body),
  }));
}

export async function findDayWith(
  db: Db,
  { throughDay, ...rows }: PartRows & { readonly throughDay: number },
): Promise<number | null> {
  const found = await sql<{ pass_day: number | null }>`
    select max(pass_day) as pass_day from pass_parts
    where ${matchPart(rows)} and pass_day <= ${throughDay}`.execute(db);
  return found.rows[0]?.pass_day ?? null;
}

export async function dropParts(
  trx: Trx,
  { lens, part, beforeDay }: { readonly lens: string; readonly part: PassPart; readonly beforeDay: number },
): Promise<void> {
  await sql`
    delete from pass_parts where lens = ${lens} and part = ${part} and pass_day < ${beforeDay}`.execute(trx);
}

export async function* streamDays(db: Db, lens: string): AsyncGenerator<ExportedDay> {
  for (const row of await readDays(db, { lens, range: {} })) {
    const key = toKey(row);
    const parts: Partial<Record<PassPart, Uint8Array>> = {};
    for (const part of PASS_PARTS) {
      const body = await readPart(db, key, part);
      if (body !== null) parts[part] = body;
    }
    yield { ...key, parts, answers: row.answers, doneAt: toEpochMs(row.done_at) };
  }
}
