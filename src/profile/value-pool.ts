import { VALUE_DIMENSIONS, VALUES_MAX } from "./dimension.ts";

/**
 * 32 bytes a value: code, first and last use in seconds, events today (twice, and 1 if it is new today), decayed count
 * (double), then of the running day p(value | peers) (float; 0: not looked up yet) and bits in the tenant (float).
 */
export const SLOT_WORDS = 8;
export const SLOT_DOUBLES = 4;
export const FIRST = 1;
export const LAST = 2;
export const TODAY = 3;
export const COUNT = 2;
export const PEER_SHARE = 6;
export const TENANT_BITS = 7;

/** What `TODAY` holds of a value that is new today; each event adds `TODAY_EVENT`. */
export const IS_NEW = 1;
export const TODAY_EVENT = 2;

/** A profile's tables: for each dimension where its block begins, how many slots it has, how many are taken. */
export const createTables = (): Int32Array => new Int32Array(VALUE_DIMENSIONS * 3);

const SMALLEST = 4;
/** Room of a new pool, about what one profile takes; doubled as needed. */
const SLOTS_FIRST = 64;

/**
 * The values of all profiles of an instance, in one growing array: every dimension of every profile owns a block of
 * slots (a power of two), an open-addressing table by code. No object per value, and one line of cache per look-up.
 */
export class ValuePool {
  words = new Uint32Array(SLOTS_FIRST * SLOT_WORDS);
  doubles = new Float64Array(this.words.buffer);
  floats = new Float32Array(this.words.buffer);
  #next = 0;
  readonly #valuesMax: readonly number[];
  /** Free blocks by the number of their slots. */
  readonly #free = new Map<number, number[]>();

  /** How many values of each dimension a profile keeps at most. */
  constructor(valuesMax: readonly number[] = VALUES_MAX) {
    this.#valuesMax = valuesMax;
  }

  /** The slot of a value; -1: the profile does not have it. */
  find(tables: Int32Array, dimension: number, code: number): number {
    const mask = tables[dimension * 3 + 1]! - 1;
    if (mask < 0) return -1;
    const offset = tables[dimension * 3]!;
    const words = this.words;
    for (let i = code & mask; ; i = (i + 1) & mask) {
      const found = words[(offset + i) * SLOT_WORDS];
      if (found === code) return offset + i;
      if (found === 0) return -1;
    }
  }

  isFull(tables: Int32Array, dimension: number): boolean {
    return tables[dimension * 3 + 2]! >= this.#valuesMax[dimension]!;
  }

  /** Takes a slot for a value that the profile does not have; everything but its code is 0. */
  insert(tables: Int32Array, dimension: number, code: number): number {
    const at = dimension * 3;
    if ((tables[at + 2]! + 1) * 4 > tables[at + 1]! * 3) this.#grow(tables, dimension);
    tables[at + 2]!++;
    return this.#put(tables[at]!, tables[at + 1]! - 1, code);
  }

  /** The value to give up: lowest count, then earliest first use, then lowest code. */
  findLeast(tables: Int32Array, dimension: number): number {
    const offset = tables[dimension * 3]!;
    const end = offset + tables[dimension * 3 + 1]!;
    const { words, doubles } = this;
    let least = -1;
    for (let slot = offset; slot < end; slot++) {
      if (words[slot * SLOT_WORDS] === 0) continue;
      if (least < 0) {
        least = slot;
        continue;
      }
      const difference =
        doubles[slot * SLOT_DOUBLES + COUNT]! - doubles[least * SLOT_DOUBLES + COUNT]! ||
        words[slot * SLOT_WORDS + FIRST]! - words[least * SLOT_WORDS + FIRST]! ||
        words[slot * SLOT_WORDS]! - words[least * SLOT_WORDS]!;
      if (difference < 0) least = slot;
    }
    return least;
  }

  /** Frees a slot; values behind it may move into it. */
  remove(tables: Int32Array, dimension: number, slot: number): void {
    const offset = tables[dimension * 3]!;
    const mask = tables[dimension * 3 + 1]! - 1;
    const words = this.words;
    tables[dimension * 3 + 2]!--;
    let hole = slot - offset;
    for (let i = (hole + 1) & mask; ; i = (i + 1) & mask) {
      const code = words[(offset + i) * SLOT_WORDS]!;
      if (code === 0) break;
      // A value may move back to the hole unless its own place lies behind the hole.
      if (((i - (code & mask)) & mask) < ((i - hole) & mask)) continue;
      this.#copy(offset + i, offset + hole);
      hole = i;
    }
    const from = (offset + hole) * SLOT_WORDS;
    words.fill(0, from, from + SLOT_WORDS);
  }

  #put(offset: number, mask: number, code: number): number {
    let i = code & mask;
    while (this.words[(offset + i) * SLOT_WORDS] !== 0) i = (i + 1) & mask;
    this.words[(offset + i) * SLOT_WORDS] = code;
    return offset + i;
  }

  #copy(from: number, to: number): void {
    this.words.copyWithin(to * SLOT_WORDS, from * SLOT_WORDS, (from + 1) * SLOT_WORDS);
  }

  #grow(tables: Int32Array, dimension: number): void {
    const at = dimension * 3;
    const before = tables[at]!;
    const slots = tables[at + 1]!;
    const wider = slots === 0 ? SMALLEST : slots * 2;
    const offset = this.#allocate(wider);
    for (let slot = before; slot < before + slots; slot++) {
      const code = this.words[slot * SLOT_WORDS]!;
      if (code !== 0) this.#copy(slot, this.#put(offset, wider - 1, code));
    }
    if (slots > 0) {
      this.words.fill(0, before * SLOT_WORDS, (before + slots) * SLOT_WORDS);
      const free = this.#free.get(slots);
      if (free === undefined) this.#free.set(slots, [before]);
      else free.push(before);
    }
    tables[at] = offset;
    tables[at + 1] = wider;
  }

  #allocate(slots: number): number {
    const free = this.#free.get(slots)?.pop();
    if (free !== undefined) return free;
    const offset = this.#next;
    this.#next += slots;
    if (this.#next * SLOT_WORDS > this.words.length) {
      const words = new Uint32Array(Math.max(this.words.length, this.#next * SLOT_WORDS) * 2);
      words.set(this.words);
      this.words = words;
      this.doubles = new Float64Array(words.buffer);
      this.floats = new Float32Array(words.buffer);
    }
    return offset;
  }
}
