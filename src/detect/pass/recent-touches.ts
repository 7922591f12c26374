import { HOUR_MS } from "../../domain/index.ts";
import { makeRoom } from "./looker.ts";
import type { EventMoment } from "./open-findings.ts";

/** Events of one address or resource that a detector may still want as evidence, so many at the most. */
export const TOUCHES_MAX = 128;
/** Entities of a partition whose last events are remembered; the ones that came first are forgotten first. */
export const TOUCHED_MAX = 10_000;

/** One event at an address or a resource. */
export interface Touch extends EventMoment {
  readonly actor: number;
  /** Bits of what it added to. */
  readonly adds: number;
}

/** Numbers of a touch: event, at, actor, adds. */
const WIDTH = 4;
const FIRST_ROWS = 4;

interface Ring {
  rows: Float64Array;
  /** Place of the oldest. */
  start: number;
  count: number;
}

/** The last hour's events of addresses or resources: numbers alone, for most are never asked for. */
export class RecentTouches {
  readonly #rings = new Map<number, Ring>();

  add(entity: number, { event, at, actor, adds }: Touch): void {
    let ring = this.#rings.get(entity);
    if (ring === undefined) {
      makeRoom(this.#rings, TOUCHED_MAX);
      ring = { rows: new Float64Array(FIRST_ROWS * WIDTH), start: 0, count: 0 };
      this.#rings.set(entity, ring);
    }
    const row = takeRow(ring, at);
    const { rows } = ring;
    rows[row] = event;
    rows[row + 1] = at;
    rows[row + 2] = actor;
    rows[row + 3] = adds;
  }

  /** Of the hour before `at`, oldest first: those that added to one of the bits. */
  of(entity: number, at: number, adds: number): readonly Touch[] {
    const ring = this.#rings.get(entity);
    if (ring === undefined) return [];
    return toTouches(ring).filter((one) => at - one.at <= HOUR_MS && (one.adds & adds) !== 0);
  }

  /** The day ends at this time. */
  prune(at: number): void {
    for (const [entity, ring] of this.#rings) {
      const newest = (ring.start + ring.count - 1) % (ring.rows.length / WIDTH);
      if (at - ring.rows[newest * WIDTH + 1]! > HOUR_MS) this.#rings.delete(entity);
    }
  }

  toJson(): readonly (readonly number[])[] {
    return [...this.#rings].flatMap(([entity, ring]) =>
      toTouches(ring).map((one) => [entity, one.event, one.at, one.actor, one.adds]),
    );
  }

  restore(rows: readonly (readonly number[])[]): void {
    for (const [entity, event, at, actor, adds] of rows)
      this.add(entity!, { event: event!, at: at!, actor: actor!, adds: adds! });
  }
}

/** A row to be filled: the oldest where it is too old to be asked for, or where there is no more room. */
function takeRow(ring: Ring, at: number): number {
  const capacity = ring.rows.length / WIDTH;
  if (ring.count > 0 && (at - ring.rows[ring.start * WIDTH + 1]! > HOUR_MS || ring.count === TOUCHES_MAX)) {
    const oldest = ring.start;
    if (ring.count < capacity) {
      ring.start = (ring.start + 1) % capacity;
      return ((oldest + ring.count) % capacity) * WIDTH;
    }
    ring.start = (ring.start + 1) % capacity;
    return oldest * WIDTH;
  }
  if (ring.count === capacity) widen(ring);
  ring.count++;
  return ((ring.start + ring.count - 1) % (ring.rows.length / WIDTH)) * WIDTH;
}

function widen(ring: Ring): void {
  const rows = new Float64Array(ring.rows.length * 2);
  const from = ring.start * WIDTH;
  rows.set(ring.rows.subarray(from));
  rows.set(ring.rows.subarray(0, from), ring.rows.length - from);
  ring.rows = rows;
  ring.start = 0;
}

function toTouches({ rows, start, count }: Ring): Touch[] {
  const capacity = rows.length / WIDTH;
  return Array.from({ length: count }, (_, i) => {
    const row = ((start + i) % capacity) * WIDTH;
    return { event: rows[row]!, at: rows[row + 1]!, actor: rows[row + 2]!, adds: rows[row + 3]! };
  });
}
