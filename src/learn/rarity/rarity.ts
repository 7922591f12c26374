/**
 * Rarity in bits: how surprising one value is for one entity, with what the entity's group and everybody do as the
 * fallback where the entity's own past is thin. Pure: the counts are the caller's.
 */

/** How often was seen what; decayed counts need not be whole. */
export interface RarityCounts {
  /** The value for the entity, and all values for the entity. */
  readonly pair: number;
  readonly entity: number;
  /** The value in the entity's group, and all values in the group. */
  readonly pairInGroup: number;
  readonly group: number;
  /** The value anywhere, all values anywhere, and how many different values there are. */
  readonly value: number;
  readonly total: number;
  readonly kinds: number;
}

export interface RarityOptions {
  /** How many observations of one's own weigh as much as the fallback; 10 to 50. */
  readonly backOff?: number;
  /** Count that a value never seen is taken to have. */
  readonly novelty?: number;
}

/** Surprise in bits at each level; `entity` is the answer, the others say for whom it is rare. */
export interface Rarity {
  readonly entity: number;
  readonly group: number;
  readonly everybody: number;
}

const BACK_OFF = 20;
const NOVELTY = 0.5;

/** -log2 p of the value for the entity, for its group, and for everybody. Finite and at least 0, whatever the counts. */
export function rarityBits(counts: RarityCounts, options: RarityOptions = {}): Rarity {
  const { backOff = BACK_OFF, novelty = NOVELTY } = options;
  const everybody = (counts.value + novelty) / (counts.total + novelty * (counts.kinds + 1));
  const group = (counts.pairInGroup + backOff * everybody) / (counts.group + backOff);
  const entity = (counts.pair + backOff * group) / (counts.entity + backOff);
  return { entity: toBits(entity), group: toBits(group), everybody: toBits(everybody) };
}

/**
 * Surprise in bits of meeting something new, for an entity that met `kinds` different things in `total` observations:
 * little for one that always does new things, much for one that never does.
 */
export const noveltyBits = (kinds: number, total: number): number => toBits((kinds + 0.5) / (total + 1));

/** -log2 of a probability; 0 where rounding carried it past 1. */
export const toBits = (probability: number): number => Math.max(-Math.log2(probability), 0);

/** A count whose past fades: an observation counts half after each half-life. */
export interface DecayedCount {
  readonly count: number;
  /** When `count` held, in milliseconds. */
  readonly at: number;
}

export const EMPTY_COUNT: DecayedCount = { count: 0, at: 0 };

/** The count as of a time. A time before the count's own, from an event that came late, takes nothing away. */
export function countAt({ count, at }: DecayedCount, time: number, halfLifeMs: number): number {
  return time <= at ? count : count * 2 ** ((at - time) / halfLifeMs);
}

/** The count with one observation more, which weighs less if it came late. */
export function observe(
  counted: DecayedCount,
  seen: { readonly at: number; readonly weight?: number },
  halfLifeMs: number,
): DecayedCount {
  const weight = seen.weight ?? 1;
  if (counted.count === 0) return { count: weight, at: seen.at };
  if (seen.at >= counted.at) return { count: countAt(counted, seen.at, halfLifeMs) + weight, at: seen.at };
  return { count: counted.count + weight * 2 ** ((seen.at - counted.at) / halfLifeMs), at: counted.at };
}
