import { DAILY_FIRST, HOUR_OF_WEEK, HOURLY_FIRST, METRICS } from "./dimension.ts";
import { WEEK_HOURS } from "./habit.ts";
import { kindGroup } from "./peers.ts";
import type { RowTable } from "./row-table.ts";
import { binsOf, SKETCH_OFFSETS, SKETCH_PLACES } from "./sketch.ts";
import { PEERS_MIN } from "./tenant-delta.ts";
import type { GroupUsual, TenantView } from "./tenant-view.ts";

/** What is known of a group of peers at the start of a day, worked out once for all its actors. */
export interface GroupDay extends GroupUsual {
  /** The group that is compared with: all of the kind where the group itself is too small. */
  readonly group: number;
  /** The actor's own group, however small, and that of its kind: for both is counted. */
  readonly own: number;
  readonly kind: number;
  /** What today adds: events per hour of the week, hours per bin of their sums, days per bin of their sums. */
  readonly addedHours: Float64Array;
  readonly addedHourly: Float64Array;
  readonly addedDaily: Float64Array;
}

/** Moves what was added today to the delta of the tenant. */
export function takeAdded(group: GroupDay, delta: RowTable): void {
  const add = (dimension: number, code: number, events: number): void => {
    if (events === 0) return;
    delta.addEvents(delta.findOrAdd(dimension, group.kind, code), events);
    if (group.own !== group.kind) delta.addEvents(delta.findOrAdd(dimension, group.own, code), events);
  };
  for (let hour = 0; hour < WEEK_HOURS; hour++) add(HOUR_OF_WEEK, hour + 1, group.addedHours[hour]!);
  for (let metric = 0; metric < METRICS.length; metric++) {
    for (let bin = 0; bin < binsOf(metric); bin++) {
      add(HOURLY_FIRST + metric, bin + 1, group.addedHourly[SKETCH_OFFSETS[metric]! + bin]!);
      add(DAILY_FIRST + metric, bin + 1, group.addedDaily[SKETCH_OFFSETS[metric]! + bin]!);
    }
  }
  group.addedHours.fill(0);
  group.addedHourly.fill(0);
  group.addedDaily.fill(0);
}

export function toGroupDay(tenant: TenantView, raw: number, kind: number): GroupDay {
  const group = tenant.membersOf(raw) >= PEERS_MIN ? raw : kindGroup(kind);
  return {
    ...tenant.usualOf(group),
    group,
    own: raw,
    kind: kindGroup(kind),
    addedHours: new Float64Array(WEEK_HOURS),
    addedHourly: new Float64Array(SKETCH_PLACES),
    addedDaily: new Float64Array(SKETCH_PLACES),
  };
}
