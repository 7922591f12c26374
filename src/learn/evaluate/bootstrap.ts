import { createRng } from "../../domain/index.ts";
import { checkParameter } from "../parameter.ts";
import { quantileOfSorted } from "../threshold.ts";

export interface Interval {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Draws on which the statistic was defined. */
  readonly draws: number;
}

export interface BootstrapOptions {
  readonly rows: number;
  /** One code a row: rows of one group, such as one user's, are drawn together, because they are not independent. */
  readonly groups?: ArrayLike<number>;
  readonly seed: number;
  readonly draws?: number;
  /** Coverage of the interval. */
  readonly level?: number;
}

export const DRAWS_MAX = 100_000;

/**
 * Percentile interval of a statistic over rows drawn with replacement. The statistic gets row ordinals and may say
 * null where it is undefined, as an area is without both kinds of rows.
 */
export function bootstrapInterval(
  statistic: (rows: Int32Array) => number | null,
  options: BootstrapOptions,
): Interval {
  const { draws = 1_000, level = 0.95 } = options;
  checkParameter("draws", draws, { min: 1, max: DRAWS_MAX, integer: true });
  checkParameter("level", level, { min: 0, max: 1, aboveMin: true });
  const rng = createRng(options.seed);
  const units = toUnits(options);
  const values: number[] = [];
  for (let draw = 0; draw < draws && units.length > 0; draw++) {
    const rows = units.flatMap(() => units[rng.nextInt(units.length)]!);
    const value = statistic(Int32Array.from(rows));
    if (value !== null) values.push(value);
  }
  const sorted = Float64Array.from(values).sort();
  const all = Int32Array.from({ length: options.rows }, (_, row) => row);
  const tail = (1 - level) / 2;
  return {
    estimate: options.rows === 0 ? null : statistic(all),
    low: sorted.length === 0 ? null : quantileOfSorted(sorted, tail),
    high: sorted.length === 0 ? null : quantileOfSorted(sorted, 1 - tail),
    draws: sorted.length,
  };
}

/** What is drawn as one: single rows, or the rows of each group. */
function toUnits({ rows, groups }: BootstrapOptions): number[][] {
  if (groups === undefined) return Array.from({ length: rows }, (_, row) => [row]);
  const units = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const members = units.get(groups[row]!);
    if (members === undefined) units.set(groups[row]!, [row]);
    else members.push(row);
  }
  return [...units.values()];
}
