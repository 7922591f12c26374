/**
 * Recognises event ids that were seen before, in bounded memory: two generations of an open-addressing table of
 * 64-bit fingerprints. When the young generation is full it becomes the old one, so at least the last
 * `fingerprintsMax` distinct ids are remembered. Trails overlap within minutes, not within millions of events.
 */
export interface DuplicateFilter {
  /** Remembers the fingerprint; true when it was known already. */
  add(low: number, high: number): boolean;
  /** True once ids have been forgotten: duplicates further apart than `fingerprintsMax` ids are not recognised. */
  readonly hasForgotten: boolean;
}

/** Fingerprints of one generation: 8 bytes each at a load of at most 0.75, 128 MiB at the most. */
export const FINGERPRINTS_MAX = 12_000_000;
const SLOTS_MIN = 1 << 14;

interface Generation {
  words: Uint32Array;
  mask: number;
  count: number;
}

export function createDuplicateFilter(fingerprintsMax: number = FINGERPRINTS_MAX): DuplicateFilter {
  let young = createGeneration(SLOTS_MIN);
  let old: Generation | null = null;
  let hasForgotten = false;
  return {
    get hasForgotten() {
      return hasForgotten;
    },
    add(low, high) {
      // (0, 0) marks an empty slot.
      const safeHigh = low === 0 && high === 0 ? 1 : high;
      if (old !== null && has(old, low, safeHigh)) return true;
      if (!insert(young, low, safeHigh)) return true;
      if (young.count >= fingerprintsMax) {
        hasForgotten = hasForgotten || old !== null;
        old = young;
        young = createGeneration(SLOTS_MIN);
      } else if (young.count * 4 > (young.mask + 1) * 3) {
        young = grow(young);
      }
      return false;
    },
  };
}

function createGeneration(slots: number): Generation {
  return { words: new Uint32Array(slots * 2), mask: slots - 1, count: 0 };
}

/** The slot that holds the fingerprint, or the empty one where it belongs. */
function findSlot({ words, mask }: Generation, low: number, high: number): number {
  let slot = low & mask;
  for (;;) {
    const a = words[slot * 2]!;
    const b = words[slot * 2 + 1]!;
    if ((a === low && b === high) || (a === 0 && b === 0)) return slot;
    slot = (slot + 1) & mask;
  }
}

function has(generation: Generation, low: number, high: number): boolean {
  const slot = findSlot(generation, low, high);
  return generation.words[slot * 2] !== 0 || generation.words[slot * 2 + 1] !== 0;
}

/** False when the fingerprint was there already. */
function insert(generation: Generation, low: number, high: number): boolean {
  const slot = findSlot(generation, low, high);
  if (generation.words[slot * 2] !== 0 || generation.words[slot * 2 + 1] !== 0) return false;
  generation.words[slot * 2] = low;
  generation.words[slot * 2 + 1] = high;
  generation.count++;
  return true;
}

function grow(generation: Generation): Generation {
  const larger = createGeneration((generation.mask + 1) * 2);
  const { words } = generation;
  for (let i = 0; i < words.length; i += 2) {
    if (words[i] !== 0 || words[i + 1] !== 0) insert(larger, words[i]!, words[i + 1]!);
  }
  return larger;
}
