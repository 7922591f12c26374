import { DAILY_FIRST, HOURLY_FIRST, METRIC } from "./dimension.ts";
import { LENS_METRICS, type LensMetric, type LensState } from "./lens-state.ts";
import { kindGroup } from "./peers.ts";
import { binsOf, toBin } from "./sketch.ts";
import type { TenantDelta } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";

/**
 * Where the tenant of a lens keeps the histogram of each number. It is a tenant of its own, so that the places are free
 * for what actors do not have; bytes stand at bytes, counts at counts.
 */
const PLACES: Readonly<Record<LensMetric, number>> = {
  events: METRIC.events,
  errors: METRIC.errors,
  denied: METRIC.denied,
  bytesOut: METRIC.bytesOut,
  bytesIn: METRIC.bytesIn,
  failedLogins: METRIC.distinctActions,
  taken: METRIC.distinctContainers,
  distinctActors: METRIC.distinctServices,
};
/** All entities of a lens are compared with each other. */
const GROUP = kindGroup(0);

export type LensSpan = "hour" | "day";

/** Histograms of all numbers one after the other: of largest hours, then of days. */
const BINS = Math.max(...Object.values(PLACES).map(binsOf));

/** One count for each entity and number: the largest hour of its day, and the day's sum. */
export function toLensDelta(states: readonly LensState[]): TenantDelta {
  const counts = new Float64Array(2 * LENS_METRICS.length * BINS);
  for (const state of states) {
    for (let metric = 0; metric < LENS_METRICS.length; metric++) {
      const place = PLACES[LENS_METRICS[metric]!];
      counts[metric * BINS + toBin(place, state.peakOf(metric))]! += 1;
      counts[(LENS_METRICS.length + metric) * BINS + toBin(place, state.todaySum(metric))]! += 1;
    }
  }
  const rows: number[] = [];
  for (let row = 0; row < counts.length; row++) if (counts[row]! > 0) rows.push(row);
  return {
    dimensions: Uint8Array.from(rows, toDimension),
    groups: new Uint32Array(rows.length).fill(GROUP),
    codes: Uint32Array.from(rows, (row) => (row % BINS) + 1),
    events: Float64Array.from(rows, (row) => counts[row]!),
    actors: new Int32Array(rows.length),
  };
}

function toDimension(row: number): number {
  const number = Math.floor(row / BINS);
  const place = PLACES[LENS_METRICS[number % LENS_METRICS.length]!];
  return place + (number < LENS_METRICS.length ? HOURLY_FIRST : DAILY_FIRST);
}

/** Of all entities' days what so large a share stays below; of `hour` their largest hours. NaN: nothing is known. */
export const lensQuantileOf = (
  tenant: TenantView,
  { metric, span, share }: { readonly metric: LensMetric; readonly span: LensSpan; readonly share: number },
): number => tenant.quantileOf((span === "hour" ? HOURLY_FIRST : DAILY_FIRST) + PLACES[metric], 0, share);
