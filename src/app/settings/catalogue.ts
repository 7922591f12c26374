import { Cron } from "croner";
import type { z } from "zod";
import {
  isWebhookSecret,
  isZone,
  MAIL_TLS,
  parseQuietHours,
  SEVERITY_MIN_DEFAULT,
} from "../../alert/index.ts";
import { ALERTS_PER_DAY_DEFAULT } from "../../detect/index.ts";
import {
  type Setting,
  toChoice,
  toFlag,
  toList,
  toMaybeChoice,
  toNumber,
  toNumberOr,
  toSeverity,
  toText,
  toTextOr,
} from "./setting.ts";

const ADDRESS = {
  holds: (text: string) => ["http:", "https:"].includes(URL.parse(text)?.protocol ?? ""),
  reason: "it is no address that begins with https:// or http://",
};
const ZONE = { holds: isZone, reason: "it is no name of a time zone such as Europe/Berlin" };
const HOURS = {
  holds: (text: string) => parseQuietHours(text, "UTC") !== null,
  reason: "write it as 22:00-07:00",
};
const TIMES = {
  holds: isSchedule,
  reason: "write off, or times as cron does, such as 30 3 * * * for half past three every night",
};

/** `off`, or a cron pattern of five fields. */
function isSchedule(text: string): boolean {
  if (text === "off") return true;
  if (text.split(/\s+/).length !== 5) return false;
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

const PLACES = {
  "data.folder": toText({
    summary: "The data folder; without it the platform's own place for data of programs",
    aliases: ["GAIT_DATA"],
  }),
  "database.url": toText({
    summary:
      "Address of a PostgreSQL database; without it, or with an address of SQLite, the data folder's own database",
    aliases: ["DATABASE_URL", "DATABASE_URI"],
    isSecret: true,
  }),
  debug: toFlag(false, {
    summary: "Errors that should not happen print where they happened",
    aliases: ["DEBUG"],
    // Other programs name what to print by it.
    ignores: /^(?!(?:true|false|1|0|yes|no|on|off)$)/i,
  }),
} as const satisfies Record<string, Setting>;

const SERVER = {
  "server.host": toText({ summary: "Where `gait serve` listens; without it 127.0.0.1" }),
  "server.port": toNumber(
    { summary: "The port of `gait serve`; without it 5000, and 0 takes any that is free" },
    { min: 0, max: 65_535, isWhole: true },
  ),
  "server.api_key": toText({
    summary: "A key of the HTTP API with every right",
    aliases: ["API_KEY"],
    isSecret: true,
  }),
  "server.secret_key": toText({
    summary: "Taken, so that settings of other systems need no change; nothing here is signed with it",
    aliases: ["SECRET_KEY"],
    isSecret: true,
  }),
  "server.url": toText(
    { summary: "Where people find the server, for links: https://gait.example.com", aliases: ["GAIT_URL"] },
    ADDRESS,
  ),
  "server.trust_proxy": toText({
    summary:
      "Proxies before the server whose word on addresses and TLS counts: loopback, an address, a network; several with commas",
    aliases: ["TRUST_PROXY"],
  }),
  "server.tls_cert": toText({
    summary: "PEM file with the server's certificate; without it plain HTTP",
    aliases: ["GAIT_TLS_CERT"],
  }),
  "server.tls_key": toText({
    summary: "PEM file with the key of the certificate",
    aliases: ["GAIT_TLS_KEY"],
  }),
  "logs.folder": toText({
    summary: "Folder of the logs that `gait serve` writes; without it `logs` in the data folder, `off`: none",
  }),
} as const satisfies Record<string, Setting>;

const READING = {
  "enrich.geo": toList({
    summary:
      "Location databases of your own (MMDB: country, city or network), asked before the bundled one of countries; for what is taken in from then on",
  }),
  "enrich.person_roles": toList({
    summary:
      "Roles whose session name is the person, besides those of single sign-on; `*` stands for any text; for what is taken in from then on",
  }),
} as const satisfies Record<string, Setting>;

const POLICY = {
  "alerts.threshold": toNumber(
    {
      summary:
        "From this score on a single action, of POST /api/predict and of batches, is an anomaly; without it 0.7. Incidents alert by severity and budget",
      aliases: ["ALERT_THRESHOLD"],
      isEditable: true,
    },
    { min: 0, max: 1 },
  ),
  "alerts.min_score": toNumber(
    {
      summary: "Incidents with a lower score do not alert; without it severity and budget alone say which do",
      isEditable: true,
    },
    { min: 0, max: 1 },
  ),
  "alerts.per_day": toNumberOr(
    ALERTS_PER_DAY_DEFAULT,
    { summary: "Alerts about single incidents that are welcome in a day", isEditable: true },
    { min: 0, max: 1000 },
  ),
  "alerts.min_severity": toSeverity(SEVERITY_MIN_DEFAULT, {
    summary: "Incidents below do not alert",
    isEditable: true,
  }),
  "alerts.quiet_hours": toText(
    { summary: "Hours in which only critical alerts are sent: 22:00-07:00", isEditable: true },
    HOURS,
  ),
  "alerts.time_zone": toTextOr(
    "UTC",
    { summary: "Of the quiet hours and of the schedule", isEditable: true },
    ZONE,
  ),
  "alerts.remind_hours": toNumber(
    {
      summary: "After so many hours an incident that nobody judged is told of again; without it, or 0: never",
      isEditable: true,
    },
    { min: 0, max: 24 * 14 },
  ),
} as const satisfies Record<string, Setting>;

const CHANNELS = {
  "alerts.allow_private": toFlag(false, {
    summary: "Alerts may also go to addresses of this machine and of private networks",
  }),
  "alerts.file": toText({
    summary: "A file that gets each alert as a line of JSON; a server without it writes logs/alerts.jsonl",
  }),
  "alerts.webhook_url": toText({ summary: "Gets each alert as JSON", isSecret: true }, ADDRESS),
  "alerts.webhook_secret": toText(
    {
      summary: "Signs what the webhook gets, as Standard Webhooks do: whsec_ and base64, or any text",
      isSecret: true,
    },
    { holds: isWebhookSecret, reason: "behind whsec_ write base64" },
  ),
  "alerts.slack_url": toText({ summary: "An incoming webhook of Slack", isSecret: true }, ADDRESS),
  "alerts.teams_url": toText({ summary: "A webhook of Microsoft Teams", isSecret: true }, ADDRESS),
  "alerts.sns_topic_arn": toText(
    {
      summary: "A topic of AWS SNS; credentials as AWS' own programs find them",
      aliases: ["SNS_TOPIC_ARN"],
    },
    {
      holds: (text) => /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/.test(text),
      reason: "it is no ARN of a topic such as arn:aws:sns:eu-central-1:111122223333:alerts",
    },
  ),
  "alerts.sns_endpoint": toText({ summary: "Another address of SNS than AWS' own" }, ADDRESS),
  "alerts.syslog": toText(
    { summary: "Where alerts go as CEF over syslog: udp://host:514, tcp://host:601 or tls://host:6514" },
    {
      holds: (text) => /^(?:udp|tcp|tls):\/\/(?:[^\s:/[\]]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/.test(text),
      reason: "write it as udp://host:514, tcp://host:601 or tls://host:6514",
    },
  ),
} as const satisfies Record<string, Setting>;

const MAIL = {
  "alerts.email_enabled": toFlag(false, {
    summary: "Alerts go out by mail",
    aliases: ["EMAIL_NOTIFICATIONS_ENABLED"],
  }),
  "alerts.smtp_server": toText({ summary: "Host of the mail server", aliases: ["SMTP_SERVER"] }),
  "alerts.smtp_port": toNumberOr(
    587,
    { summary: "Its port", aliases: ["SMTP_PORT"] },
    { min: 1, max: 65_535, isWhole: true },
  ),
  "alerts.smtp_username": toText({ summary: "Who logs in there", aliases: ["SMTP_USERNAME"] }),
  "alerts.smtp_password": toText({ summary: "With what", aliases: ["SMTP_PASSWORD"], isSecret: true }),
  "alerts.smtp_tls": toMaybeChoice(MAIL_TLS, {
    summary: "How mail is protected on its way; without it what the port and a login ask for",
  }),
  "alerts.sender_email": toText({ summary: "Whom alerts come from", aliases: ["SENDER_EMAIL"] }),
  "alerts.recipient_emails": toList({ summary: "Whom they go to", aliases: ["RECIPIENT_EMAILS"] }),
} as const satisfies Record<string, Setting>;

const LIVE = {
  "watch.folders": toList({
    summary: "Folders that `gait serve` takes new files of logs from",
    isEditable: true,
  }),
  "watch.seconds": toNumberOr(
    5,
    { summary: "How often it looks for new files", isEditable: true },
    { min: 1, max: 86_400 },
  ),
  "gaps.hours": toNumber(
    {
      summary:
        "An account that is silent for so many hours is told of; without it as long as the account's own past makes strange, 0: never",
      isEditable: true,
    },
    { min: 0, max: 24 * 30 },
  ),
  "retention.days": toNumber(
    {
      summary:
        "Events older than so many days are removed, with what the archive keeps of them; findings stay. Without it all stay",
      isEditable: true,
    },
    { min: 1, max: 36_500, isWhole: true },
  ),
  "schedule.detect": toTextOr(
    "*/5 * * * *",
    { summary: "When what still waits is looked at", isEditable: true },
    TIMES,
  ),
  "schedule.retention": toTextOr(
    "30 3 * * *",
    { summary: "When old events are removed", isEditable: true },
    TIMES,
  ),
  "schedule.drift": toTextOr(
    "15 4 * * *",
    { summary: "When models are compared with today's events", isEditable: true },
    TIMES,
  ),
  "schedule.digest": toTextOr(
    "off",
    { summary: "When a digest of the day is sent: 0 8 * * * is every morning at eight", isEditable: true },
    TIMES,
  ),
  "schedule.report": toTextOr(
    "off",
    {
      summary: "When a report is written, kept and sent: 0 7 * * 1 is every Monday at seven",
      isEditable: true,
    },
    TIMES,
  ),
  "schedule.report_kind": toChoice(["period", "posture"], "period", {
    summary: "What the scheduled report tells: what happened in the days before, or where things stand",
    isEditable: true,
  }),
  "schedule.report_days": toNumberOr(
    7,
    { summary: "Whole days (UTC) that a scheduled report of a period tells of", isEditable: true },
    { min: 1, max: 366, isWhole: true },
  ),
  "schedule.report_channels": toList({
    summary:
      "Who is told of the scheduled report: email (attached), webhook, slack, teams, sns, syslog, file (named, with its address); without it all that are set up",
    isEditable: true,
  }),
  "schedule.train": toTextOr("off", { summary: "When models are trained anew", isEditable: true }, TIMES),
  "schedule.gaps": toTextOr(
    "*/10 * * * *",
    { summary: "When silent accounts are looked for", isEditable: true },
    TIMES,
  ),
} as const satisfies Record<string, Setting>;

/** A language model for the assistant. Without one nothing is ever sent anywhere. */
const MODEL = {
  "llm.provider": toMaybeChoice(["openai-compatible", "anthropic"], {
    summary:
      "Whose language the model speaks; without it, and without a model, the assistant answers by itself",
    isEditable: true,
  }),
  "llm.base_url": toText(
    { summary: "Address of the model with its version: http://127.0.0.1:11434/v1", isEditable: true },
    ADDRESS,
  ),
  "llm.api_key": toText({
    summary: "Key of the model; one of the environment goes only to an address of the environment",
    isSecret: true,
    isEditable: true,
  }),
  "llm.model": toText({ summary: "Name of the model, as its provider lists it", isEditable: true }),
  "llm.pseudonyms": toFlag(true, {
    summary: "Names, addresses and resources leave for the model as stand-ins",
    isEditable: true,
  }),
  "llm.tokens_per_day": toNumberOr(
    1_000_000,
    { summary: "Tokens of the model in 24 hours, in and out", isEditable: true },
    { min: 0, max: 1_000_000_000, isWhole: true },
  ),
  "llm.keep_days": toNumberOr(
    30,
    {
      summary: "Days for which everything that was sent to the model is kept, to be looked at; 0 keeps none",
      isEditable: true,
    },
    { min: 0, max: 3650, isWhole: true },
  ),
} as const satisfies Record<string, Setting>;

/** Every setting by its key, as it stands in YAML; in the environment it is `GAIT_` and the key in capitals. */
export const SETTINGS = {
  ...PLACES,
  ...SERVER,
  ...READING,
  ...POLICY,
  ...CHANNELS,
  ...MAIL,
  ...LIVE,
  ...MODEL,
};

export type SettingKey = keyof typeof SETTINGS;
export type Settings = {
  readonly [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]["schema"]>;
};

export const SETTING_KEYS = Object.keys(SETTINGS).filter(isSettingKey);

export function isSettingKey(text: string): text is SettingKey {
  return Object.hasOwn(SETTINGS, text);
}

/** What a setting is, whatever its value is. */
export const settingOf = (key: SettingKey): Setting => SETTINGS[key];

/** Names of the environment, the one that messages use first. */
export const toEnvNames = (key: SettingKey): readonly string[] => [
  ...new Set([...(settingOf(key).aliases ?? []), `GAIT_${key.replaceAll(".", "_").toUpperCase()}`]),
];

export const nameOf = (key: SettingKey): string => toEnvNames(key)[0]!;
