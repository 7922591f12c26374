import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import {
  type Clock,
  type EpochMs,
  type JsonObject,
  toEpochMs,
  toError,
  toFindingId,
  type Verdict,
} from "../../domain/index.ts";
import { noteChange } from "../audit/audit-store.ts";
import type { ExceptionRowsTable, VerdictRowsTable } from "../behaviour-tables.ts";
import type { Engine } from "../engine.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { Guard } from "../guard.ts";
import type { Change } from "../ports/audit-port.ts";
import type { ExceptionChange, StoredException, VerdictStore } from "../ports/verdict-port.ts";
import { STORE_PROBLEMS } from "../problems.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";

export interface VerdictParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

export function createVerdictStore({ engine, writing, guard, clock }: VerdictParts): VerdictStore {
  const { db } = engine;
  return {
    add: (verdict) =>
      writing.write(async (trx) => {
        const made = { ...verdict, at: clock.now() };
        await insertVerdicts(trx, [made]);
        await noteChange(trx, clock, toVerdictChange(made));
        return made;
      }),
    list: (target) => guard.ask(listVerdicts(db, target)),
    listAll: () => guard.ask(listAllVerdicts(db)),
    addException: (exception) =>
      writing.write(async (trx) => {
        const made = { ...exception, id: randomUUID(), version: 1, at: clock.now(), isEnded: false };
        await insertException(trx, made, true);
        await noteChange(trx, clock, {
          action: "exception.add",
          target: { type: "exception", id: made.id },
          after: toState(made),
        });
        return made;
      }),
    changeException: (id, change) => writing.write((trx) => changeException(trx, clock, { ...change, id })),
    listExceptions: () => guard.ask(listExceptions(db)),
    listVersions: (id) => guard.ask(listVersions(db, id)),
    restore: (rows) => writing.write((trx) => restore(trx, rows)),
  };
}

async function listVerdicts(db: Engine["db"], { type, id }: Verdict["target"]): Promise<readonly Verdict[]> {
  const rows = await db
    .selectFrom("verdict_rows")
    .selectAll()
    .where("target_type", "=", type)
    .where("target_id", "=", toStoredText(id))
    .orderBy("judged_at", "desc")
    .orderBy("verdict_key", "desc")
    .execute();
  return rows.map(toVerdict);
}

async function listAllVerdicts(db: Engine["db"]): Promise<readonly Verdict[]> {
  const rows = await db
    .selectFrom("verdict_rows")
    .selectAll()
    .orderBy("judged_at")
    .orderBy("verdict_key")
    .execute();
  return rows.map(toVerdict);
}

async function changeException(
  trx: Trx,
  clock: Clock,
  { id, by, ...change }: ExceptionChange & { readonly id: string },
): Promise<StoredException> {
  // Two changes at once wait for each other here.
  const latest = await sql<ExceptionRowsTable>`
    update exception_rows set is_latest = false
    where id = ${toStoredText(id)} and is_latest returning *`.execute(trx);
  const row = latest.rows[0];
  if (row === undefined) throw toError(STORE_PROBLEMS, "STORE_EXCEPTION_UNKNOWN", { id });
  const before = toException(row);
  const made = { ...before, ...change, by, version: before.version + 1, at: clock.now() };
  await insertException(trx, made, true);
  await noteChange(trx, clock, {
    action: made.isEnded ? "exception.end" : "exception.change",
    target: { type: "exception", id },
    before: toState(before),
    after: toState(made),
  });
  return made;
}

async function listVersions(db: Engine["db"], id: string): Promise<readonly StoredException[]> {
  const rows = await db
    .selectFrom("exception_rows")
    .selectAll()
    .where("id", "=", toStoredText(id))
    .orderBy("version", "desc")
    .execute();
  return rows.map(toException);
}

async function listExceptions(db: Engine["db"]): Promise<readonly StoredException[]> {
  const rows = await db
    .selectFrom("exception_rows")
    .selectAll()
    .where("is_latest", "=", true)
    .orderBy(sql`(select min(f.exception_key) from exception_rows f where f.id = exception_rows.id)`)
    .execute();
  return rows.map(toException);
}

