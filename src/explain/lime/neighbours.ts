import type { Rng } from "../../domain/index.ts";
import { type Column, type Matrix, MISSING_CODE } from "../../learn/index.ts";
import { INVERSE_POINTS, INVERSE_STEPS, inversesOf } from "./inverse.ts";
import { binCount, binOfCell, binShares, type ColumnBins, type LimeReference } from "./reference.ts";

/** Made-up rows around one, with which cells share its bin. */
export interface Neighbours {
  readonly table: Matrix;
  /** Which cells lie in the bin of the explained row: column c of row i is bit c % 32 of word (c >>> 5) * rows + i. */
  readonly same: Int32Array;
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
  const same = new Int32Array(((reference.columns.length + 31) >>> 5) * count);
  const randoms = new Float64Array(2 * count);
  const inverses = inversesOf(reference);
  const columns = reference.columns.map((column, c): Column => {
    fillUniform(randoms, rng);
    const bins = drawBins(binShares(column), randoms.subarray(0, count));
    const own = Int32Array.from({ length: binCount(column) }, (_, bin) =>
      bin === binOfCell(column, row[c]!) ? 1 << (c & 31) : 0,
    );
    const words = same.subarray((c >>> 5) * count, ((c >>> 5) + 1) * count);
    return fillColumn(column, bins, { own, words, places: randoms.subarray(count), inverse: inverses[c]! });
  });
  return { table: { rows: count, columns }, same };
}

interface Draws {
  /** Of each bin, the bit that says so where it is the explained row's; 0 elsewhere. */
  readonly own: Int32Array;
  /** Of each made-up row the word with the column's bit. */
  readonly words: Int32Array;
  /** Uniform in [0, 1): where in its bin each number lies. */
  readonly places: Float64Array;
  readonly inverse: Float64Array;
}

function fillColumn(column: ColumnBins, drawn: Int32Array, draws: Draws): Column {
  const { own, words, places, inverse } = draws;
  const { name } = column;
  if (column.kind === "categorical") {
    const missing = binCount(column) - 1;
    const codes = drawn.map((bin, i) => {
      words[i]! |= own[bin]!;
      return bin === missing ? MISSING_CODE : bin;
    });
    return { kind: "categorical", name, codes, categories: column.categories };
  }
  const values = new Float64Array(drawn.length);
  for (let i = 0; i < values.length; i++) {
    const bin = drawn[i]!;
    words[i]! |= own[bin]!;
    const place = places[i]! * INVERSE_STEPS;
    const step = place | 0;
    const at = bin * INVERSE_POINTS + step;
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
