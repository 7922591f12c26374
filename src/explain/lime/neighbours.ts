import type { Rng } from "../../domain/index.ts";
import { type Column, type Matrix, MISSING_CODE } from "../../learn/index.ts";
import {
  type Bin,
  binCount,
  binOfCell,
  binShares,
  type ColumnBins,
  type LimeReference,
} from "./reference.ts";

/** Made-up rows around one, with which cells share its bin. */
export interface Neighbours {
  readonly table: Matrix;
  /** Row-major, one byte a cell: 1 where the cell lies in the bin of the explained row. */
  readonly same: Uint8Array;
}

export interface NeighbourOptions {
  readonly count: number;
  /** The explained row's cells, by column: numbers and codes of the reference's categories. */
  readonly row: ArrayLike<number>;
  readonly rng: Rng;
}

/**
 * Rows whose bins are drawn column by column with the training shares. The draws are stratified: each bin comes up as
 * often as its share says, to one row, and only the order is random. That removes most of the noise that makes plain
 * LIME answer differently each time.
 */
export function drawNeighbours(reference: LimeReference, { count, row, rng }: NeighbourOptions): Neighbours {
  const width = reference.columns.length;
  const same = new Uint8Array(count * width);
  const columns = reference.columns.map((column, c): Column => {
    const bins = drawBins(binShares(column), count, rng);
    const own = binOfCell(column, row[c]!);
    for (let i = 0; i < count; i++) same[i * width + c] = Number(bins[i] === own);
    return fillColumn(column, bins, rng);
  });
  return { table: { rows: count, columns }, same };
}

function fillColumn(column: ColumnBins, drawn: Int32Array, rng: Rng): Column {
  const missing = binCount(column) - 1;
  const { name } = column;
  if (column.kind === "categorical") {
    const codes = drawn.map((bin) => (bin === missing ? MISSING_CODE : bin));
    return { kind: "categorical", name, codes, categories: column.categories };
  }
  const values = new Float64Array(drawn.length);
  const normal = createNormal(rng);
  for (let i = 0; i < drawn.length; i++) {
    values[i] = drawn[i] === missing ? Number.NaN : drawInside(column.bins[drawn[i]!]!, rng, normal);
  }
  return { kind: "numeric", name, values };
}

/** Each bin floor(share x count) times, the rest to the largest remainders, then shuffled (Fisher and Yates). */
function drawBins(shares: readonly number[], count: number, rng: Rng): Int32Array {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const wanted = shares.map((share) => (total === 0 ? 0 : (share / total) * count));
  const times = wanted.map(Math.floor);
  const byRemainder = [...wanted.keys()].sort((a, b) => wanted[b]! - times[b]! - (wanted[a]! - times[a]!));
  let left = count - times.reduce((sum, t) => sum + t, 0);
  for (const bin of byRemainder) {
    if (left === 0) break;
    times[bin]!++;
    left--;
  }
  // A reference without rows knows nothing but gaps.
  if (left > 0) times[times.length - 1]! += left;
  const drawn = new Int32Array(count);
  let at = 0;
  times.forEach((t, bin) => {
    drawn.fill(bin, at, at + t);
    at += t;
  });
  for (let i = count - 1; i > 0; i--) {
    const j = rng.nextInt(i + 1);
    const swapped = drawn[i]!;
    drawn[i] = drawn[j]!;
    drawn[j] = swapped;
  }
  return drawn;
}

const REJECTIONS_MAX = 20;

/** Normal with the bin's mean and deviation, cut off at its ends. */
function drawInside({ mean, deviation, min, max }: Bin, rng: Rng, normal: () => number): number {
  if (deviation === 0) return mean;
  for (let trial = 0; trial < REJECTIONS_MAX; trial++) {
    const value = mean + deviation * normal();
    if (value >= min && value <= max) return value;
  }
  return min + (max - min) * rng.next();
}

/** Marsaglia's polar method makes normals in pairs; here, where a hundred thousand are drawn, both are used. */
function createNormal(rng: Rng): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * rng.next() - 1;
      const v = 2 * rng.next() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };
}
