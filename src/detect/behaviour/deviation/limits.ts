import type { JsonObject } from "../../../domain/index.ts";
import type { DailySums, HourlySums } from "../../../profile/index.ts";
import { toExact } from "../amounts.ts";
import type { DeviationParameters } from "../parameters.ts";
import { type LogScale, medianOf, toAmount, toLogScale } from "./robust.ts";

/** Above which amount an entity's hour or day is unusual, and what that follows from. */
export interface Limit {
  readonly amount: number;
  /** What is usual: the median. */
  readonly usual: number;
  /** From this amount on it is far out, whatever else is odd. */
  readonly far: number;
  readonly numbers: JsonObject;
}

/** A day or hour like the largest of the past is no news: so many times it must be more. */
export const BEYOND_LARGEST = 1.5;
/** Under this many deviations nothing is unusual; between these and `z_min` it weighs less. */
export const DEVIATION_LOW = 2;

/** Of the past days that had activity, without today. null: too few of them. */
export function toDayLimit(
  { past, days }: DailySums,
  parameters: DeviationParameters,
  peersQuantile: number,
): Limit | null {
  if (past.length < parameters.history.days_min) return null;
  const scale = toLogScale(past, parameters.spread_min);
  const usual = medianOf(past);
  const largest = past.reduce((a, b) => Math.max(a, b), 0);
  const amount = toBound({ usual, largest, scale }, parameters, peersQuantile);
  return {
    amount,
    usual,
    far: Math.max(amount, toAmount(parameters.z_min, scale)),
    numbers: {
      median: toExact(usual),
      log_median: toExact(scale.median),
      log_spread: toExact(scale.spread),
      largest_day: largest,
      past_days: past.length,
      first_past_day: toDate(days[0]),
      last_past_day: toDate(days.at(-1)),
      past: past.map(toExact),
      peers_q90_day: Number.isNaN(peersQuantile) ? null : toExact(peersQuantile),
    },
  };
}

const toDate = (day: number | undefined): string | null =>
  day === undefined ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Past hours that are needed to know an hour. */
export const HOURS_MIN = 20;
/** Upper and lower quantile whose distance is the spread: 90% lie 1.2816 deviations over the median of normal numbers. */
const UPPER = 0.9;
const UPPER_DEVIATIONS = 1.2816;

/** Of past hours that had activity. null: too few of them. */
export function toHourLimit(
  sums: HourlySums,
  parameters: DeviationParameters,
  peersQuantile: number,
): Limit | null {
  if (sums.hours < HOURS_MIN) return null;
  const usual = sums.quantile(0.5);
  const upper = sums.quantile(UPPER);
  const largest = sums.quantile(1);
  const median = Math.log1p(usual);
  const spread = Math.max(parameters.spread_min, (Math.log1p(upper) - median) / UPPER_DEVIATIONS);
  const scale = { median, spread };
  const amount = toBound({ usual, largest, scale }, parameters, peersQuantile);
  return {
    amount,
    usual,
    far: Math.max(amount, toAmount(parameters.z_min, scale)),
    numbers: {
      median: toExact(usual),
      q90: toExact(upper),
      largest_hour: toExact(largest),
      log_median: toExact(median),
      log_spread: toExact(spread),
      // Quantiles of hours are those of a histogram, right within a bin.
      binned: true,
      past_hours: toExact(sums.hours),
      peers_q90_hour: Number.isNaN(peersQuantile) ? null : toExact(peersQuantile),
    },
  };
}

interface Past {
  readonly usual: number;
  readonly largest: number;
  readonly scale: LogScale;
}

/** The greatest of all that is asked: below it nothing is far. */
function toBound(
  { usual, largest, scale }: Past,
  parameters: DeviationParameters,
  peersQuantile: number,
): number {
  const peers = Number.isNaN(peersQuantile) ? 0 : peersQuantile * parameters.peers_times_min;
  return Math.max(
    parameters.at_least,
    toAmount(DEVIATION_LOW, scale),
    usual * parameters.times_min,
    largest * BEYOND_LARGEST,
    peers,
  );
}
