import { DAILY_FIRST, HOURLY_FIRST, METRIC } from "./dimension.ts";
import { LENS_METRIC, LENS_METRICS, type LensMetric, type LensState } from "./lens-state.ts";
import { kindGroup } from "./peers.ts";
import { RowTable } from "./row-table.ts";
import { toBin } from "./sketch.ts";
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

/** One count for each entity and number: the largest hour of its day, and the day's sum. */
export function toLensDelta(states: readonly LensState[]): TenantDelta {
  const rows = new RowTable();
  const add = (dimension: number, bin: number): void =>
    rows.addEvents(rows.findOrAdd(dimension, GROUP, bin + 1), 1);
  for (const state of states) {
    for (const metric of LENS_METRICS) {
      const place = PLACES[metric];
      add(HOURLY_FIRST + place, toBin(place, state.peakOf(LENS_METRIC[metric])));
      add(DAILY_FIRST + place, toBin(place, state.todaySum(LENS_METRIC[metric])));
    }
  }
  const order = rows.toOrder();
  return {
    dimensions: Uint8Array.from(order, (row) => rows.dimensions[row]!),
    groups: Uint32Array.from(order, (row) => rows.groups[row]!),
    codes: Uint32Array.from(order, (row) => rows.codes[row]!),
    events: Float64Array.from(order, (row) => rows.events[row]!),
    actors: Int32Array.from(order, (row) => rows.actors[row]!),
  };
}

/** Of all entities' days what so large a share stays below; of `hour` their largest hours. NaN: nothing is known. */
export const lensQuantileOf = (
  tenant: TenantView,
  { metric, span, share }: { readonly metric: LensMetric; readonly span: LensSpan; readonly share: number },
): number => tenant.quantileOf((span === "hour" ? HOURLY_FIRST : DAILY_FIRST) + PLACES[metric], 0, share);
