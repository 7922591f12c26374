/** Takes incidents and what was told before; gives what to tell now, and the channels that tell it. */
export type { Channel, SendOutcome } from "./channel/channel.ts";
export {
  createEmailChannels,
  type EmailSettings,
  MAIL_TLS,
  type MailTls,
  type ReadReport,
} from "./channel/email/email-channel.ts";
export { createFileChannel, type FileSettings } from "./channel/file/file-channel.ts";
export { createSlackChannel, type SlackSettings } from "./channel/slack/slack-channel.ts";
export { createSnsChannel, type SnsSettings } from "./channel/sns/sns-channel.ts";
export { createSyslogChannel, type SyslogSettings } from "./channel/syslog/syslog-channel.ts";
export { createTeamsChannel, type TeamsSettings } from "./channel/teams/teams-channel.ts";
export { isWebhookSecret } from "./channel/webhook/sign.ts";
export { createWebhookChannel, type WebhookSettings } from "./channel/webhook/webhook-channel.ts";
export { type AlertBody, type AlertMessage, type ToldReport, toAlertMessage } from "./message/message.ts";
export { toNextAttempt } from "./policy/back-off.ts";
export { decideAlerts } from "./policy/decide-alerts.ts";
export { type KnownAlert, readTold } from "./policy/known-alert.ts";
export type { HeardFinding, Mute } from "./policy/mute.ts";
export { type AlertPolicy, SEVERITY_MIN_DEFAULT } from "./policy/policy.ts";
export type { AlertDecision, CandidateIncident, DecidedAlert } from "./policy/question.ts";
export { isZone, parseQuietHours, type QuietHours } from "./policy/quiet-hours.ts";
export { Secret } from "./secret.ts";
