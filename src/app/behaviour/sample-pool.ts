import type { FeatureSample } from "../../detect/index.ts";
import { SmallestRows } from "../../detect/pass/index.ts";

/** The rows with the smallest hashes over all days and lanes. */
export class SamplePool {
  readonly #smallest: SmallestRows;

  /** @param below hashes from here on are of no use: enough smaller ones are known elsewhere. */
  constructor(rowsMax: number, below: number = 2 ** 32) {
    this.#smallest = new SmallestRows(rowsMax);
    this.#smallest.start(below);
  }

  get rows(): number {
    return this.#smallest.rows;
  }

  /** Hashes from here on are of no use any more. */
  get below(): number {
    return this.#smallest.below;
  }

  add(samples: readonly FeatureSample[]): void {
    for (const { rows, features, hashes, kinds } of samples) {
      const width = features.length / rows;
      for (let row = 0; row < rows; row++) {
        if (hashes[row]! < this.#smallest.below)
          this.#smallest.offer(features, row, { width, hash: hashes[row]!, kind: kinds[row]! });
      }
    }
  }

  /** The rows so far, in the order of their hashes. */
  toSample(): FeatureSample {
    return this.#smallest.toSample();
  }
}
