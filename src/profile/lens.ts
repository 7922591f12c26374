import { ACTION_CLASSES, ADDRESS_KINDS, OUTCOMES, toDay } from "../domain/index.ts";
import { ByteReader, ByteWriter, readHeader, writeHeader } from "./bytes.ts";
import { CodeIndex } from "./code-index.ts";
import { decayOver } from "./decay.ts";
import type { EventFacts } from "./facts.ts";
import { toWholeBytes } from "./feature/compute.ts";
import { toLensDelta } from "./lens-delta.ts";
import { LENS_METRIC, LENS_METRICS, type LensMetric, LensState } from "./lens-state.ts";
import { isTaking } from "./taking.ts";
import type { TenantDelta } from "./tenant-delta.ts";
import { COUNT, FIRST, LAST, SLOT_DOUBLES, SLOT_WORDS, TODAY, ValuePool } from "./value-pool.ts";

const MAGIC = 0x4c454e47;
const VERSION = 2;
/** Actors that the profile of an address or resource keeps at most; given up like values of an actor's profile. */
export const LENS_ACTORS_MAX = 48;
/** Entities that a lens of one partition keeps at most; then the quarter that was quiet for longest is forgotten. */
export const LENS_ENTITIES_MAX = 4096;
const KEPT_SHARE = 0.75;

/** What is known of an address or a resource before the observed event: who touches it, how much, how it ends. */
export interface LensProfile {
  /** Code of the address, or of the container. */
  readonly entity: number;
  /** NaN: the observed event is its first. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly events: number;
  /** Days with events, today not counted. */
  readonly activeDays: number;
  /** Sum of the sliding hour that ends with the observed event, that event included; 12 steps of five minutes. */
  hour(metric: LensMetric): number;
  /** Today so far, the observed event included. */
  today(metric: LensMetric): number;
  /** Bits by place in `LENS_METRICS` of what the observed event adds to; to actors as the first of its actor within the hour. */
  readonly adds: number;
  /** The last 14 days with events, oldest first, without today. */
  past(metric: LensMetric): readonly number[];
  /** Of the same days the largest sliding hour each. */
  peaks(metric: LensMetric): readonly number[];
  /** The observed event's actor at this entity before: decayed events, share of all, first use; NaN: never. */
  ofActor(): { readonly count: number; readonly share: number; readonly firstAt: number };
  /** How many actors it is known by, the observed one not counted if new; at most `LENS_ACTORS_MAX`. */
  readonly actors: number;
  /** Who touched it most before today, most frequent first, without those who first did at `since` or later. */
  usualBefore(since: number, count: number): readonly { readonly code: number; readonly share: number }[];
  /** Events before today. */
  readonly eventsBefore: number;
}

/** The light profiles of the addresses or resources of some partitions; used like `Behaviour`. */
export interface Lens {
  /** null: the event names no such entity. Valid until the next `observe`. */
  observe(facts: EventFacts): LensProfile | null;
  /** The event that was just observed becomes part of the profile. */
  learn(facts: EventFacts): void;
  readonly entities: number;
  /** What the day's hours and sums of its entities say of what is usual in the tenant; once, at the day's end. */
  takeTenantDelta(day: number): TenantDelta;
  /** The same state gives the same bytes. */
  snapshot(): Uint8Array;
}

export type LensKind = "address" | "resource";

/** Of which entity an event speaks; 0: of none. Names of services and private networks are no places of their own. */
const ENTITY: Readonly<Record<LensKind, (facts: EventFacts) => number>> = {
  address: ({ address, addressKind }) => (addressKind === PUBLIC ? address : 0),
  resource: ({ container }) => container,
};
export const toLensEntityOf = (kind: LensKind): ((facts: EventFacts) => number) => ENTITY[kind];

export function createLens(kind: LensKind, resume?: Uint8Array): Lens {
  const lens = new LensProfiles(ENTITY[kind]);
  if (resume !== undefined) lens.restore(resume);
  return lens;
}

class LensProfiles implements Lens, LensProfile {
  readonly #entityOf: (facts: EventFacts) => number;
  #index = new CodeIndex();
  #states: LensState[] = [];
  #pool = new ValuePool([LENS_ACTORS_MAX]);
  #state = new LensState(0);
  #at = 0;
  #slot = -1;
  readonly #added = new Float64Array(LENS_METRICS.length);

  constructor(entityOf: (facts: EventFacts) => number) {
    this.#entityOf = entityOf;
  }

  get entities(): number {
    return this.#states.reduce((count, { events }) => (events > 0 ? count + 1 : count), 0);
  }

