import {
  type AlertPolicy,
  type EmailSettings,
  type FileSettings,
  isZone,
  MAIL_TLS,
  type MailTls,
  parseQuietHours,
  type QuietHours,
  SEVERITY_MIN_DEFAULT,
  Secret,
  type SlackSettings,
  type WebhookSettings,
} from "../../alert/index.ts";
import { ALERTS_PER_DAY_DEFAULT } from "../../detect/index.ts";
import { SEVERITIES, type Severity, toError } from "../../domain/index.ts";
import { ALERT_PROBLEMS } from "./problems.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface AlertSettings {
  readonly policy: AlertPolicy;
  /** Null: not configured. */
  readonly file: FileSettings | null;
  readonly webhook: WebhookSettings | null;
  readonly slack: SlackSettings | null;
  readonly email: EmailSettings | null;
}

const PER_DAY_MAX = 1000;
const REMIND_HOURS_MAX = 24 * 14;
export const RECIPIENTS_MAX = 50;
const HOUR_MS = 3_600_000;

/** Reads what the environment says of alerts; throws a problem that names the setting, never its value where it is secret. */
export function readAlertSettings(env: Env): AlertSettings {
  const allowPrivate = toFlag(env, "GAIT_ALERTS_ALLOW_PRIVATE");
  const file = toText(env, "GAIT_ALERTS_FILE");
  const webhook = toUrl(env, "GAIT_ALERTS_WEBHOOK_URL");
  const secret = toText(env, "GAIT_ALERTS_WEBHOOK_SECRET");
  const slack = toUrl(env, "GAIT_ALERTS_SLACK_URL");
  return {
    policy: readPolicy(env),
    file: file === null ? null : { path: file },
    webhook:
      webhook === null
        ? null
        : { url: webhook, secret: secret === null ? null : new Secret(secret), allowPrivate },
    slack: slack === null ? null : { url: slack, allowPrivate },
    email: toFlag(env, "EMAIL_NOTIFICATIONS_ENABLED") ? readEmail(env) : null,
  };
}

function readPolicy(env: Env): AlertPolicy {
  const remind = toNumber(env, "GAIT_ALERTS_REMIND_HOURS", { min: 0, max: REMIND_HOURS_MAX });
  return {
    perDay: toNumber(env, "GAIT_ALERTS_PER_DAY", { min: 0, max: PER_DAY_MAX }) ?? ALERTS_PER_DAY_DEFAULT,
    severityMin: toSeverity(env),
    scoreMin: toNumber(env, "ALERT_THRESHOLD", { min: 0, max: 1 }),
    quietHours: readQuietHours(env),
    remindAfterMs: remind === null || remind === 0 ? null : remind * HOUR_MS,
  };
}

function readQuietHours(env: Env): QuietHours | null {
  const zone = toText(env, "GAIT_ALERTS_TIME_ZONE") ?? "UTC";
  if (!isZone(zone))
    throw refuse("GAIT_ALERTS_TIME_ZONE", "it is no name of a time zone such as Europe/Berlin");
  const text = toText(env, "GAIT_ALERTS_QUIET_HOURS");
  if (text === null) return null;
  const hours = parseQuietHours(text, zone);
  if (hours === null) throw refuse("GAIT_ALERTS_QUIET_HOURS", "write it as 22:00-07:00");
  return hours;
}

function readEmail(env: Env): EmailSettings {
  const host = toNeeded(env, "SMTP_SERVER");
  const port = toNumber(env, "SMTP_PORT", { min: 1, max: 65_535 }) ?? 587;
  const user = toText(env, "SMTP_USERNAME");
  const password = toText(env, "SMTP_PASSWORD");
  if (user !== null && password === null)
    throw toError(ALERT_PROBLEMS, "ALERT_SETTING_MISSING", {
      name: "SMTP_PASSWORD",
      because: "SMTP_USERNAME is set",
    });
  const recipients = toNeeded(env, "RECIPIENT_EMAILS")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (recipients.length === 0 || recipients.length > RECIPIENTS_MAX || !recipients.every(isMailAddress))
    throw refuse("RECIPIENT_EMAILS", `it takes 1 to ${RECIPIENTS_MAX} addresses with commas between them`);
  const sender = toNeeded(env, "SENDER_EMAIL");
  if (!isMailAddress(sender)) throw refuse("SENDER_EMAIL", "it is no mail address");
  return {
    host,
    port: Math.trunc(port),
    tls: toTls(env, { port, hasLogin: user !== null }),
    login: user === null ? null : { user, password: new Secret(password ?? "") },
    sender,
    recipients: [...new Set(recipients)],
  };
}

/** A password is never sent where nothing protects it, unless somebody says so. */
function toTls(env: Env, { port, hasLogin }: { readonly port: number; readonly hasLogin: boolean }): MailTls {
  const text = toText(env, "GAIT_ALERTS_SMTP_TLS");
  if (text === null) {
    if (port === 465) return "implicit";
    return hasLogin ? "starttls" : "opportunistic";
  }
  const tls = MAIL_TLS.find((one) => one === text.toLowerCase());
  if (tls === undefined) throw refuse("GAIT_ALERTS_SMTP_TLS", `write one of ${MAIL_TLS.join(", ")}`);
  if (tls === "opportunistic" && hasLogin)
    throw refuse("GAIT_ALERTS_SMTP_TLS", "with SMTP_USERNAME write starttls, implicit or none");
  return tls;
}

/** Enough to keep line feeds, lists and display names out; the server knows the rest. */
const isMailAddress = (text: string): boolean =>
  /^[^\s@<>,;"()[\]\\\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,255}$/u.test(text);

const refuse = (name: string, reason: string) => toError(ALERT_PROBLEMS, "ALERT_SETTING", { name, reason });

function toText(env: Env, name: string): string | null {
  const text = env[name]?.trim();
  return text === undefined || text === "" ? null : text;
}

function toNeeded(env: Env, name: string): string {
  const text = toText(env, name);
  if (text === null)
    throw toError(ALERT_PROBLEMS, "ALERT_SETTING_MISSING", {
      name,
      because: "EMAIL_NOTIFICATIONS_ENABLED is set",
    });
  return text;
}

const YES = new Set(["true", "1", "yes", "on"]);
const NO = new Set(["false", "0", "no", "off"]);

function toFlag(env: Env, name: string): boolean {
  const text = toText(env, name)?.toLowerCase();
  if (text === undefined || NO.has(text)) return false;
  if (YES.has(text)) return true;
  throw refuse(name, "write true or false");
}

function toNumber(
  env: Env,
  name: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  const text = toText(env, name);
  if (text === null) return null;
  const number = Number(text);
  if (!(number >= min && number <= max)) throw refuse(name, `write a number from ${min} to ${max}`);
  return number;
}

function toSeverity(env: Env): Severity {
  const text = toText(env, "GAIT_ALERTS_MIN_SEVERITY")?.toLowerCase();
  if (text === undefined) return SEVERITY_MIN_DEFAULT;
  const severity = SEVERITIES.find((one) => one === text);
  if (severity === undefined)
    throw refuse("GAIT_ALERTS_MIN_SEVERITY", `write one of ${SEVERITIES.join(", ")}`);
  return severity;
}

function toUrl(env: Env, name: string): Secret | null {
  const text = toText(env, name);
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw refuse(name, "it is no address that begins with https:// or http://");
  return new Secret(text);
}
