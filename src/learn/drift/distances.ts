import { chiSquareTail, kolmogorovTail } from "./distributions.ts";

/** Population stability index: sum of (p - q) ln(p / q) over the cells, with 1/2 added to every count. */
export function stabilityIndex(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const cells = reference.length;
  const n = sumOf(reference) + cells / 2;
  const m = sumOf(current) + cells / 2;
  let sum = 0;
  for (let cell = 0; cell < cells; cell++) {
    const p = (reference[cell]! + 0.5) / n;
    const q = (current[cell]! + 0.5) / m;
    sum += (p - q) * Math.log(p / q);
  }
  return sum;
}

/** Jensen-Shannon distance of two tables of counts: root of the divergence in bits, in [0, 1]. */
export function jensenShannon(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const n = sumOf(reference);
  const m = sumOf(current);
  if (n === 0 || m === 0) return n === m ? 0 : 1;
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const p = reference[cell]! / n;
    const q = current[cell]! / m;
    const middle = (p + q) / 2;
    if (p > 0) sum += (p / 2) * Math.log2(p / middle);
    if (q > 0) sum += (q / 2) * Math.log2(q / middle);
  }
  return Math.sqrt(Math.max(0, sum));
}

export interface TestResult {
  readonly statistic: number;
  /** Probability of a statistic at least as large when nothing changed. */
  readonly p: number;
}

/** Two-sample Kolmogorov-Smirnov on ascending values: D, and p as for one sample of nm / (n + m) values. */
export function kolmogorovSmirnov(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const n = reference.length;
  const m = current.length;
  if (n === 0 || m === 0) return { statistic: 0, p: 1 };
  const statistic = largestGap(reference, current);
  return { statistic, p: kolmogorovTail(statistic, Math.round((n * m) / (n + m))) };
}

/** The largest difference of the two empirical distributions; values ascending. */
export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let i = 0;
  let j = 0;
  let gap = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}

/** Wasserstein distance of order 1 of ascending values: the area between the two empirical distributions. */
export function wasserstein(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let i = 0;
  let j = 0;
  let area = 0;
  let before = Number.NaN;
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    if (!Number.isNaN(before)) area += Math.abs(i / a.length - j / b.length) * (value - before);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    before = value;
  }
  return area;
}

/** Cells expected to hold fewer are pooled: the chi-square law does not hold for them. */
export const EXPECTED_COUNT_MIN = 5;

/** Chi-square test that two rows of counts come from one distribution. Cells without any count do not matter. */
export function chiSquare(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const n = sumOf(reference);
  const m = sumOf(current);
  if (n === 0 || m === 0) return { statistic: 0, p: 1 };
  let statistic = 0;
  let cells = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const both = reference[cell]! + current[cell]!;
    if (both === 0) continue;
    cells++;
    const a = (both * n) / (n + m);
    const b = (both * m) / (n + m);
    statistic += (reference[cell]! - a) ** 2 / a + (current[cell]! - b) ** 2 / b;
  }
  return { statistic, p: cells < 2 ? 1 : chiSquareTail(statistic, cells - 1) };
}

/** The same counts with all cells that are expected to be too small in either row gathered in one last cell. */
export function poolSmallCells(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): { readonly reference: number[]; readonly current: number[] } {
  const n = sumOf(reference);
  const m = sumOf(current);
  const kept: [number[], number[]] = [[], []];
  const pooled = [0, 0] satisfies [number, number];
  for (let cell = 0; cell < reference.length; cell++) {
    const share = (reference[cell]! + current[cell]!) / (n + m);
    if (share * Math.min(n, m) >= EXPECTED_COUNT_MIN) {
      kept[0].push(reference[cell]!);
      kept[1].push(current[cell]!);
    } else {
      pooled[0] += reference[cell]!;
      pooled[1] += current[cell]!;
    }
  }
  if (pooled[0] + pooled[1] === 0) return { reference: kept[0], current: kept[1] };
  return { reference: [...kept[0], pooled[0]], current: [...kept[1], pooled[1]] };
}

/**
 * Unbiased squared maximum mean discrepancy (Gretton et al. 2012) of two samples of numbers with the kernel
 * exp(-(x - y)² / (2 sigma²)); quadratic in the samples, and slightly below 0 as often as above when nothing changed.
 */
export function meanDiscrepancy(a: ArrayLike<number>, b: ArrayLike<number>, sigma: number): number {
  const scale = -1 / (2 * sigma * sigma);
  const mean = (x: ArrayLike<number>, y: ArrayLike<number>, same: boolean): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < y.length; j++) if (!same || i !== j) sum += Math.exp(scale * (x[i]! - y[j]!) ** 2);
    }
    return sum / (x.length * (same ? y.length - 1 : y.length));
  };
  return mean(a, a, true) + mean(b, b, true) - 2 * mean(a, b, false);
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) sum += counts[cell]!;
  return sum;
}
