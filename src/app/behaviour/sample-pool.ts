import type { FeatureSample } from "../../detect/index.ts";

/**
 * The rows with the smallest hashes over all days and lanes. Of rows with equal hashes those with the smaller content
 * are kept, so that it does not matter from which lane they came.
 */
export class SamplePool {
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

  add(samples: readonly FeatureSample[]): void {
    for (const sample of samples) {
      if (sample.rows === 0) continue;
      this.#width = sample.features.length / sample.rows;
      for (let row = 0; row < sample.rows; row++)
        if (sample.hashes[row]! < this.#below) this.#append(sample, row);
    }
  }

  /** The rows so far, in the order of their hashes. */
  toSample(): FeatureSample {
    this.#keepSmallest();
    return {
      rows: this.#rows,
      features: this.#features.slice(0, this.#rows * this.#width),
      hashes: this.#hashes.slice(0, this.#rows),
      kinds: this.#kinds.slice(0, this.#rows),
    };
  }

  #append({ features, hashes, kinds }: FeatureSample, row: number): void {
    const width = this.#width;
    if (this.#rows === this.#hashes.length) {
      if (this.#rows < 2 * this.#rowsMax)
        this.#resize(Math.min(2 * this.#rowsMax, Math.max(256, 2 * this.#rows)));
      else this.#keepSmallest();
    }
    const to = this.#rows++;
    for (let i = 0; i < width; i++) this.#features[to * width + i] = features[row * width + i]!;
    this.#hashes[to] = hashes[row]!;
    this.#kinds[to] = kinds[row]!;
  }

  #resize(capacity: number): void {
    const { features, hashes, kinds } = {
      features: this.#features,
      hashes: this.#hashes,
      kinds: this.#kinds,
    };
    this.#features = new Float64Array(capacity * this.#width);
    this.#features.set(features);
    this.#hashes = new Uint32Array(capacity);
    this.#hashes.set(hashes);
    this.#kinds = new Uint8Array(capacity);
    this.#kinds.set(kinds);
  }

  #keepSmallest(): void {
    const width = this.#width;
    const order = Uint32Array.from({ length: this.#rows }, (_, row) => row)
      .sort((a, b) => this.#compare(a, b))
      .subarray(0, this.#rowsMax);
    const { features, hashes, kinds } = {
      features: this.#features,
      hashes: this.#hashes,
      kinds: this.#kinds,
    };
    this.#features = new Float64Array(features.length);
    this.#hashes = new Uint32Array(hashes.length);
    this.#kinds = new Uint8Array(kinds.length);
    order.forEach((from, to) => {
      this.#features.set(features.subarray(from * width, (from + 1) * width), to * width);
      this.#hashes[to] = hashes[from]!;
      this.#kinds[to] = kinds[from]!;
    });
    this.#rows = order.length;
    // A row with the largest hash that is kept may still give way to one with a smaller content.
    if (this.#rows === this.#rowsMax && this.#rows > 0) this.#below = this.#hashes[this.#rows - 1]! + 1;
  }

  #compare(a: number, b: number): number {
    if (this.#hashes[a] !== this.#hashes[b]) return this.#hashes[a]! - this.#hashes[b]!;
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
