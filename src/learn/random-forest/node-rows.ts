import type { BinnedTable } from "./bins.ts";

/** A node of the tree that grows: a stretch of words, see bag-words.ts. */
export interface NodeRows {
  readonly table: BinnedTable;
  readonly labels: Uint16Array;
  /** Two classes and whole weights: one addition counts both, see PACK. */
  readonly packed: boolean;
  /** What each row weighs in the bag, where sums are not packed. */
  readonly weights: Float64Array;
  words: Int32Array;
  from: number;
  to: number;
  /** Packed sum of all the node's rows; 0 where sums are not packed. */
  sum: number;
}
