/**
 * Seeded pseudo-random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 32-bit operations that V8 keeps in registers.
 * Never for secrets.
 */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of it random. */
  next(): number;
  /** Uniform integer in [0, bound); bound from 1 to 2^32. */
  nextInt(bound: number): number;
  /** Standard normal. */
  nextNormal(): number;
}

export function createRng(seed: number): Rng {
  let a = mix(seed, 0x9e3779b9);
  let b = mix(seed, 0x243f6a88);
  let c = mix(seed, 0xb7e15162);
  let counter = 1;
  const nextUint = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) nextUint();
  const next = (): number => nextUint() / 4294967296;
  return {
    next,
    nextInt: (bound) => Math.floor(next() * bound),
    // Marsaglia's polar method without the second value: a stateless call keeps streams easy to reason about.
    nextNormal: () => {
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
  };
}

/** A seed for part `index` of the work under `seed`: results do not depend on how parts are spread over threads. */
export function mix(seed: number, index: number): number {
  let h = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad) ^ Math.imul(index + 0x7f4a7c15, 0x735a2d97);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  h ^= h >>> 15;
  return h >>> 0;
}
