import type { EventFacts } from "../../profile/index.ts";
import type { FeatureSample } from "../model/feature-sample.ts";
import { SmallestRows } from "./smallest-rows.ts";

/** Over all partitions and days a model is trained on this many rows. */
export const SAMPLE_ROWS_MAX = 20_000;

/** Collects the rows with the smallest hashes: the same rows whatever the order and however events are spread. */
export class RowSampler {
  readonly #width: number;
  readonly #smallest: SmallestRows;

  constructor(width: number, rowsMax: number = SAMPLE_ROWS_MAX) {
    this.#width = width;
    this.#smallest = new SmallestRows(rowsMax);
  }

  /** Begins anew. Only hashes under `below` are of use: a fuller sample has got enough smaller ones. */
  start(below: number): void {
    this.#smallest.start(below);
  }

  offer(facts: EventFacts, row: Float64Array): void {
    const hash = hashFacts(facts);
    if (hash >= this.#smallest.below) return;
    this.#smallest.offer(row, 0, { width: this.#width, hash, kind: facts.actorKind });
  }

  take(): FeatureSample {
    return this.#smallest.toSample();
  }
}

/**
 * A number of the event that follows from what it is, not from how a run numbers it. Two events of one actor in one
 * millisecond that do the same to the same thing share it, and are as good as one for a sample.
 */
export function hashFacts({ at, actor, action, resource, address }: EventFacts): number {
  let h = Math.imul(actor ^ (at >>> 0), 0x9e3779b1) ^ Math.floor(at / 2 ** 32);
  h = Math.imul(h ^ (h >>> 15) ^ action, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ resource, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ address, 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}
