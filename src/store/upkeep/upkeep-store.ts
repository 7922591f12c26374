import { sql } from "kysely";
import { type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { AccountHours, UpkeepStore } from "../ports/upkeep-port.ts";
import { toInstant } from "../queries/instant.ts";
import type { Writing } from "../writing.ts";
import { NO_HORIZON, raiseHorizon, readHorizon } from "./horizon.ts";
import { pruneEvents } from "./prune.ts";

export interface UpkeepParts {
  readonly writing: Writing;
  readonly engine: Engine;
  readonly guard: Guard;
}

export const createUpkeepStore = ({ engine, writing, guard }: UpkeepParts): UpkeepStore => ({
  readAccountHours: (from) => guard.ask(readAccountHours(engine.db, from)),
  prune: (before) => writing.write((trx) => pruneEvents(trx, before)),
  async readHorizonDay() {
    const day = await guard.ask(readHorizon(engine.db));
    return day === NO_HORIZON ? null : day;
  },
  raiseHorizonDay: (day) => writing.write((trx) => raiseHorizon(trx, day)),
  checkpoint: () => guard.ask(engine.checkpoint()),
  holdWrites: (work) =>
    writing.hold(async () => {
      await engine.checkpoint();
      return work();
    }),
});

interface HourRow {
  readonly account: string;
  readonly hour: number | string;
  readonly last_at: number;
}

async function readAccountHours(db: Engine["db"], from: EpochMs): Promise<readonly AccountHours[]> {
  const { rows } = await sql<HourRow>`
    select c.account as account, cast(floor(extract(epoch from r.happened_at) / 3600) as bigint) as hour,
      max(r.happened_at) as last_at
    from event_rows r join contexts c on c.context_key = r.context_key
    where c.account is not null and r.happened_at >= ${toInstant(from)}
    group by 1, 2 order by 1, 2`.execute(db);
  return [...Map.groupBy(rows, ({ account }) => account)].map(([account, own]) => ({
    account,
    lastAt: toEpochMs(Math.max(...own.map((row) => row.last_at))),
    hours: own.map(({ hour }) => Number(hour)),
  }));
}
