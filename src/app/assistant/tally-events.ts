import type { EventFilter, EventGroup, EventTally } from "../../assistant/index.ts";
import { DAY_MS, HOUR_MS, toDay } from "../../domain/index.ts";
import type { EventBatch, Store } from "../../store/index.ts";
import { toStorePeriod } from "../findings/listed.ts";

interface Tally {
  readonly value: string | null;
  events: number;
  failures: number;
  bytesIn: number;
  bytesOut: number;
  readonly actors: Set<string>;
}

/** Groups of one tally. Beyond, the rarest are left out: what nobody does often is not what is asked for. */
const GROUPS_MAX = 200_000;

/** Events by what they share, the most first. */
export async function tallyEvents(
  store: Store,
  by: EventGroup,
  filter: EventFilter,
): Promise<readonly EventTally[]> {
  const tallies = new Map<string | number | null, Tally>();
  for await (const batch of store.events.streamEvents(toStorePeriod(filter.period)))
    for (let row = 0; row < batch.length; row++) {
      if (!matches(batch, row, filter)) continue;
      const key = KEYS[by](batch, row);
      let tally = tallies.get(key);
      if (tally === undefined) {
        if (tallies.size >= GROUPS_MAX) continue;
        tally = {
          value: key === null ? null : String(key),
          events: 0,
          failures: 0,
          bytesIn: 0,
          bytesOut: 0,
          actors: new Set(),
        };
        tallies.set(key, tally);
      }
      add(tally, batch, row);
    }
  return [...tallies.values()]
    .map((tally) => ({ ...tally, actors: tally.actors.size }))
    .sort((a, b) => b.events - a.events || ((a.value ?? "") < (b.value ?? "") ? -1 : 1));
}

const KEYS: Readonly<Record<EventGroup, (batch: EventBatch, row: number) => string | number | null>> = {
  region: ({ contexts }, row) => contexts[row]!.region,
  country: ({ addresses }, row) => addresses[row]!.country,
  service: ({ actions }, row) => actions[row]!.service,
  action: ({ actions }, row) => `${actions[row]!.service}:${actions[row]!.name}`,
  actor: ({ actors }, row) => actors[row]!.id,
  address: ({ addresses }, row) => addresses[row]!.text,
  hour: ({ at }, row) => Math.floor((at[row]! % DAY_MS) / HOUR_MS),
  day: ({ at }, row) => toDay(at[row]!),
};

function matches(batch: EventBatch, row: number, filter: EventFilter): boolean {
  const { actor, region, country, actionClass, hours } = filter;
  return (
    (actor === undefined || batch.actors[row]!.id === actor) &&
    (region === undefined || batch.contexts[row]!.region === region) &&
    (country === undefined || batch.addresses[row]!.country === country) &&
    (actionClass === undefined || batch.actions[row]!.class === actionClass) &&
    (hours === undefined || hours.includes(Math.floor((batch.at[row]! % DAY_MS) / HOUR_MS)))
  );
}

function add(tally: Tally, batch: EventBatch, row: number): void {
  tally.events++;
  if (batch.contexts[row]!.outcome !== "success") tally.failures++;
  const [bytesIn, bytesOut] = [batch.bytesIn[row]!, batch.bytesOut[row]!];
  if (!Number.isNaN(bytesIn)) tally.bytesIn += bytesIn;
  if (!Number.isNaN(bytesOut)) tally.bytesOut += bytesOut;
  tally.actors.add(batch.actors[row]!.id);
}
