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

/** Numbers of an event in a ring, in the order of `RecentEvent`. */
const WIDTH = 10;
const AT = 1;
const FIRST_ROWS = 4;

interface Ring {
  rows: Float64Array;
  /** Place of the oldest. */
  start: number;
  count: number;
}

const createRing = (rows: number): Ring => ({ rows: new Float64Array(rows * WIDTH), start: 0, count: 0 });

/** Numbers alone: nearly all of them are never asked for. */
export function createRecentEvents(entitiesMax: number = RECENT_ENTITIES_MAX): RecentEvents {
  const rings = new Map<number, Ring>();

  const ringOf = (entity: number): Ring => {
    const known = rings.get(entity);
    if (known !== undefined) return known;
    if (rings.size >= entitiesMax) {
      const oldest = rings.keys().next();
      if (oldest.done !== true) rings.delete(oldest.value);
    }
    const ring = createRing(FIRST_ROWS);
    rings.set(entity, ring);
    return ring;
  };

  return {
    add(entity, facts) {
      const ring = ringOf(entity);
      const row = takeRow(ring, facts.at);
      fill(ring.rows, row, facts);
    },
    of(entity, at) {
      const ring = rings.get(entity);
      return ring === undefined ? [] : toEvents(ring).filter((one) => at - one.at <= RECENT_MS);
    },
    prune(at) {
      for (const [entity, ring] of rings) {
        const kept = keepFrom(ring, at - RECENT_MS);
        if (kept === null) rings.delete(entity);
        else rings.set(entity, kept);
      }
    },
    toJson: () => [...rings].flatMap(([entity, ring]) => toEvents(ring).map((one) => toRow(entity, one))),
    restore(rows) {
      for (const [entity, ...numbers] of rows) {
        const ring = ringOf(entity!);
        ring.rows = withRoom(ring);
        ring.rows.set(numbers.map(fromJson), ring.count++ * WIDTH);
      }
    },
  };
}

/** A row to be filled: the oldest where it is too old to be asked for, or where there is no more room. */
function takeRow(ring: Ring, at: number): number {
  const isFull = ring.count === RECENT_EVENTS_MAX;
  if (ring.count > 0 && (isFull || at - ring.rows[ring.start * WIDTH + AT]! > RECENT_MS)) {
    ring.start = (ring.start + 1) % (ring.rows.length / WIDTH);
  } else {
    ring.rows = withRoom(ring);
    ring.count++;
  }
  return ((ring.start + ring.count - 1) % (ring.rows.length / WIDTH)) * WIDTH;
}

/** The ring's rows, or twice as many that begin with them where all are taken. */
function withRoom(ring: Ring): Float64Array {
  if (ring.count * WIDTH < ring.rows.length) return ring.rows;
  const rows = new Float64Array(ring.rows.length * 2);
  const from = ring.start * WIDTH;
  rows.set(ring.rows.subarray(from));
  rows.set(ring.rows.subarray(0, from), ring.rows.length - from);
  ring.start = 0;
  return rows;
}

/** A ring of the events at `from` and later, no larger than it must be; null: there are none. */
function keepFrom(ring: Ring, from: number): Ring | null {
  const capacity = ring.rows.length / WIDTH;
  let first = 0;
  while (first < ring.count && ring.rows[((ring.start + first) % capacity) * WIDTH + AT]! < from) first++;
  if (first === ring.count) return null;
  let size = FIRST_ROWS;
  while (size < ring.count - first) size *= 2;
  const kept = createRing(size);
  for (let i = first; i < ring.count; i++) {
    const row = ((ring.start + i) % capacity) * WIDTH;
    kept.rows.set(ring.rows.subarray(row, row + WIDTH), kept.count++ * WIDTH);
  }
  return kept;
}

function fill(rows: Float64Array, row: number, facts: EventFacts): void {
  rows[row] = facts.event;
  rows[row + AT] = facts.at;
  rows[row + 2] = facts.action;
  rows[row + 3] = facts.network;
  rows[row + 4] = facts.tool;
  rows[row + 5] = facts.container;
  rows[row + 6] = facts.bytesOut;
  rows[row + 7] = facts.bytesIn;
  rows[row + 8] = facts.outcome;
  rows[row + 9] = facts.actionClass;
}

/** Oldest first. */
function toEvents({ rows, start, count }: Ring): RecentEvent[] {
  const capacity = rows.length / WIDTH;
  return Array.from({ length: count }, (_, i) => {
    const row = ((start + i) % capacity) * WIDTH;
    return {
      event: rows[row]!,
      at: rows[row + AT]!,
      action: rows[row + 2]!,
      network: rows[row + 3]!,
      tool: rows[row + 4]!,
      container: rows[row + 5]!,
      bytesOut: rows[row + 6]!,
      bytesIn: rows[row + 7]!,
      outcome: rows[row + 8]!,
      actionClass: rows[row + 9]!,
    };
  });
}

/** JSON has no NaN: bytes that the log does not tell are -1 there. Nothing else of an event is below 0. */
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

const fromJson = (value: number): number => (value < 0 ? Number.NaN : value);

/** The day's end in milliseconds. */
export const endOfDay = (day: number): number => (day + 1) * DAY_MS;
