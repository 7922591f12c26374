import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of alerts. Codes are never reused. */
export const ALERT_PROBLEMS = {
  ALERT_SETTING: {
    status: 400,
    text: "The setting {name} cannot be used: {reason}.",
    remedy: "Correct it in the environment or in .env of the working folder.",
  },
  ALERT_SETTING_MISSING: {
    status: 400,
    text: "The setting {name} is missing, and {because}.",
    remedy: "Set it in the environment or in .env of the working folder.",
  },
  ALERT_NO_CHANNEL: {
    status: 400,
    text: "No channel is configured, so alerts can go nowhere.",
    remedy:
      "Set GAIT_ALERTS_FILE, GAIT_ALERTS_WEBHOOK_URL, GAIT_ALERTS_SLACK_URL, GAIT_ALERTS_TEAMS_URL, SNS_TOPIC_ARN, GAIT_ALERTS_SYSLOG, or EMAIL_NOTIFICATIONS_ENABLED=true with SMTP_SERVER, SENDER_EMAIL and RECIPIENT_EMAILS.",
  },
  ALERT_UNKNOWN: {
    status: 404,
    text: "There is no alert {id}.",
    remedy: "`gait alerts` and GET /api/v1/alerts list them.",
  },
  ALERT_MUTE_PAST: {
    status: 400,
    text: "A mute until {until} would be over already.",
    remedy: "Give a time to come, or none.",
  },
  ALERT_CHANNEL_UNKNOWN: {
    status: 404,
    text: "The channel {name} is not configured; these are: {channels}.",
    remedy: "Name one of them, or configure it: `gait config show` lists the settings.",
  },
} as const satisfies ProblemCatalogue;
