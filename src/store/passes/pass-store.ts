import { sql } from "kysely";
import { type Clock, DAY_MS, toDay, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { StoreLimits } from "../limits.ts";
import type { PassStore } from "../ports/pass-port.ts";
import { toInstant } from "../queries/instant.ts";
import type { Writing } from "../writing.ts";
import { admitInputs, configureLens, exportLenses, isConfigured, restoreLens } from "./lens-rows.ts";
import {
  completeDays,
  dropParts,
  findDayWith,
  forgetDays,
  listAnswers,
  listDone,
  readPart,
  readParts,
  refuseLarge,
  streamDays,
  writeDay,
} from "./pass-days.ts";
import { finishRun, insertRun, listRuns, readProgress, startRun } from "./run-rows.ts";
import { addTexts, readTexts, streamTexts } from "./value-texts.ts";

export interface PassParts {
  readonly engine: Engine;
  readonly writing: Writing;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly limits: StoreLimits;
}

export function createPassStore({ engine, writing, guard, clock, limits }: PassParts): PassStore {
  const { db } = engine;
  return {
    async configure(state, options) {
      // Whoever looks often finds it as it was: that needs no transaction.
      if (await guard.ask(isConfigured(db, state))) return false;
      return writing.write((trx) => configureLens(trx, state), options);
    },
    admitInputs: (lens, options) => writing.write((trx) => admitInputs(engine, trx, lens), options),
    rewind: (lens, fromDay, options) => writing.write((trx) => forgetDays(trx, lens, fromDay), options),
    async completeDay(day, findings, options) {
      refuseLarge(day, limits);
      const completion = { days: [{ day, findings }], doneAt: clock.now() };
      return writing.write((trx) => completeDays(engine, trx, completion), options);
    },
    async completeDays(days, options) {
      for (const { day } of days) refuseLarge(day, limits);
      const completion = { days, doneAt: clock.now() };
      return writing.write((trx) => completeDays(engine, trx, completion), options);
    },
    listDone: (lens, range = {}) => guard.ask(listDone(db, lens, range)),
    readPart: (key, part) => guard.ask(readPart(db, key, part)),
    readParts: (key, part) => guard.ask(readParts(db, key, part)),
    findDayWith: (key, part) => guard.ask(findDayWith(db, { ...key, part })),
    dropParts: (where, options) => writing.write((trx) => dropParts(trx, where), options),
    listAnswers: (lens, range = {}) => guard.ask(listAnswers(db, lens, range)),
    findEventDays: () => guard.ask(findEventDays(db)),
    countEventDays: (fromDay) => guard.ask(countEventDays(db, fromDay)),
    addTexts: (texts) => writing.write((trx) => addTexts(engine, trx, texts)),
    readTexts: (codes) => guard.ask(readTexts(db, codes)),
    streamTexts: () => guard.stream(streamTexts(db)),
    startRun: (purpose) => writing.write((trx) => startRun(trx, { purpose, at: clock.now() })),
    finishRun: (id, record) => writing.write((trx) => finishRun(trx, { id, record, at: clock.now() })),
    listRuns: (limit) => guard.ask(listRuns(db, limit)),
    readProgress: () => guard.ask(readProgress(db)),
    exportLenses: () => guard.ask(exportLenses(db)),
    streamDays: (lens) => guard.stream(streamDays(db, lens)),
    restoreLens: (lens) => writing.write((trx) => restoreLens(engine, trx, lens)),
    restoreDay: (day) => writing.write((trx) => writeDay(trx, day)),
    restoreRun: (run) => writing.write((trx) => insertRun(trx, run)),
  };
}

async function countEventDays(
  db: Engine["db"],
  fromDay: number,
): Promise<readonly { readonly day: number; readonly events: number }[]> {
  const found = await sql<{ day: number; events: number }>`
    select cast(floor(extract(epoch from happened_at) / 86400) as integer) as day, count(*) as events
    from event_rows where happened_at >= ${toInstant(toEpochMs(fromDay * DAY_MS))}
    group by 1 order by 1`.execute(db);
  return found.rows.map((row) => ({ day: Number(row.day), events: Number(row.events) }));
}

async function findEventDays(
  db: Engine["db"],
): Promise<{ readonly first: number; readonly last: number } | null> {
  const found = await db
    .selectFrom("event_rows")
    .select((builder) => [
      builder.fn.min<number | null>("happened_at").as("first"),
      builder.fn.max<number | null>("happened_at").as("last"),
    ])
    .executeTakeFirstOrThrow();
  return found.first === null || found.last === null
    ? null
    : { first: toDay(found.first), last: toDay(found.last) };
}
