import { DAY_MS, HOUR_MS } from "../../domain/index.ts";
import type { EventFacts } from "../../profile/index.ts";

/** Events of one entity that a detector may still want as evidence, so many at the most. */
export const RECENT_EVENTS_MAX = 256;
/** Entities of a partition whose last events are remembered; the ones quiet for longest are forgotten first. */
export const RECENT_ENTITIES_MAX = 20_000;
/** How far back they go. */
export const RECENT_MS = HOUR_MS;

/** One event, as much of it as evidence is chosen by. */
export interface RecentEvent {
  readonly event: number;
  readonly at: number;
  readonly action: number;
  readonly network: number;
  readonly tool: number;
  readonly container: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly outcome: number;
  readonly actionClass: number;
}

/** The last hour's events of each entity, oldest first: what led up to the moment when a detector speaks. */
export interface RecentEvents {
  add(entity: number, facts: EventFacts): void;
  /** Events of the last hour before `at`; without the event now looked at. */
  of(entity: number, at: number): readonly RecentEvent[];
  /** Forgets what is older than an hour at the end of a day. */
  prune(at: number): void;
  toJson(): readonly (readonly number[])[];
  restore(rows: readonly (readonly number[])[]): void;
}

type Mutable = { -readonly [K in keyof RecentEvent]: RecentEvent[K] };

interface Ring {
  items: Mutable[];
  /** Place of the oldest. */
  start: number;
}

export function createRecentEvents(entitiesMax: number = RECENT_ENTITIES_MAX): RecentEvents {
  const rings = new Map<number, Ring>();

  const ringOf = (entity: number): Ring => {
    const known = rings.get(entity);
    if (known !== undefined) return known;
    if (rings.size >= entitiesMax) {
      const oldest = rings.keys().next();
      if (oldest.done !== true) rings.delete(oldest.value);
    }
    const ring: Ring = { items: [], start: 0 };
    rings.set(entity, ring);
    return ring;
  };

  /** An item to be filled: the oldest one where it is too old to be asked for, or where there is no more room. */
  const next = (ring: Ring, at: number): Mutable => {
    const oldest = ring.items[ring.start];
    if (oldest !== undefined && (at - oldest.at > RECENT_MS || ring.items.length === RECENT_EVENTS_MAX)) {
      ring.start = (ring.start + 1) % ring.items.length;
      return oldest;
    }
    const item = { ...EMPTY };
    // The ring may have turned: the new item belongs behind the newest one.
    if (ring.start !== 0) {
      ring.items.push(...ring.items.splice(0, ring.start));
      ring.start = 0;
    }
    ring.items.push(item);
    return item;
  };

  return {
    add(entity, facts) {
      fill(next(ringOf(entity), facts.at), facts);
    },
    of(entity, at) {
      const ring = rings.get(entity);
      if (ring === undefined) return [];
      return inOrder(ring).filter((one) => at - one.at <= RECENT_MS);
    },
    prune(at) {
      for (const [entity, ring] of rings) {
        const kept = inOrder(ring).filter((one) => at - one.at <= RECENT_MS);
        if (kept.length === 0) rings.delete(entity);
        else rings.set(entity, { items: kept, start: 0 });
      }
    },
    toJson: () => [...rings].flatMap(([entity, ring]) => inOrder(ring).map((one) => toRow(entity, one))),
    restore(rows) {
      for (const row of rows) ringOf(row[0]!).items.push(fromRow(row));
    },
  };
}

const inOrder = ({ items, start }: Ring): Mutable[] => [...items.slice(start), ...items.slice(0, start)];

const EMPTY: RecentEvent = {
  event: 0,
  at: 0,
  action: 0,
  network: 0,
  tool: 0,
  container: 0,
  bytesOut: 0,
  bytesIn: 0,
  outcome: 0,
  actionClass: 0,
};

function fill(item: Mutable, facts: EventFacts): void {
  item.event = facts.event;
  item.at = facts.at;
  item.action = facts.action;
  item.network = facts.network;
  item.tool = facts.tool;
  item.container = facts.container;
  item.bytesOut = facts.bytesOut;
  item.bytesIn = facts.bytesIn;
  item.outcome = facts.outcome;
  item.actionClass = facts.actionClass;
}

/** JSON has no NaN: bytes that the log does not tell are -1 there. */
const toRow = (entity: number, one: RecentEvent): readonly number[] => [
  entity,
  one.event,
  one.at,
  one.action,
  one.network,
  one.tool,
  one.container,
  Number.isNaN(one.bytesOut) ? -1 : one.bytesOut,
  Number.isNaN(one.bytesIn) ? -1 : one.bytesIn,
  one.outcome,
  one.actionClass,
];

const fromRow = (row: readonly number[]): Mutable => ({
  event: row[1]!,
  at: row[2]!,
  action: row[3]!,
  network: row[4]!,
  tool: row[5]!,
  container: row[6]!,
  bytesOut: row[7]! < 0 ? Number.NaN : row[7]!,
  bytesIn: row[8]! < 0 ? Number.NaN : row[8]!,
  outcome: row[9]!,
  actionClass: row[10]!,
});

/** The day's end in milliseconds. */
export const endOfDay = (day: number): number => (day + 1) * DAY_MS;
