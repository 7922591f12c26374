import {
  type AlertPolicy,
  type EmailSettings,
  type FileSettings,
  type MailTls,
  parseQuietHours,
  Secret,
  type SlackSettings,
  type SnsSettings,
  type SyslogSettings,
  type TeamsSettings,
  type WebhookSettings,
} from "../../alert/index.ts";
import { toError } from "../../domain/index.ts";
import { nameOf, type SettingKey, type Settings } from "../settings/catalogue.ts";
import { type Env, resolveSettings } from "../settings/resolve.ts";
import { ALERT_PROBLEMS } from "./problems.ts";

export interface AlertSettings {
  readonly policy: AlertPolicy;
  /** Null: not configured. */
  readonly file: FileSettings | null;
  readonly webhook: WebhookSettings | null;
  readonly slack: SlackSettings | null;
  readonly teams: TeamsSettings | null;
  readonly sns: SnsSettings | null;
  readonly syslog: SyslogSettings | null;
  readonly email: EmailSettings | null;
}

const HOUR_MS = 3_600_000;
export const RECIPIENTS_MAX = 50;

/** As `toAlertSettings`, of an environment alone. */
export const readAlertSettings = (env: Env): AlertSettings =>
  toAlertSettings(resolveSettings({ env }).values);

/** What the settings say of alerts; throws a problem that names the setting, never its value where it is secret. */
export function toAlertSettings(settings: Settings): AlertSettings {
  const allowPrivate = settings["alerts.allow_private"];
  const { "alerts.file": file, "alerts.webhook_url": webhook, "alerts.slack_url": slack } = settings;
  const { "alerts.teams_url": teams, "alerts.sns_topic_arn": topicArn } = settings;
  return {
    policy: toPolicy(settings),
    file: file === null ? null : { path: file },
    webhook:
      webhook === null
        ? null
        : { url: new Secret(webhook), secret: toSecret(settings["alerts.webhook_secret"]), allowPrivate },
    slack: slack === null ? null : { url: new Secret(slack), allowPrivate },
    teams: teams === null ? null : { url: new Secret(teams), allowPrivate },
    sns: topicArn === null ? null : { topicArn, endpoint: settings["alerts.sns_endpoint"] },
    syslog: toSyslog(settings["alerts.syslog"]),
    email: settings["alerts.email_enabled"] ? toEmail(settings) : null,
  };
}

/** Ports that are meant where none is named: of syslog over UDP, TCP and TLS. */
const SYSLOG_PORTS = { udp: 514, tcp: 601, tls: 6514 } as const;

/** The address was checked before: `tcp://host:601`. */
function toSyslog(address: string | null): SyslogSettings | null {
  const parts = /^(udp|tcp|tls):\/\/(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(address ?? "");
  if (parts === null) return null;
  const transport = parts[1] === "udp" || parts[1] === "tcp" ? parts[1] : "tls";
  const port = parts[4] === undefined ? SYSLOG_PORTS[transport] : Number(parts[4]);
  if (port < 1 || port > 65_535) throw refuse("alerts.syslog", "a port is a number from 1 to 65535");
  return { transport, host: parts[2] ?? parts[3] ?? "", port, ca: null };
}

const toSecret = (text: string | null): Secret | null => (text === null ? null : new Secret(text));

function toPolicy(settings: Settings): AlertPolicy {
  const remind = settings["alerts.remind_hours"];
  const hours = settings["alerts.quiet_hours"];
  return {
    perDay: settings["alerts.per_day"],
    severityMin: settings["alerts.min_severity"],
    scoreMin: settings["alerts.min_score"],
    quietHours: hours === null ? null : parseQuietHours(hours, settings["alerts.time_zone"]),
    remindAfterMs: remind === null || remind === 0 ? null : remind * HOUR_MS,
  };
}

function toEmail(settings: Settings): EmailSettings {
  const host = toNeeded(settings, "alerts.smtp_server");
  const port = settings["alerts.smtp_port"];
  const user = settings["alerts.smtp_username"];
  const password = settings["alerts.smtp_password"];
  if (user !== null && password === null)
    throw toError(ALERT_PROBLEMS, "ALERT_SETTING_MISSING", {
      name: nameOf("alerts.smtp_password"),
      because: `${nameOf("alerts.smtp_username")} is set`,
    });
  const recipients = settings["alerts.recipient_emails"];
  if (recipients.length === 0 || recipients.length > RECIPIENTS_MAX || !recipients.every(isMailAddress))
    throw refuse(
      "alerts.recipient_emails",
      `it takes 1 to ${RECIPIENTS_MAX} addresses with commas between them`,
    );
  const sender = toNeeded(settings, "alerts.sender_email");
  if (!isMailAddress(sender)) throw refuse("alerts.sender_email", "it is no mail address");
  return {
    host,
    port,
    tls: toTls(settings["alerts.smtp_tls"], { port, hasLogin: user !== null }),
    login: user === null ? null : { user, password: new Secret(password ?? "") },
    sender,
    recipients: [...new Set(recipients)],
  };
}

/** A password is never sent where nothing protects it, unless somebody says so. */
function toTls(
  tls: MailTls | null,
  { port, hasLogin }: { readonly port: number; readonly hasLogin: boolean },
): MailTls {
  if (tls === null) {
    if (port === 465) return "implicit";
    return hasLogin ? "starttls" : "opportunistic";
  }
  if (tls === "opportunistic" && hasLogin)
    throw refuse(
      "alerts.smtp_tls",
      `with ${nameOf("alerts.smtp_username")} write starttls, implicit or none`,
    );
  return tls;
}

/** Enough to keep line feeds, lists and display names out; the server knows the rest. */
const isMailAddress = (text: string): boolean =>
  /^[^\s@<>,;"()[\]\\\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,255}$/u.test(text);

const refuse = (key: SettingKey, reason: string) =>
  toError(ALERT_PROBLEMS, "ALERT_SETTING", { name: nameOf(key), reason });

function toNeeded(settings: Settings, key: "alerts.smtp_server" | "alerts.sender_email"): string {
  const text = settings[key];
  if (text === null)
    throw toError(ALERT_PROBLEMS, "ALERT_SETTING_MISSING", {
      name: nameOf(key),
      because: `${nameOf("alerts.email_enabled")} is set`,
    });
  return text;
}
