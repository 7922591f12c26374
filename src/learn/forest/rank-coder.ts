/**
 * Turns the numbers of one column into ranks among its cuts: the rank is the number of cuts below the value, so
 * value <= cuts[k] exactly when the rank is at most k.
 */
export interface RankCoder {
  readonly kind: "rank";
  readonly column: number;
  readonly cuts: Float64Array;
  /** The cuts of cell g are grid[g] to grid[g + 1]. */
  readonly grid: Int32Array;
  readonly low: number;
  readonly scale: number;
}

/**
 * A grid over the cuts' range narrows the search to a few cuts. Mapping a value to its cell only multiplies and
 * subtracts, so it never decreases with the value: cuts of lower cells are below the value, those of higher ones above.
 */
export function createRankCoder(column: number, cuts: Float64Array): RankCoder {
  const low = cuts[0] ?? 0;
  const last = cuts[cuts.length - 1] ?? 0;
  // A split of the missing from the present values asks for infinity, which no grid can span.
  const high = last === Number.POSITIVE_INFINITY ? (cuts[cuts.length - 2] ?? low) : last;
  const range = high - low;
  const cells = Math.max(4 * cuts.length, 1);
  const usable = range > 0 && range < Number.POSITIVE_INFINITY && cells / range < Number.POSITIVE_INFINITY;
  const scale = usable ? cells / range : 0;
  const grid = new Int32Array(cells + 2);
  for (const cut of cuts) grid[(Math.min(Math.max((cut - low) * scale, 0), cells) | 0) + 1]!++;
  for (let cell = 1; cell < grid.length; cell++) grid[cell]! += grid[cell - 1]!;
  return { kind: "rank", column, cuts, grid, low, scale };
}

/** How many of the coder's cuts lie below the value. */
export function countBelow(coder: RankCoder, value: number): number {
  const { cuts, grid, low, scale } = coder;
  const cell = Math.min(Math.max((value - low) * scale, 0), grid.length - 2) | 0;
  let from = grid[cell]!;
  let to = grid[cell + 1]!;
  while (to - from > 4) {
    const middle = (from + to) >>> 1;
    if (cuts[middle]! < value) from = middle + 1;
    else to = middle;
  }
  while (from < to && cuts[from]! < value) from++;
  return from;
}
