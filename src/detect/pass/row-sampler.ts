import type { EventFacts } from "../../profile/index.ts";
import type { FeatureSample } from "../model/feature-sample.ts";

/** Over all partitions and days a model is trained on this many rows. */
export const SAMPLE_ROWS_MAX = 20_000;

/** Collects the rows with the smallest hashes: the same rows whatever the order and however events are spread. */
export interface RowSampler {
  /** Starts anew. Only hashes under `below` are of use: what a fuller sample has already got is smaller. */
  start(below: number): void;
  offer(facts: EventFacts, features: Float64Array): void;
  take(): FeatureSample;
}

export function createRowSampler(width: number, rowsMax: number = SAMPLE_ROWS_MAX): RowSampler {
  let capacity = Math.min(256, 2 * rowsMax);
  let features = new Float64Array(capacity * width);
  let hashes = new Uint32Array(capacity);
  let kinds = new Uint8Array(capacity);
  let rows = 0;
  let below = 2 ** 32;

  const grow = (): void => {
    capacity = Math.min(capacity * 2, 2 * rowsMax);
    const copy = <T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    features = copy(features, new Float64Array(capacity * width));
    hashes = copy(hashes, new Uint32Array(capacity));
    kinds = copy(kinds, new Uint8Array(capacity));
  };

  /** Keeps the `rowsMax` smallest, ordered by hash, and of equal hashes the ones that came first. */
  const compact = (): void => {
    const order = Array.from({ length: rows }, (_, row) => row).sort(
      (a, b) => hashes[a]! - hashes[b]! || a - b,
    );
    const kept = order.slice(0, rowsMax);
    const before = {
      features: features.slice(0, rows * width),
      hashes: hashes.slice(),
      kinds: kinds.slice(),
    };
    kept.forEach((from, to) => {
      features.set(before.features.subarray(from * width, (from + 1) * width), to * width);
      hashes[to] = before.hashes[from]!;
      kinds[to] = before.kinds[from]!;
    });
    rows = kept.length;
    if (rows === rowsMax && rows > 0) below = Math.min(below, hashes[rows - 1]!);
  };

  return {
    start(limit) {
      rows = 0;
      below = limit;
    },
    offer(facts, row) {
      const hash = hashFacts(facts);
      if (hash >= below) return;
      if (rows === capacity) {
        if (capacity < 2 * rowsMax) grow();
        else compact();
        if (hash >= below) return;
      }
      features.set(row, rows * width);
      hashes[rows] = hash;
      kinds[rows] = facts.actorKind;
      rows++;
    },
    take() {
      compact();
      return {
        rows,
        features: features.slice(0, rows * width),
        hashes: hashes.slice(0, rows),
        kinds: kinds.slice(0, rows),
      };
    },
  };
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
