import { DAILY_FIRST, HOUR_OF_WEEK, HOURLY_FIRST, METRICS } from "./dimension.ts";
import { smoothWeek, WEEK_HOURS } from "./habit.ts";
import type { GroupUsual, TenantView } from "./tenant-view.ts";

/** The share of hours and days that stay below what is called usual. */
export const USUAL_SHARE = 0.95;
/** Weight of the even spread beside what peers do, in events. */
const EVEN_EVENTS = 50;

/** Works out what is usual in a group from what the tenant has counted. */
export function toGroupUsual(tenant: Omit<TenantView, "usualOf">, group: number): GroupUsual {
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
  return { hours, hourly, daily };
}
