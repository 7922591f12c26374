import type { Rng } from "../../domain/index.ts";
import { type Column, type Matrix, MISSING_CODE } from "../../learn/index.ts";
import { INVERSE_POINTS, INVERSE_STEPS, inversesOf } from "./inverse.ts";
import { binCount, binOfCell, binShares, type ColumnBins, type LimeReference } from "./reference.ts";

/** Made-up rows, with the bins that their cells lie in. */
export interface Neighbours {
  readonly table: Matrix;
  /** Of each column the bins of its cells, row by row. */
  readonly bins: readonly Int32Array[];
}

/**
 * Rows whose bins are drawn column by column with the training shares. The draws are stratified: each bin comes up as
 * often as its share says, to one row, and only the order is random. That removes most of the noise that makes plain
 * LIME answer differently each time.
 */
export function drawNeighbours(reference: LimeReference, count: number, rng: Rng): Neighbours {
  const randoms = new Float64Array(2 * count);
  const inverses = inversesOf(reference);
  const bins: Int32Array[] = [];
  const columns = reference.columns.map((column, c): Column => {
    fillUniform(randoms, rng);
    const drawn = drawBins(binShares(column), randoms.subarray(0, count));
    bins.push(drawn);
    return fillColumn(column, drawn, { places: randoms.subarray(count), inverse: inverses[c]! });
  });
  return { table: { rows: count, columns }, bins };
}

/**
 * Which cells lie in the bin of a row's, whose cells are numbers and codes of the reference's categories: column c of
 * made-up row i is bit c % 32 of word (c >>> 5) * rows + i.
 */
export function markSame(
  reference: LimeReference,
  bins: readonly Int32Array[],
  row: ArrayLike<number>,
): Int32Array {
  const rows = bins[0]?.length ?? 0;
  const same = new Int32Array(((bins.length + 31) >>> 5) * rows);
  reference.columns.forEach((column, c) => {
    const own = binOfCell(column, row[c]!);
    const bit = 1 << (c & 31);
    const words = same.subarray((c >>> 5) * rows, ((c >>> 5) + 1) * rows);
    const drawn = bins[c]!;
    for (let i = 0; i < rows; i++) words[i]! |= drawn[i] === own ? bit : 0;
  });
  return same;
}

interface Draws {
  /** Uniform in [0, 1): where in its bin each number lies. */
  readonly places: Float64Array;
  readonly inverse: Float64Array;
}

function fillColumn(column: ColumnBins, drawn: Int32Array, { places, inverse }: Draws): Column {
  const { name } = column;
  if (column.kind === "categorical") {
    const missing = binCount(column) - 1;
    const codes = drawn.map((bin) => (bin === missing ? MISSING_CODE : bin));
    return { kind: "categorical", name, codes, categories: column.categories };
  }
  const values = new Float64Array(drawn.length);
  for (let i = 0; i < values.length; i++) {
    const place = places[i]! * INVERSE_STEPS;
    const step = place | 0;
    const at = drawn[i]! * INVERSE_POINTS + step;
    const low = inverse[at]!;
    values[i] = low + (inverse[at + 1]! - low) * (place - step);
  }
  return { kind: "numeric", name, values };
}

/** Each bin floor(share x count) times, the rest to the largest remainders, then shuffled (Fisher and Yates). */
function drawBins(shares: readonly number[], randoms: Float64Array): Int32Array {
  const count = randoms.length;
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
    const j = (randoms[i]! * (i + 1)) | 0;
    const swapped = drawn[i]!;
    drawn[i] = drawn[j]!;
    drawn[j] = swapped;
  }
  return drawn;
}

/** Uniform numbers in [0, 1) in bulk: sfc32 as in the generator that seeds it, its state in registers. */
function fillUniform(into: Float64Array, rng: Rng): void {
  let a = rng.nextInt(WORDS) | 0;
  let b = rng.nextInt(WORDS) | 0;
  let c = rng.nextInt(WORDS) | 0;
  for (let i = -WARM_UP; i < into.length; i++) {
    const t = (a + b + i) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    if (i >= 0) into[i] = (t >>> 0) / WORDS;
  }
}

const WORDS = 2 ** 32;
const WARM_UP = 12;
