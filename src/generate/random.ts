import { createRng, mix, type Rng } from "../domain/index.ts";

/** Draws that generation needs, over one seeded stream. */
export interface Dice extends Rng {
  pick<T>(items: readonly T[]): T;
  /** By weight; weights need not add up to one. */
  pickWeighted<T>(items: readonly (readonly [item: T, weight: number])[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Integer in [from, to]. */
  between(from: number, to: number): number;
  /** Events in a unit of time at this mean rate (Knuth's method, in parts whose products do not vanish). */
  poisson(mean: number): number;
  /** Lognormal with this median; `sigma` is the deviation of its logarithm. */
  lognormal(median: number, sigma: number): number;
  hex(digits: number): string;
  /** Upper-case letters and digits, as AWS writes ids. */
  code(length: number): string;
  uuid(): string;
}

/** Poisson numbers add up: a large mean is drawn in parts. */
const POISSON_PART = 100;
const CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function createDice(seed: number): Dice {
  const rng = createRng(seed);
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) text += rng.nextInt(0x100000000).toString(16).padStart(8, "0");
    return text.slice(0, digits);
  };
  const drawPoisson = (mean: number): number => {
    const limit = Math.exp(-mean);
    let product = rng.next();
    let count = 0;
    while (product > limit) {
      product *= rng.next();
      count++;
    }
    return count;
  };
  return {
    ...rng,
    pick: (items) => items[rng.nextInt(items.length)]!,
    pickWeighted(items) {
      let rest = rng.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items.at(-1)![0];
    },
    chance: (probability) => rng.next() < probability,
    between: (from, to) => from + rng.nextInt(to - from + 1),
    poisson(mean) {
      let count = 0;
      for (let left = mean; left > 0; left -= POISSON_PART)
        count += drawPoisson(Math.min(left, POISSON_PART));
      return count;
    },
    lognormal: (median, sigma) => median * Math.exp(sigma * rng.nextNormal()),
    hex,
    code(length) {
      let text = "";
      for (let i = 0; i < length; i++) text += CODE[rng.nextInt(32)]!;
      return text;
    },
    uuid() {
      const digits = hex(32);
      const variant = ((Number.parseInt(digits[16]!, 16) & 3) | 8).toString(16);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
}

/** A stream of its own for one part of the work (a person's day), so that parts do not disturb each other. */
export const branchSeed = (seed: number, ...parts: readonly number[]): number =>
  parts.reduce((branch, part) => mix(branch, part), seed);
