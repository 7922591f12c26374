import type { Rng } from "../../domain/index.ts";

/** Draws the rows of one tree after another from a table; the order of trees does not matter to what each gets. */
export interface RowSampler {
  /** Writes the ordinals of the drawn rows to `into`, as many as it is long. */
  draw(rng: Rng, into: Int32Array): void;
}

/**
 * Without weights, rows are drawn without replacement. With weights, each draw takes a row with probability
 * proportional to its weight, so a row may come twice, as it may when it stands twice in the table.
 */
export function createRowSampler(rows: number, weights: Float64Array | null): RowSampler {
  return weights === null ? createEvenSampler(rows) : createWeightedSampler(weights);
}

/** Fisher-Yates as far as needed, then undone: the cost is that of the sample, not of the table. */
function createEvenSampler(rows: number): RowSampler {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  let swaps = new Int32Array(0);
  return {
    draw: (rng, into) => {
      const size = into.length;
      if (swaps.length < size) swaps = new Int32Array(size);
      for (let i = 0; i < size; i++) {
        const j = i + rng.nextInt(rows - i);
        swaps[i] = j;
        const row = order[j]!;
        order[j] = order[i]!;
        order[i] = row;
        into[i] = row;
      }
      for (let i = size - 1; i >= 0; i--) {
        const j = swaps[i]!;
        const row = order[j]!;
        order[j] = order[i]!;
        order[i] = row;
      }
    },
  };
}

function createWeightedSampler(weights: Float64Array): RowSampler {
  const cumulated = new Float64Array(weights.length);
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    total += weights[row]!;
    cumulated[row] = total;
  }
  return {
    draw: (rng, into) => {
      for (let i = 0; i < into.length; i++) into[i] = firstAbove(cumulated, rng.next() * total);
    },
  };
}

/** The first index whose value is above `bound`; rows of weight 0 are never it. */
function firstAbove(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
