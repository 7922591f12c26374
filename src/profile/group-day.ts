import { DAILY_FIRST, HOUR_OF_WEEK, HOURLY_FIRST, METRICS } from "./dimension.ts";
import { smoothWeek, WEEK_HOURS } from "./habit.ts";
import { kindGroup } from "./peers.ts";
import type { RowTable } from "./row-table.ts";
import { binsOf, SKETCH_OFFSETS, SKETCH_PLACES } from "./sketch.ts";
import { PEERS_MIN } from "./tenant-delta.ts";
import type { TenantView } from "./tenant-view.ts";

/** The share of hours and days that stay below what is called usual. */
export const USUAL_SHARE = 0.95;
/** Weight of the even spread beside what peers do, in events. */
const EVEN_EVENTS = 50;

/** What is known of a group of peers at the start of a day, worked out once for all its actors. */
export interface GroupDay {
  /** The group that is compared with: all of the kind where the group itself is too small. */
  readonly group: number;
  /** p(hour of the week) among the group's events, smoothed; sum 1. */
  readonly hours: Float64Array;
  /** What 95% of its members' hours and days stay below, per metric; NaN: nothing known. */
  readonly hourly: Float64Array;
  readonly daily: Float64Array;
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
  const counts = new Float64Array(WEEK_HOURS);
  for (let hour = 0; hour < WEEK_HOURS; hour++) {
    counts[hour] = tenant.eventsOf(tenant.find(HOUR_OF_WEEK, group, hour + 1));
  }
  const hours = new Float64Array(WEEK_HOURS);
  smoothWeek(counts, hours);
  let total = EVEN_EVENTS;
  for (let hour = 0; hour < WEEK_HOURS; hour++) total += hours[hour]!;
  for (let hour = 0; hour < WEEK_HOURS; hour++)
    hours[hour] = (hours[hour]! + EVEN_EVENTS / WEEK_HOURS) / total;
  const hourly = new Float64Array(METRICS.length);
  const daily = new Float64Array(METRICS.length);
  for (let metric = 0; metric < METRICS.length; metric++) {
    hourly[metric] = tenant.quantileOf(HOURLY_FIRST + metric, group, USUAL_SHARE);
    daily[metric] = tenant.quantileOf(DAILY_FIRST + metric, group, USUAL_SHARE);
  }
  return {
    group,
    hours,
    hourly,
    daily,
    own: raw,
    kind: kindGroup(kind),
    addedHours: new Float64Array(WEEK_HOURS),
    addedHourly: new Float64Array(SKETCH_PLACES),
    addedDaily: new Float64Array(SKETCH_PLACES),
  };
}
