import { PARTITIONS } from "../../profile/index.ts";

/**
 * Deals partitions to lanes so that each has about as many events: the heaviest first, to whoever has the least.
 * Which lane works on a partition makes no difference to what comes out.
 */
export function dealPartitions(weights: ArrayLike<number>, lanes: number): readonly (readonly number[])[] {
  const hands = Array.from({ length: lanes }, () => ({ partitions: [] as number[], weight: 0 }));
  const order = Array.from({ length: PARTITIONS }, (_, partition) => partition).sort(
    (a, b) => weights[b]! - weights[a]! || a - b,
  );
  for (const partition of order) {
    const hand = hands.reduce((least, one) => (one.weight < least.weight ? one : least));
    hand.partitions.push(partition);
    // One for the partition itself, so that empty ones are spread as well.
    hand.weight += weights[partition]! + 1;
  }
  return hands.map(({ partitions }) => partitions);
}
