/** Names for people; where the key says enough, it does. */
const LABELS: Readonly<Record<string, string>> = {
  "alerts.threshold": "Threshold of an action",
  "alerts.min_score": "Least score of an incident",
  "alerts.per_day": "Alerts a day",
  "alerts.min_severity": "Least severity",
  "alerts.quiet_hours": "Quiet hours",
  "alerts.time_zone": "Time zone",
  "alerts.remind_hours": "Remind after hours",
  "data.folder": "Data folder",
  "database.url": "Database",
  "server.url": "Address for links",
  "server.api_key": "API key",
  "server.trust_proxy": "Trusted proxies",
  "server.tls_cert": "TLS certificate",
  "server.tls_key": "TLS key",
  "logs.folder": "Folder of logs",
  "enrich.geo": "Location databases",
  "enrich.person_roles": "Roles that stand for people",
  "llm.provider": "Provider",
  "llm.base_url": "Base address",
  "llm.api_key": "API key",
  "llm.model": "Model",
  "llm.pseudonyms": "Stand-ins for names",
  "llm.tokens_per_day": "Tokens a day",
  "watch.folders": "Watched folders",
  "watch.seconds": "Look every (seconds)",
  "gaps.hours": "Silence of an account (hours)",
  "retention.days": "Keep events for (days)",
  "schedule.detect": "Look at what waits",
  "schedule.retention": "Remove old events",
  "schedule.drift": "Check models for drift",
  "schedule.digest": "Send a digest",
  "schedule.report": "Send a report",
  "schedule.report_kind": "What it tells",
  "schedule.report_days": "Its days",
  "schedule.report_channels": "Who is told of it",
  "schedule.train": "Train models anew",
  "schedule.gaps": "Look for silent accounts",
};

/** Words that are no words, as they are written. */
const NAMES: Readonly<Record<string, string>> = {
  api: "API",
  arn: "ARN",
  email: "e-mail",
  emails: "e-mails",
  slack: "Slack",
  smtp: "SMTP",
  sns: "SNS",
  teams: "Teams",
  tls: "TLS",
  url: "address",
};

/** What a setting is called; those that nobody named are called by their key. */
export function toLabel(key: string): string {
  const known = LABELS[key];
  if (known !== undefined) return known;
  const words = (key.split(".").slice(1).join("_") || key)
    .split("_")
    .map((word) => NAMES[word] ?? word)
    .join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a setting is for, without the marks that programs know code by. */
export const toSummary = ({ summary }: { readonly summary: string }): string => summary.replaceAll("`", "");
