import { sql } from "kysely";
import { type Clock, DAY_MS, type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { ScheduledRun, ScheduleStore } from "../ports/schedule-port.ts";
import { toInstant } from "../queries/instant.ts";
import { toStoredText } from "../stored-text.ts";
import type { Trx, Writing } from "../writing.ts";
import type { ScheduledRunsTable } from "./schedule-tables.ts";

export interface ScheduleParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
}

/** Days for which runs are remembered. */
export const SCHEDULED_DAYS_MAX = 30;
const NOTE_CHARS_MAX = 500;

/** Runs as rows: the first to write the row of a time does the work. */
export function createScheduleStore({ engine: { db }, writing, guard, clock }: ScheduleParts): ScheduleStore {
  return {
    take: (name, dueAt) => writing.write((trx) => take(trx, { name, dueAt, now: clock.now() })),
    finish: (name, dueAt, { outcome, note }) =>
      writing.write(async (trx) => {
        await trx
          .updateTable("scheduled_runs")
          .set({
            outcome,
            note: toStoredText(note.slice(0, NOTE_CHARS_MAX)),
            ended_at: toInstant(clock.now()),
          })
          .where("name", "=", name)
          .where("due_at", "=", toInstant(dueAt))
          .execute();
      }),
    async listLatest() {
      const { rows } = await guard.ask(
        sql<ScheduledRunsTable>`
          select r.* from scheduled_runs r
          join (select name, max(due_at) as due_at from scheduled_runs group by name) l
            on l.name = r.name and l.due_at = r.due_at`.execute(db),
      );
      return new Map(rows.map((row) => [row.name, toRun(row)]));
    },
  };
}

interface Taken {
  readonly name: string;
  readonly dueAt: EpochMs;
  readonly now: EpochMs;
}

async function take(trx: Trx, { name, dueAt, now }: Taken): Promise<boolean> {
  const old = toEpochMs(now - SCHEDULED_DAYS_MAX * DAY_MS);
  await trx.deleteFrom("scheduled_runs").where("due_at", "<", toInstant(old)).execute();
  const written = await trx
    .insertInto("scheduled_runs")
    .values({
      name,
      due_at: toInstant(dueAt),
      started_at: toInstant(now),
      ended_at: null,
      outcome: "running",
      note: null,
    })
    .onConflict((conflict) => conflict.columns(["name", "due_at"]).doNothing())
    .returning("name")
    .execute();
  return written.length > 0;
}

const toRun = (row: ScheduledRunsTable): ScheduledRun => ({
  name: row.name,
  dueAt: toEpochMs(row.due_at),
  startedAt: toEpochMs(row.started_at),
  endedAt: row.ended_at === null ? null : toEpochMs(row.ended_at),
  outcome: row.outcome,
  note: row.note,
});
