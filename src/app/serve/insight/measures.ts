import { DAY_MS, toDay } from "../../../domain/index.ts";
import {
  type ActorProfile,
  DAILY_FIRST,
  METRIC,
  METRICS,
  type Metric,
  type TenantView,
} from "../../../profile/index.ts";
import { type DaysSummary, summariseDays, USUAL_SHARE } from "./statistics.ts";

/** The days that count as lately, the actor's last active day being the last of them. */
export const LATELY_DAYS = 7;
/** With fewer earlier days nobody says what is usual for an actor. */
const EARLIER_DAYS_MIN = 7;

/** A number of an actor's days beside its own past and its peers'. */
export interface Measure {
  readonly metric: Metric;
  /** The largest of the last days. */
  readonly lately: number;
  /** Null: too few earlier days. */
  readonly own: DaysSummary | null;
  /** Null: nothing is known of others. */
  readonly peers: { readonly median: number; readonly usual: number } | null;
}

export function toMeasures(
  profile: ActorProfile,
  { tenant, group }: { readonly tenant: TenantView; readonly group: number },
): readonly Measure[] {
  return METRICS.map((metric) => toMeasure(profile, metric, { tenant, group }));
}

function toMeasure(
  profile: ActorProfile,
  metric: Metric,
  { tenant, group }: { readonly tenant: TenantView; readonly group: number },
): Measure {
  const { past, days, today } = profile.daily(metric);
  const last = toDay(profile.lastAt);
  const lately = [today];
  const earlier: number[] = [];
  for (const [place, sum] of past.entries()) (days[place]! > last - LATELY_DAYS ? lately : earlier).push(sum);
  const quantile = (share: number): number => tenant.quantileOf(DAILY_FIRST + METRIC[metric], group, share);
  const median = quantile(0.5);
  const usual = quantile(USUAL_SHARE);
  return {
    metric,
    lately: Math.max(...lately),
    own: earlier.length < EARLIER_DAYS_MIN ? null : summariseDays(earlier),
    peers: Number.isNaN(median) || Number.isNaN(usual) ? null : { median, usual },
  };
}

export const LATELY_MS = LATELY_DAYS * DAY_MS;