/** Adds verdicts, in the transaction of whoever says more at once. */
export async function insertVerdicts(trx: Trx, verdicts: readonly Verdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  const keys = await takeKeys(trx, "verdict_keys", verdicts.length);
  const rows = verdicts.map((verdict, index) => ({
    ...toVerdictRow(verdict),
    verdict_key: keys[index]!,
    judged_at: toInstant(verdict.at),
  }));
  await trx.insertInto("verdict_rows").values(rows).execute();
}

/** What the audit says of a verdict. */
export const toVerdictChange = ({ target, verdict, note }: Verdict): Change => ({
  action: "verdict.add",
  target,
  after: { verdict, note },
});

async function insertException(trx: Trx, made: StoredException, isLatest: boolean): Promise<void> {
  const [key] = await takeKeys(trx, "exception_keys", 1);
  const { entity } = made;
  await sql`
    insert into exception_rows (
      exception_key, id, version, is_latest, detector_id, entity_type, entity_id, actor_id, reason, until_at,
      is_ended, finding_id, made_by, made_at)
    values (
      ${key}, ${toStoredText(made.id)}, ${made.version}, ${isLatest}, ${toStoredText(made.detector)}, ${entity?.type ?? null},
      ${maybeText(entity?.id ?? null)}, ${maybeText(made.actor)}, ${toStoredText(made.reason)},
      ${made.until === null ? null : toInstant(made.until)}, ${made.isEnded}, ${maybeText(made.finding)},
      ${toStoredText(made.by)}, ${toInstant(made.at)})`.execute(trx);
}

const toState = (exception: StoredException): JsonObject => ({
  detector: exception.detector,
  entity: exception.entity?.id ?? null,
  actor: exception.actor,
  reason: exception.reason,
  until: exception.until === null ? null : new Date(exception.until).toISOString(),
  is_ended: exception.isEnded,
});

const maybeText = (text: string | null): string | null => (text === null ? null : toStoredText(text));

type Restored = Parameters<VerdictStore["restore"]>[0];

async function restore(trx: Trx, { verdicts, exceptions }: Restored): Promise<void> {
  const known = new Set((await trx.selectFrom("verdict_rows").selectAll().execute()).map(toVerdictKey));
  await insertVerdicts(
    trx,
    verdicts.filter((verdict) => !known.has(toVerdictKey(toVerdictRow(verdict)))),
  );
  const rows = await trx.selectFrom("exception_rows").select(["id", "version"]).execute();
  const versions = new Set(rows.map(({ id, version }) => `${version} ${id}`));
  for (const made of exceptions) {
    if (versions.has(`${made.version} ${made.id}`)) continue;
    await insertException(trx, made, false);
  }
  await sql`
    update exception_rows set is_latest = (exception_rows.version = latest.version)
    from (select id, max(version) as version from exception_rows group by id) latest
    where latest.id = exception_rows.id
      and exception_rows.is_latest <> (exception_rows.version = latest.version)`.execute(trx);
}

type VerdictValues = Omit<VerdictRowsTable, "verdict_key">;

const toVerdictKey = (row: VerdictValues): string =>
  JSON.stringify([row.target_type, row.target_id, row.verdict, row.judged_at, row.judged_by, row.note]);

const toVerdictRow = ({ target, verdict, at, by, note }: Verdict): VerdictValues => ({
  target_type: target.type,
  target_id: toStoredText(target.id),
  verdict,
  judged_at: at,
  judged_by: toStoredText(by),
  note: maybeText(note),
});

export const toVerdict = (row: VerdictRowsTable): Verdict => ({
  target: { type: row.target_type, id: row.target_id },
  verdict: row.verdict,
  at: toEpochMs(row.judged_at),
  by: row.judged_by,
  note: row.note,
});

const toException = (row: ExceptionRowsTable): StoredException => ({
  id: row.id,
  version: row.version,
  detector: row.detector_id,
  entity:
    row.entity_type === null || row.entity_id === null ? null : { type: row.entity_type, id: row.entity_id },
  actor: row.actor_id,
  reason: row.reason,
  until: maybeMs(row.until_at),
  isEnded: row.is_ended,
  finding: row.finding_id === null ? null : toFindingId(row.finding_id),
  by: row.made_by,
  at: toEpochMs(row.made_at),
});

const maybeMs = (ms: number | null): EpochMs | null => (ms === null ? null : toEpochMs(ms));
