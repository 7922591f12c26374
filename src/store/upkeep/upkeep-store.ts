import { sql } from "kysely";
import { type EpochMs, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { Guard } from "../guard.ts";
import type { AccountHours, UpkeepStore } from "../ports/upkeep-port.ts";
import { toInstant } from "../queries/instant.ts";

export interface UpkeepParts {
  readonly engine: Engine;
  readonly guard: Guard;
}

export const createUpkeepStore = ({ engine: { db }, guard }: UpkeepParts): UpkeepStore => ({
  readAccountHours: (from) => guard.ask(readAccountHours(db, from)),
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
