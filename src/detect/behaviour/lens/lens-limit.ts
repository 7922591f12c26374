import type { JsonObject } from "../../../domain/index.ts";
import { toExact } from "../amounts.ts";
import { BEYOND_LARGEST, DEVIATION_LOW } from "../deviation/limits.ts";
import { medianOf, toAmount, toLogScale } from "../deviation/robust.ts";
import type { LensDeviationParameters } from "../parameters.ts";

/** Above which amount a day or hour of an address or resource is unusual, and what that follows from. */
export interface LensLimit {
  /** Infinity: the detector is not meant for such an entity. */
  readonly amount: number;
  /** The median of its own past; without one, what 95% of the others stay below. */
  readonly usual: number;
  /** From this amount on it is far out. */
  readonly far: number;
  /** False: nothing is known of the entity itself. */
  readonly isOwn: boolean;
  readonly numbers: JsonObject;
}

/**
 * Of the sums of past days, or of their largest hours, without today, and of what the tenant's other entities have
 * (NaN: nothing is known of them). null: too little is known of either.
 */
export function toLensLimit(
  past: readonly number[],
  others: number,
  parameters: LensDeviationParameters,
): LensLimit | null {
  if (past.length < parameters.history.days_min) return null;
  if (past.length === 0 && Number.isNaN(others)) return null;
  const largest = past.reduce((a, b) => Math.max(a, b), 0);
  const common = Number.isNaN(others) ? 0 : others * parameters.tenant_times_min;
  const numbers: JsonObject = {
    past: past.map(toExact),
    past_days: past.length,
    largest: toExact(largest),
    others_q95: Number.isNaN(others) ? null : toExact(others),
    tenant_times_min: parameters.tenant_times_min,
    z_min: parameters.z_min,
    times_min: parameters.times_min,
    spread_min: parameters.spread_min,
    at_least: parameters.at_least,
  };
  if (largest > (parameters.largest_max ?? Number.POSITIVE_INFINITY)) {
    const amount = Number.POSITIVE_INFINITY;
    return { amount, usual: largest, far: amount, isOwn: true, numbers };
  }
  if (past.length === 0) {
    const amount = Math.max(common, others);
    const far = Math.max(amount, parameters.at_least) * parameters.times_min;
    return { amount, usual: others, far, isOwn: false, numbers };
  }
  const scale = toLogScale(past, parameters.spread_min);
  const usual = medianOf(past);
  const amount = Math.max(
    toAmount(DEVIATION_LOW, scale),
    usual * parameters.times_min,
    largest * BEYOND_LARGEST,
    common,
  );
  return {
    amount,
    usual,
    far: Math.max(amount, toAmount(parameters.z_min, scale)),
    isOwn: true,
    numbers: {
      ...numbers,
      median: toExact(usual),
      log_median: toExact(scale.median),
      log_spread: toExact(scale.spread),
    },
  };
}
