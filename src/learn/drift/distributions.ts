/** Tails of the distributions that tests of drift need, by series and continued fractions (Numerical Recipes, ch. 6). */

const RELATIVE_ERROR = 1e-16;
const TERMS_MAX = 10_000;
/** Keeps a continued fraction's denominators off zero. */
const TINY = 1e-300;

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, to about 1e-14 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0]!;
  for (let k = 1; k < LANCZOS.length; k++) sum += LANCZOS[k]! / (x - 1 + k);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** P(a, x), the regularised lower incomplete gamma function; a > 0, x >= 0. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), exact in its far tail. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

const gammaFront = (a: number, x: number): number => Math.exp(a * Math.log(x) - x - logGamma(a));

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < TERMS_MAX && term > sum * RELATIVE_ERROR; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * gammaFront(a, x);
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / awayFromZero(an * d + b);
    c = awayFromZero(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < RELATIVE_ERROR) break;
  }
  return h * gammaFront(a, x);
}

const awayFromZero = (x: number): number => (Math.abs(x) < TINY ? TINY : x);

/** I_x(a, b), the regularised incomplete beta function; a, b > 0, x in [0, 1]. */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < RELATIVE_ERROR) break;
  }
  return h;
}

/** P(X > x) of the chi-square distribution. */
export const chiSquareTail = (x: number, freedom: number): number => upperGamma(freedom / 2, x / 2);

/** Probability that Student's t with so many degrees of freedom is above `t`. */
export function studentTail(t: number, freedom: number): number {
  const outside = incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2;
  return t > 0 ? outside : 1 - outside;
}

/** The x with P(X > x) = `tail`, by bisection: called once a feature, so sureness goes before speed. */
export function chiSquareCritical(tail: number, freedom: number): number {
  let low = 0;
  let high = freedom + 10;
  while (chiSquareTail(high, freedom) > tail) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (chiSquareTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Sizes up to which the finite-sample law of D is computed; beyond, it is within a thousandth of the limit law. */
const KOLMOGOROV_EXACT_MAX = 140;

/**
 * P(D > d) of the two-sided Kolmogorov statistic for `size` values: Marsaglia, Tsang and Wang (2003) for small sizes,
 * else the limit law with Stephens' correction.
 */
export function kolmogorovTail(d: number, size: number): number {
  if (d <= 0 || size <= 0) return 1;
  if (d >= 1) return 0;
  if (size <= KOLMOGOROV_EXACT_MAX) return Math.min(1, Math.max(0, 1 - kolmogorovBelow(d, size)));
  const root = Math.sqrt(size);
  const lambda = (root + 0.12 + 0.11 / root) * d;
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** n!/nⁿ times the middle of Hⁿ, where H counts the ways that an empirical distribution stays within d. */
function kolmogorovBelow(d: number, size: number): number {
  const k = Math.floor(size * d) + 1;
  const width = 2 * k - 1;
  const h = k - size * d;
  const matrix = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) matrix[i * width + j] = i - j + 1 < 0 ? 0 : 1;
  }
  for (let i = 0; i < width; i++) {
    matrix[i * width]! -= h ** (i + 1);
    matrix[(width - 1) * width + i]! -= h ** (width - i);
  }
  matrix[(width - 1) * width]! += 2 * h - 1 > 0 ? (2 * h - 1) ** width : 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= Math.min(i + 1, width - 1); j++) {
      for (let g = 1; g <= i - j + 1; g++) matrix[i * width + j]! /= g;
    }
  }
  let row = new Float64Array(width);
  row[k - 1] = 1;
  // One row of Hⁿ suffices; dividing by n as it grows keeps the numbers in range.
  for (let n = 1; n <= size; n++) {
    const next = new Float64Array(width);
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) next[j]! += row[i]! * matrix[i * width + j]! * (n / size);
    }
    row = next;
  }
  return row[k - 1]!;
}
