import { sql } from "kysely";
import { HOUR_MS, toEpochMs } from "../../../domain/index.ts";
import type { Engine } from "../../engine.ts";
import type { EventFilter } from "../../port.ts";
import type { SourceGap } from "../../ports/statistic-port.ts";
import { matchEvents } from "../events.ts";

/** Shorter ones are told of nowhere. */
const GAP_HOURS_MIN = 3;
/** How much longer a gap is than what the account does by habit: nights and weekends. */
const TIMES_USUAL = 2;
/** The longest gaps are what may be wrong; the next longest says what is usual. */
const UNUSUAL_MAX = 2;

/**
 * Stretches of hours without an event of an account: longer than three hours, and than twice its third longest one, so
 * that nights and weekends are no gaps. One that still goes on counts up to the newest event of all.
 */
export async function readGaps(db: Engine["db"], filter: EventFilter): Promise<readonly SourceGap[]> {
  const { rows } = await sql<{ account: string | null; h: number }>`
    select contexts.account, g.h
    from (
      select context_key, cast(floor(extract(epoch from happened_at) / 3600) as bigint) as h
      from event_rows where ${matchEvents(filter)} group by 1, 2) g
    join contexts on contexts.context_key = g.context_key
    group by 1, 2 order by 2`.execute(db);
  const hours = new Map<string | null, number[]>();
  for (const { account, h } of rows) {
    const known = hours.get(account);
    if (known === undefined) hours.set(account, [Number(h)]);
    else known.push(Number(h));
  }
  const newest = Math.max(...[...hours.values()].map((of) => of.at(-1)!));
  return [...hours]
    .flatMap(([account, of]) => findGaps(of, newest).map((gap) => ({ account, ...gap })))
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
}

/** Of hours in ascending order. */
function findGaps(hours: readonly number[], newest: number): readonly Omit<SourceGap, "account">[] {
  const all = [...hours, newest + 1]
    .map((hour, index) => ({ from: index === 0 ? hour : hours[index - 1]! + 1, to: hour }))
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  const usual = all[UNUSUAL_MAX];
  const least = Math.max(GAP_HOURS_MIN, usual === undefined ? 0 : TIMES_USUAL * (usual.to - usual.from) + 1);
  return all
    .filter(({ from, to }) => to - from >= least)
    .map(({ from, to }) => ({ from: toEpochMs(from * HOUR_MS), to: toEpochMs(to * HOUR_MS) }));
}
