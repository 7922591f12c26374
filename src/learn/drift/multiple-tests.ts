/**
 * Benjamini and Hochberg (1995): for each p the smallest share of false alarms at which it would still count as a
 * discovery among all of them. In the order given; a p that is NaN takes no part and stays NaN.
 */
export function falseDiscoveryRates(ps: readonly number[]): readonly number[] {
  const order = [...ps.keys()].filter((at) => !Number.isNaN(ps[at]!)).sort((a, b) => ps[b]! - ps[a]!);
  const rates = ps.map(() => Number.NaN);
  let least = 1;
  order.forEach((at, fromLargest) => {
    const rank = order.length - fromLargest;
    least = Math.min(least, (ps[at]! * order.length) / rank);
    rates[at] = least;
  });
  return rates;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Standard normal quantile of a two-sided 95 % interval. */
const NORMAL_95 = 1.959963984540054;

/** Wilson's 95 % interval of a share; [0, 1] of no trials. */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const z2 = NORMAL_95 * NORMAL_95;
  const share = successes / trials;
  const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (NORMAL_95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
