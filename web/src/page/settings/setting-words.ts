/** Names for people of the settings that are changed in the app. */
const LABELS: Readonly<Record<string, string>> = {
  "alerts.threshold": "Threshold",
  "alerts.per_day": "Alerts a day",
  "alerts.min_severity": "Least severity",
  "alerts.quiet_hours": "Quiet hours",
  "alerts.time_zone": "Time zone",
  "alerts.remind_hours": "Remind after hours",
  "watch.folders": "Watched folders",
  "watch.seconds": "Look every (seconds)",
  "gaps.hours": "Silence of an account (hours)",
  "retention.days": "Keep events for (days)",
  "schedule.detect": "Look at what waits",
  "schedule.retention": "Remove old events",
  "schedule.drift": "Check models for drift",
  "schedule.digest": "Send a digest",
  "schedule.train": "Train models anew",
  "schedule.gaps": "Look for silent accounts",
};

/** What a setting is called; those that nobody named are called by their key. */
export function toLabel(key: string): string {
  const known = LABELS[key];
  if (known !== undefined) return known;
  const words = (key.split(".").slice(1).join(" ") || key).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
