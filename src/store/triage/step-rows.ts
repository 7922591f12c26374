import { type StepsSum, sumSteps, type TriageStep, toEpochMs } from "../../domain/index.ts";
import { takeKeys } from "../evidence-rows.ts";
import type { TriageTarget } from "../ports/triage-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx } from "../writing.ts";
import type { TriageRowsTable } from "./triage-tables.ts";

/** Rows written by one statement. */
const ROWS_AT_ONCE = 50;

/** Adds steps in their order. */
export async function insertSteps(trx: Trx, steps: readonly TriageStep[]): Promise<void> {
  for (const some of toParts(steps)) {
    const keys = await takeKeys(trx, "triage_keys", some.length);
    const rows = some.map((step, index) => ({
      ...toRow(step),
      triage_key: keys[index]!,
      done_at: toInstant(step.at),
    }));
    await trx.insertInto("triage_rows").values(rows).execute();
  }
}

/** Writes what the steps of targets add up to, each target once. */
export async function writeSums(
  trx: Trx,
  sums: readonly (readonly [TriageTarget, StepsSum])[],
): Promise<void> {
  for (const some of toParts(sums)) {
    for (const type of ["finding", "incident"] as const) {
      const ids = some.filter(([target]) => target.type === type).map(([{ id }]) => toStoredText(id));
      if (ids.length === 0) continue;
      for (const table of ["triage_states", "triage_tags"] as const)
        await trx.deleteFrom(table).where("target_type", "=", type).where("target_id", "in", ids).execute();
    }
    const states = some.map(([{ type, id }, { isAcknowledged, assignee }]) => ({
      target_type: type,
      target_id: toStoredText(id),
      is_acknowledged: isAcknowledged,
      assignee: assignee === null ? null : toStoredText(assignee),
    }));
    await trx.insertInto("triage_states").values(states).execute();
    const tags = some.flatMap(([{ type, id }, sum]) =>
      sum.tags.map((tag) => ({
        target_type: type,
        target_id: toStoredText(id),
        tag: toStoredText(tag),
      })),
    );
    for (const rows of toParts(tags)) await trx.insertInto("triage_tags").values(rows).execute();
  }
}

/** Adds the steps that are not there, and adds up anew what they belong to. */
export async function restoreSteps(trx: Trx, steps: readonly TriageStep[]): Promise<void> {
  const there = await readAll(trx);
  const known = new Set(there.map(toIdentity));
  const missing = steps.filter((step) => !known.has(toIdentity(step)));
  if (missing.length === 0) return;
  await insertSteps(trx, missing);
  const touched = new Set(missing.map(toTargetKey));
  const all = Map.groupBy(await readAll(trx), toTargetKey);
  await writeSums(
    trx,
    [...all]
      .filter(([key]) => touched.has(key))
      .map(([, own]): readonly [TriageTarget, StepsSum] => [own[0]!.target, sumSteps(own)]),
  );
}

async function readAll(trx: Trx): Promise<readonly TriageStep[]> {
  const rows = await trx
    .selectFrom("triage_rows")
    .selectAll()
    .orderBy("done_at")
    .orderBy("triage_key")
    .execute();
  return rows.map(toStep);
}

function* toParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
}

const toTargetKey = ({ target: { type, id } }: TriageStep): string => `${type} ${toStoredText(id)}`;

const toIdentity = (step: TriageStep): string => {
  const row = toRow(step);
  return JSON.stringify([row.target_type, row.target_id, row.deed, row.deed_text, row.done_at, row.done_by]);
};

const toRow = ({ target, deed, text, at, by }: TriageStep): Omit<TriageRowsTable, "triage_key"> => ({
  target_type: target.type,
  target_id: toStoredText(target.id),
  deed,
  deed_text: text === null ? null : toStoredText(text),
  done_at: at,
  done_by: toStoredText(by),
});

export const toStep = (row: TriageRowsTable): TriageStep => ({
  target: { type: row.target_type, id: row.target_id },
  deed: row.deed,
  text: row.deed_text,
  at: toEpochMs(row.done_at),
  by: row.done_by,
});
