import type { FeatureSample } from "../model/feature-sample.ts";

/**
 * The feature rows with the smallest hashes of all that are offered; of equal hashes those with the smaller content:
 * the same rows whatever the order in which they come, and through whichever hands. Holds twice as many at most.
 */
export class SmallestRows {
  readonly #rowsMax: number;
  #width = 0;
  #rows = 0;
  #features = new Float64Array(0);
  #hashes = new Uint32Array(0);
  #kinds = new Uint8Array(0);
  #below = 2 ** 32;

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  get rows(): number {
    return Math.min(this.#rows, this.#rowsMax);
  }

  /** Hashes from here on are of no use any more. */
  get below(): number {
    return this.#below;
  }

  /** Begins anew; hashes from `below` on are of no use. */
  start(below: number): void {
    this.#rows = 0;
    this.#below = below;
  }

  /** Takes row `row` of `features`, which are rows of `width` numbers. */
  offer(features: Float64Array, row: number, about: RowAbout): void {
    const { width, hash, kind } = about;
    if (hash >= this.#below) return;
    if (width !== this.#width) this.#setWidth(width);
    if (this.#rows === this.#hashes.length) {
      if (this.#rows < 2 * this.#rowsMax) this.#grow();
      else this.#keepSmallest();
    }
    const to = this.#rows++;
    const start = row * width;
    for (let i = 0; i < width; i++) this.#features[to * width + i] = features[start + i]!;
    this.#hashes[to] = hash;
    this.#kinds[to] = kind;
  }

  /** The rows in their order. */
  toSample(): FeatureSample {
    return this.#gather(this.#findSmallest(), this.rows);
  }

  #setWidth(width: number): void {
    if (this.#rows > 0) throw new Error("feature rows of different widths");
    this.#width = width;
    this.#features = new Float64Array(this.#hashes.length * width);
  }

  #grow(): void {
    const capacity = Math.min(2 * this.#rowsMax, Math.max(ROWS_FIRST, 2 * this.#rows));
    const features = new Float64Array(capacity * this.#width);
    features.set(this.#features);
    this.#features = features;
    const hashes = new Uint32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const kinds = new Uint8Array(capacity);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
  }

  #keepSmallest(): void {
    const kept = this.#gather(this.#findSmallest(), this.#hashes.length);
    this.#features = kept.features;
    this.#hashes = kept.hashes;
    this.#kinds = kept.kinds;
    this.#rows = this.rows;
    // A row with the largest hash that is kept may still give way to one with a smaller content.
    this.#below = Math.min(this.#below, this.#hashes[this.#rows - 1]! + 1);
  }

  /** Row numbers in order. Hash and row number share one double, so that the engine's own numeric sort does the work. */
  #findSmallest(): Uint32Array {
    const keys = new Float64Array(this.#rows);
    for (let row = 0; row < keys.length; row++) keys[row] = this.#hashes[row]! * ROW_NUMBERS + row;
    keys.sort();
    const order = Uint32Array.from(keys, (key) => key % ROW_NUMBERS);
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && this.#hashes[order[end]!] === this.#hashes[order[start]!]) end++;
      if (end - start > 1) order.subarray(start, end).sort((a, b) => this.#compareContent(a, b));
      start = end;
    }
    return order.subarray(0, this.#rowsMax);
  }

  #gather(order: Uint32Array, capacity: number) {
    const width = this.#width;
    const features = new Float64Array(capacity * width);
    const hashes = new Uint32Array(capacity);
    const kinds = new Uint8Array(capacity);
    for (let to = 0; to < order.length; to++) {
      const from = order[to]!;
      for (let i = 0; i < width; i++) features[to * width + i] = this.#features[from * width + i]!;
      hashes[to] = this.#hashes[from]!;
      kinds[to] = this.#kinds[from]!;
    }
    return { rows: order.length, features, hashes, kinds };
  }

  #compareContent(a: number, b: number): number {
    if (this.#kinds[a] !== this.#kinds[b]) return this.#kinds[a]! - this.#kinds[b]!;
    for (let i = 0; i < this.#width; i++) {
      const left = this.#features[a * this.#width + i]!;
      const right = this.#features[b * this.#width + i]!;
      // Gaps stand last.
      if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
      if (left < right) return -1;
      if (left > right) return 1;
    }
    return 0;
  }
}

export interface RowAbout {
  /** Numbers of a row. */
  readonly width: number;
  readonly hash: number;
  readonly kind: number;
}

const ROWS_FIRST = 256;
/** More than rows that are ever held at once: a hash times this and a row number are exact in a double. */
const ROW_NUMBERS = 2 ** 20;
