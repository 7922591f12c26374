import { DAY_MS, type Incident, type Severity, severityRank, toDay } from "../../domain/index.ts";

/** Alerts a day that are welcome unless the operator says otherwise. */
export const ALERTS_PER_DAY_DEFAULT = 3;
/** The threshold is taken from so many days before. */
export const ALERT_HISTORY_DAYS = 30;
/** Nothing below this severity alerts, however many alerts would be welcome. */
export const ALERT_SEVERITY_MIN: Severity = "medium";

export interface AlertThreshold {
  /** Incidents of at least this score alert. Above 1: none does. */
  readonly score: number;
  readonly severityMin: Severity;
  /** Alerts a day that it would have given over the days that it was taken from. */
  readonly expectedPerDay: number;
  /** Days that it was taken from; 0: there was no past, and all of `severityMin` and above alert. */
  readonly days: number;
}

export interface AlertsPerDay {
  /** Alerts a day that are welcome, at least 0; fractions are fine: 0.2 is one a week or so. */
  readonly perDay?: number;
  readonly severityMin?: Severity;
  /** When the log begins. */
  readonly beganAt: number;
}

type Scored = Pick<Incident, "at" | "score" | "severity">;

export const isAlert = (incident: Pick<Incident, "score" | "severity">, threshold: AlertThreshold): boolean =>
  incident.score >= threshold.score && severityRank(incident.severity) >= severityRank(threshold.severityMin);

/**
 * The lowest threshold that would have kept the budget over the 30 days before the day of `at`. Only incidents that
 * began on those days are looked at: today's own never move today's threshold.
 */
export function toAlertThreshold(
  past: readonly Scored[],
  at: number,
  { perDay = ALERTS_PER_DAY_DEFAULT, severityMin = ALERT_SEVERITY_MIN, beganAt }: AlertsPerDay,
): AlertThreshold {
  const today = toDay(at);
  const firstDay = Math.max(toDay(beganAt), today - ALERT_HISTORY_DAYS);
  const days = Math.max(0, today - firstDay);
  const scores = past
    .filter((one) => one.at >= firstDay * DAY_MS && one.at < today * DAY_MS)
    .filter((one) => severityRank(one.severity) >= severityRank(severityMin))
    .map((one) => one.score)
    .sort((a, b) => b - a);
  if (days === 0) return { score: 0, severityMin, expectedPerDay: scores.length, days };
  const welcome = Math.floor(perDay * days);
  if (scores.length <= welcome) return { score: 0, severityMin, expectedPerDay: scores.length / days, days };
  // Equal scores alert together or not at all.
  const refused = scores[welcome]!;
  const given = scores.filter((score) => score > refused);
  return { score: given.at(-1) ?? 2, severityMin, expectedPerDay: given.length / days, days };
}

/** The incidents that would have alerted, each by the threshold of the day on which it began. */
export function chooseAlerts<T extends Scored>(incidents: readonly T[], budget: AlertsPerDay): readonly T[] {
  const thresholds = new Map<number, AlertThreshold>();
  return incidents.filter((incident) => {
    const day = toDay(incident.at);
    const threshold = thresholds.get(day) ?? toAlertThreshold(incidents, incident.at, budget);
    thresholds.set(day, threshold);
    return isAlert(incident, threshold);
  });
}
