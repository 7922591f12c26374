import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type RunRecord, toEpochMs } from "../../domain/index.ts";
import type { PassRunsTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { PassProgress, PassRun } from "../ports/pass-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";

type Db = Engine["db"];

export async function startRun(
  trx: Trx,
  { purpose, at }: { readonly purpose: string; readonly at: number },
): Promise<PassRun> {
  const run: PassRun = {
    id: randomUUID(),
    purpose: toStoredText(purpose),
    startedAt: toEpochMs(at),
    finishedAt: null,
    record: null,
  };
  await insertRun(trx, run);
  return run;
}

/** Leaves one that is there. */
export async function insertRun(trx: Trx, run: PassRun): Promise<void> {
  const known = await trx.selectFrom("pass_runs").select("id").where("id", "=", run.id).execute();
  if (known.length > 0) return;
  const [key] = await takeKeys(trx, "run_keys", 1);
  await sql`
    insert into pass_runs (run_key, id, purpose, started_at, finished_at, record)
    values (
      ${key}, ${run.id}, ${toStoredText(run.purpose)}, ${toInstant(run.startedAt)},
      ${run.finishedAt === null ? null : toInstant(run.finishedAt)},
      ${run.record === null ? null : JSON.stringify(run.record)})`.execute(trx);
}

export async function finishRun(
  trx: Trx,
  { id, record, at }: { readonly id: string; readonly record: RunRecord; readonly at: number },
): Promise<void> {
  await trx
    .updateTable("pass_runs")
    .set({ finished_at: toInstant(at), record: JSON.stringify(record) })
    .where("id", "=", id)
    .execute();
}

/** The newest first. */
export async function listRuns(db: Db, limit: number): Promise<readonly PassRun[]> {
  const rows = await db
    .selectFrom("pass_runs")
    .selectAll()
    .orderBy("started_at", "desc")
    .orderBy("run_key", "desc")
    .limit(Math.max(Math.trunc(limit), 1))
    .execute();
  return rows.map(toRun);
}

const toRun = (row: PassRunsTable): PassRun => ({
  id: row.id,
  purpose: row.purpose,
  startedAt: toEpochMs(row.started_at),
  finishedAt: row.finished_at === null ? null : toEpochMs(row.finished_at),
  record: row.record === null ? null : (JSON.parse(row.record) as RunRecord),
});

export async function readProgress(db: Db): Promise<PassProgress> {
  const finished = await db
    .selectFrom("pass_runs")
    .selectAll()
    .where("finished_at", "is not", null)
    .orderBy("finished_at", "desc")
    .orderBy("run_key", "desc")
    .limit(1)
    .executeTakeFirst();
  const [newest] = await listRuns(db, 1);
  const waiting = await sql<{ inputs: number; events: number | null }>`
    select count(*) as inputs, sum(i.events) as events
    from inputs i
      left join (select input_key, count(*) as lenses from lens_inputs group by input_key) s on s.input_key = i.input_key
    where i.events > 0
      and coalesce(s.lenses, 0) < greatest(1, (select count(*) from lenses))`.execute(db);
  const unfinished = newest !== undefined && newest.finishedAt === null ? newest : null;
  return {
    lastRun: finished === undefined ? null : toRun(finished),
    inputsWaiting: Number(waiting.rows[0]!.inputs),
    eventsWaiting: Number(waiting.rows[0]!.events ?? 0),
    unfinished,
  };
}
