/** Trees `from` to `to`, `to` excluded. Tree t draws from `mix(seed, t)`, whoever grows it. */
export interface TreeRange {
  readonly from: number;
  readonly to: number;
}

/** All trees in ranges of at most `size`: few enough to cancel soon, many enough to be worth a thread's message. */
export function toTreeRanges(trees: number, size: number): TreeRange[] {
  const ranges: TreeRange[] = [];
  for (let from = 0; from < trees; from += size) ranges.push({ from, to: Math.min(from + size, trees) });
  return ranges;
}