  observe(facts: EventFacts): LensProfile | null {
    const entity = this.#entityOf(facts);
    if (entity === 0) return null;
    let place = this.#index.find(entity);
    if (place < 0) {
      if (this.#states.length >= LENS_ENTITIES_MAX) this.#forgetQuiet();
      place = this.#index.add(entity);
      this.#states.push(new LensState(entity));
    }
    const state = this.#states[place]!;
    const at = Math.max(facts.at, state.lastAt, 0);
    this.#state = state;
    this.#at = at;
    const day = toDay(at);
    if (state.day !== day) this.#rollDay(state, day);
    state.moveTo(at);
    this.#slot = this.#pool.find(state.tables, 0, facts.actor);
    this.#fillAdded(facts);
    return this;
  }

  learn(facts: EventFacts): void {
    const state = this.#state;
    const entity = this.#entityOf(facts);
    if (entity === 0) return;
    if (state.entity !== entity) throw new TypeError("an event is observed before it is learned");
    const pool = this.#pool;
    const seconds = Math.floor(this.#at / 1000);
    let last = -1;
    if (this.#slot < 0) {
      if (pool.isFull(state.tables, 0)) pool.remove(state.tables, 0, pool.findLeast(state.tables, 0));
      this.#slot = pool.insert(state.tables, 0, facts.actor);
      pool.words[this.#slot * SLOT_WORDS + FIRST] = seconds;
    } else last = pool.words[this.#slot * SLOT_WORDS + LAST]! * 1000;
    pool.words[this.#slot * SLOT_WORDS + LAST] = seconds;
    pool.words[this.#slot * SLOT_WORDS + TODAY]! += 1;
    pool.doubles[this.#slot * SLOT_DOUBLES + COUNT]! += 1;
    if (state.events === 0) state.firstAt = this.#at;
    state.total += 1;
    state.events++;
    state.lastAt = this.#at;
    for (let metric = 0; metric < LENS_METRIC.distinctActors; metric++)
      state.add(metric, this.#added[metric]!);
    state.addDistinct(LENS_METRIC.distinctActors, last);
    state.notePeaks();
  }

  get entity(): number {
    return this.#state.entity;
  }

  get firstAt(): number {
    return this.#state.events === 0 ? Number.NaN : this.#state.firstAt;
  }

  get lastAt(): number {
    return this.#state.events === 0 ? Number.NaN : this.#state.lastAt;
  }

  get events(): number {
    return this.#state.events;
  }

  get activeDays(): number {
    return this.#state.activeDays;
  }

  hour(metric: LensMetric): number {
    const place = LENS_METRIC[metric];
    const sum = this.#state.hourSum(place);
    if (place !== LENS_METRIC.distinctActors) return sum + this.#added[place]!;
    return this.#isNewInHour ? sum + 1 : sum;
  }

  today(metric: LensMetric): number {
    const place = LENS_METRIC[metric];
    const sum = this.#state.todaySum(place);
    if (place !== LENS_METRIC.distinctActors) return sum + this.#added[place]!;
    return this.#slot >= 0 && toDay(this.#last) === toDay(this.#at) ? sum : sum + 1;
  }

  get adds(): number {
    const added = this.#added;
    let bits = this.#isNewInHour ? 1 << LENS_METRIC.distinctActors : 0;
    for (let place = 0; place < LENS_METRIC.distinctActors; place++)
      if (added[place]! > 0) bits |= 1 << place;
    return bits;
  }

  past(metric: LensMetric): readonly number[] {
    return this.#state.days.map(({ sums }) => sums[LENS_METRIC[metric]]!);
  }

  peaks(metric: LensMetric): readonly number[] {
    return this.#state.days.map(({ peaks }) => peaks[LENS_METRIC[metric]]!);
  }

  get actors(): number {
    return this.#state.tables[2]!;
  }

  ofActor(): { readonly count: number; readonly share: number; readonly firstAt: number } {
    if (this.#slot < 0) return { count: 0, share: 0, firstAt: Number.NaN };
    const count = this.#pool.doubles[this.#slot * SLOT_DOUBLES + COUNT]!;
    const firstAt = this.#pool.words[this.#slot * SLOT_WORDS + FIRST]! * 1000;
    return { count, share: count / this.#state.total, firstAt };
  }

  usualBefore(since: number, count: number): readonly { readonly code: number; readonly share: number }[] {
    const { words, doubles } = this.#pool;
    const seconds = Math.floor(since / 1000);
    const total = this.#state.total - this.#state.todaySum(LENS_METRIC.events);
    return this.#slots(this.#state)
      .filter((slot) => {
        const first = words[slot * SLOT_WORDS + FIRST]!;
        return first < seconds && toDay(first * 1000) < this.#state.day;
      })
      .map((slot) => ({
        code: words[slot * SLOT_WORDS]!,
        share: (doubles[slot * SLOT_DOUBLES + COUNT]! - words[slot * SLOT_WORDS + TODAY]!) / total,
      }))
      .sort((a, b) => b.share - a.share || a.code - b.code)
      .slice(0, count);
  }

  get eventsBefore(): number {
    return this.#state.events - this.#state.todaySum(LENS_METRIC.events);
  }

  takeTenantDelta(day: number): TenantDelta {
    return toLensDelta(this.#states.filter((state) => state.day === day && state.events > 0));
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter();
    writeHeader(writer, MAGIC, VERSION);
    const states = this.#states.filter(({ events }) => events > 0).sort((a, b) => a.entity - b.entity);
    writer.u32(states.length);
    for (const state of states) {
      state.write(writer);
      const slots = this.#slots(state).sort(
        (a, b) => this.#pool.words[a * SLOT_WORDS]! - this.#pool.words[b * SLOT_WORDS]!,
      );
      writer.u8(slots.length);
      for (const slot of slots) {
        for (const word of [0, FIRST, LAST]) writer.u32(this.#pool.words[slot * SLOT_WORDS + word]!);
        writer.f64(this.#pool.doubles[slot * SLOT_DOUBLES + COUNT]!);
      }
    }
    return writer.take();
  }

  restore(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes);
    readHeader(reader, MAGIC, VERSION);
    for (let left = reader.u32(); left > 0; left--) {
      const state = LensState.read(reader);
      this.#index.add(state.entity);
      this.#states.push(state);
      for (let values = reader.u8(); values > 0; values--) {
        const slot = this.#pool.insert(state.tables, 0, reader.u32());
        this.#pool.words[slot * SLOT_WORDS + FIRST] = reader.u32();
        this.#pool.words[slot * SLOT_WORDS + LAST] = reader.u32();
        this.#pool.doubles[slot * SLOT_DOUBLES + COUNT] = reader.f64();
      }
    }
  }

  get #isNewInHour(): boolean {
    return this.#slot < 0 || !this.#state.isInHour(this.#last);
  }

  get #last(): number {
    return this.#pool.words[this.#slot * SLOT_WORDS + LAST]! * 1000;
  }

  #fillAdded(facts: EventFacts): void {
    const added = this.#added;
    added[LENS_METRIC.events] = 1;
    added[LENS_METRIC.errors] = facts.outcome === SUCCESS ? 0 : 1;
    added[LENS_METRIC.denied] = facts.outcome === DENIED ? 1 : 0;
    added[LENS_METRIC.bytesOut] = toWholeBytes(facts.bytesOut);
    added[LENS_METRIC.bytesIn] = toWholeBytes(facts.bytesIn);
    added[LENS_METRIC.failedLogins] = facts.actionClass === LOGIN && facts.outcome !== SUCCESS ? 1 : 0;
    added[LENS_METRIC.taken] = isTaking(facts) ? 1 : 0;
  }

  #rollDay(state: LensState, day: number): void {
    if (state.day >= 0) {
      state.closeDay();
      const factor = decayOver(day - state.day);
      state.total *= factor;
      const { doubles, words } = this.#pool;
      const from = state.tables[0]!;
      // Of free slots both are 0 anyway.
      for (let slot = from; slot < from + state.tables[1]!; slot++) {
        doubles[slot * SLOT_DOUBLES + COUNT]! *= factor;
        words[slot * SLOT_WORDS + TODAY] = 0;
      }
    }
    state.day = day;
  }

  /** Those that stay move to tables of their own: what is given up leaves no holes. */
  #forgetQuiet(): void {
    const before = this.#pool;
    const kept = this.#states
      .filter(({ events }) => events > 0)
      .sort((a, b) => b.lastAt - a.lastAt || a.entity - b.entity)
      .slice(0, LENS_ENTITIES_MAX * KEPT_SHARE);
    const pool = new ValuePool([LENS_ACTORS_MAX]);
    this.#index = new CodeIndex();
    this.#states = kept;
    for (const state of kept) {
      this.#index.add(state.entity);
      const slots = this.#slots(state);
      state.tables.fill(0);
      for (const slot of slots) {
        const code = before.words[slot * SLOT_WORDS]!;
        const into = pool.insert(state.tables, 0, code);
        pool.words.set(before.words.subarray(slot * SLOT_WORDS, (slot + 1) * SLOT_WORDS), into * SLOT_WORDS);
      }
    }
    this.#pool = pool;
  }

  #slots({ tables }: LensState): number[] {
    const slots: number[] = [];
    for (let slot = tables[0]!; slot < tables[0]! + tables[1]!; slot++) {
      if (this.#pool.words[slot * SLOT_WORDS] !== 0) slots.push(slot);
    }
    return slots;
  }
}

const PUBLIC = ADDRESS_KINDS.indexOf("public");
const LOGIN = ACTION_CLASSES.indexOf("login");
const SUCCESS = OUTCOMES.indexOf("success");
const DENIED = OUTCOMES.indexOf("denied");
