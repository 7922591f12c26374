import type { EventFacts } from "../../profile/index.ts";
import type { FeatureSample } from "../model/feature-sample.ts";

/** Over all partitions and days a model is trained on this many rows. */
export const SAMPLE_ROWS_MAX = 20_000;

/** Collects the rows with the smallest hashes: the same rows whatever the order and however events are spread. */
export class RowSampler {
  readonly #width: number;
  readonly #rowsMax: number;
  #table: Table;
  #below = 2 ** 32;

  constructor(width: number, rowsMax: number = SAMPLE_ROWS_MAX) {
    this.#width = width;
    this.#rowsMax = rowsMax;
    this.#table = createTable(Math.min(ROWS_FIRST, 2 * rowsMax), width);
  }

  /** Begins anew. Only hashes under `below` are of use: a fuller sample has got enough smaller ones. */
  start(below: number): void {
    this.#table.rows = 0;
    this.#below = below;
  }

  offer(facts: EventFacts, row: Float64Array): void {
    const hash = hashFacts(facts);
    if (hash >= this.#below) return;
    if (this.#table.rows === this.#table.hashes.length) this.#makeRoom();
    if (hash >= this.#below) return;
    const table = this.#table;
    table.features.set(row, table.rows * this.#width);
    table.hashes[table.rows] = hash;
    table.kinds[table.rows] = facts.actorKind;
    table.rows++;
  }

  take(): FeatureSample {
    this.#compact();
    const { rows, features, hashes, kinds } = this.#table;
    return {
      rows,
      features: features.slice(0, rows * this.#width),
      hashes: hashes.slice(0, rows),
      kinds: kinds.slice(0, rows),
    };
  }

  #makeRoom(): void {
    const full = this.#table;
    if (full.hashes.length >= 2 * this.#rowsMax) {
      this.#compact();
      return;
    }
    const table = createTable(Math.min(full.hashes.length * 2, 2 * this.#rowsMax), this.#width);
    table.features.set(full.features);
    table.hashes.set(full.hashes);
    table.kinds.set(full.kinds);
    table.rows = full.rows;
    this.#table = table;
  }

  /** Keeps the smallest ones, ordered by hash, and of equal hashes those that came first. */
  #compact(): void {
    const { rows, features, hashes, kinds } = this.#table;
    const order = Array.from({ length: rows }, (_, row) => row).sort(
      (a, b) => hashes[a]! - hashes[b]! || a - b,
    );
    const width = this.#width;
    const table = createTable(hashes.length, width);
    for (const from of order.slice(0, this.#rowsMax)) {
      table.features.set(features.subarray(from * width, (from + 1) * width), table.rows * width);
      table.hashes[table.rows] = hashes[from]!;
      table.kinds[table.rows] = kinds[from]!;
      table.rows++;
    }
    this.#table = table;
    const last = table.rows === this.#rowsMax ? table.hashes[table.rows - 1] : undefined;
    if (last !== undefined) this.#below = Math.min(this.#below, last);
  }
}

const ROWS_FIRST = 256;

interface Table {
  rows: number;
  readonly features: Float64Array;
  readonly hashes: Uint32Array;
  readonly kinds: Uint8Array;
}

const createTable = (capacity: number, width: number): Table => ({
  rows: 0,
  features: new Float64Array(capacity * width),
  hashes: new Uint32Array(capacity),
  kinds: new Uint8Array(capacity),
});

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
