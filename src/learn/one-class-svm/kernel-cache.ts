import type { KernelRow } from "./kernel.ts";

/** Kernel rows that were computed, the least recently used dropped first; at least two rows are always kept. */
export interface KernelCache {
  readonly row: (i: number) => Float32Array;
  readonly rowsMax: number;
}

/** A cache of rows of `count` 32-bit floats that holds no more than `bytesMax` (but two rows in any case). */
export function createKernelCache(fill: KernelRow, count: number, bytesMax: number): KernelCache {
  const rowsMax = Math.max(2, Math.min(count, Math.floor(bytesMax / (4 * Math.max(count, 1)))));
  const rows = new Map<number, Float32Array>();
  // Below the limit, nothing is ever dropped, so the order of use need not be kept.
  const bounded = rowsMax < count;
  const row = (i: number): Float32Array => {
    const kept = rows.get(i);
    if (kept !== undefined) {
      if (bounded) {
        rows.delete(i);
        rows.set(i, kept);
      }
      return kept;
    }
    const out = rows.size < rowsMax ? new Float32Array(count) : takeOldest(rows);
    fill(i, out);
    rows.set(i, out);
    return out;
  };
  return { row, rowsMax };
}

function takeOldest(rows: Map<number, Float32Array>): Float32Array {
  for (const [index, row] of rows) {
    rows.delete(index);
    return row;
  }
  throw new Error("An empty kernel cache has no oldest row.");
}
