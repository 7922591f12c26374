import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { GaitError } from "../../domain/index.ts";
import { RECIPIENTS_MAX, readAlertSettings } from "./alert-settings.ts";

const MAIL = {
  EMAIL_NOTIFICATIONS_ENABLED: "True",
  SMTP_SERVER: "mail.example.org",
  SMTP_USERNAME: "gait",
  SMTP_PASSWORD: "a password",
  SENDER_EMAIL: "gait@example.org",
  RECIPIENT_EMAILS: "ann@example.org, bob@example.org,",
};
const recipients = (count: number): string =>
  Array.from({ length: count }, (_, number) => `u${number}@example.org`).join(",");

function problemOf(env: Readonly<Record<string, string>>): string {
  try {
    readAlertSettings(env);
  } catch (error) {
    if (error instanceof GaitError) return error.message;
    throw error;
  }
  return "";
}

describe("settings of alerts", () => {
  it("configure nothing unless they are there", () => {
    const off = { ...MAIL, EMAIL_NOTIFICATIONS_ENABLED: "False" };
    for (const env of [{}, off, { GAIT_ALERTS_FILE: "" }])
      expect(readAlertSettings(env)).toMatchObject({ file: null, webhook: null, slack: null, email: null });
  });

  it("read mail by the names that are known", () => {
    expect(readAlertSettings(MAIL).email).toMatchObject({
      host: "mail.example.org",
      port: 587,
      tls: "starttls",
      sender: "gait@example.org",
      recipients: ["ann@example.org", "bob@example.org"],
    });
    expect(readAlertSettings({ ...MAIL, SMTP_PORT: "465" }).email!.tls).toBe("implicit");
    const open = { ...MAIL, SMTP_USERNAME: "", SMTP_PORT: "25" };
    expect(readAlertSettings(open).email).toMatchObject({ tls: "opportunistic", login: null, port: 25 });
    expect(readAlertSettings({ ...MAIL, RECIPIENT_EMAILS: recipients(RECIPIENTS_MAX) }).email).not.toBeNull();
  });

  it.each([
    ["udp://logs.example.org", { transport: "udp", host: "logs.example.org", port: 514 }],
    ["tcp://10.0.0.1", { transport: "tcp", host: "10.0.0.1", port: 601 }],
    ["tls://[2001:db8::1]:10514", { transport: "tls", host: "2001:db8::1", port: 10514 }],
  ])("read %s", (address, expected) => {
    expect(readAlertSettings({ GAIT_ALERTS_SYSLOG: address }).syslog).toMatchObject(expected);
  });

  it("S4-07: read a topic of SNS", () => {
    const arn = "arn:aws:sns:eu-central-1:111122223333:alerts";
    expect(readAlertSettings({ SNS_TOPIC_ARN: arn }).sns).toEqual({ topicArn: arn, endpoint: null });
  });

  it("show no secret, however they are printed", () => {
    const url = "https://hooks.example.org/secret-token";
    const settings = readAlertSettings({
      ...MAIL,
      GAIT_ALERTS_WEBHOOK_URL: url,
      GAIT_ALERTS_WEBHOOK_SECRET: "whsec_c2VjcmV0",
      GAIT_ALERTS_SLACK_URL: url,
    });
    const printed = `${JSON.stringify(settings)} ${inspect(settings, { depth: 9 })} ${String(settings.webhook!.url)}`;
    for (const secret of ["a password", "secret-token", "whsec_"]) expect(printed).not.toContain(secret);
    expect(problemOf({ GAIT_ALERTS_WEBHOOK_URL: "ftp://x/secret-token" })).not.toContain("secret-token");
  });

  it.each([
    ["SMTP_SERVER", ""],
    ["SMTP_PASSWORD", ""],
    ["SMTP_PORT", "70000"],
    ["SENDER_EMAIL", "gait@example.org\r\nBcc: all@example.org"],
    ["RECIPIENT_EMAILS", " , "],
    ["RECIPIENT_EMAILS", "ann <ann@example.org>"],
    ["RECIPIENT_EMAILS", recipients(RECIPIENTS_MAX + 1)],
    ["EMAIL_NOTIFICATIONS_ENABLED", "perhaps"],
    ["GAIT_ALERTS_SMTP_TLS", "opportunistic"],
    ["GAIT_ALERTS_WEBHOOK_URL", "file:///etc/passwd"],
    ["GAIT_ALERTS_WEBHOOK_SECRET", "whsec_!"],
    ["GAIT_ALERTS_TEAMS_URL", "teams"],
    ["SNS_TOPIC_ARN", "alerts"],
    ["GAIT_ALERTS_SYSLOG", "udp://"],
    ["GAIT_ALERTS_SYSLOG", "udp://host:65536"],
    ["GAIT_ALERTS_QUIET_HOURS", "at night"],
    ["GAIT_ALERTS_TIME_ZONE", "Nowhere/City"],
    ["GAIT_ALERTS_PER_DAY", "-1"],
    ["GAIT_ALERTS_MIN_SEVERITY", "urgent"],
    ["GAIT_ALERTS_REMIND_HOURS", "337"],
    ["ALERT_THRESHOLD", "1.1"],
    ["GAIT_ALERTS_MIN_SCORE", "-0.1"],
  ])("say what is wrong with %s %j", (name, text) => {
    expect(problemOf({ ...MAIL, [name]: text })).toContain(name);
  });

  it("say how to alert", () => {
    const env = {
      GAIT_ALERTS_MIN_SCORE: "0.7",
      GAIT_ALERTS_PER_DAY: "0.2",
      GAIT_ALERTS_MIN_SEVERITY: "High",
      GAIT_ALERTS_QUIET_HOURS: "22:00-07:00",
      GAIT_ALERTS_TIME_ZONE: "Europe/Berlin",
      GAIT_ALERTS_REMIND_HOURS: "24",
    };
    expect(readAlertSettings(env).policy).toEqual({
      perDay: 0.2,
      severityMin: "high",
      scoreMin: 0.7,
      quietHours: { from: 1320, to: 420, zone: "Europe/Berlin" },
      remindAfterMs: 86_400_000,
    });
    // The reference's threshold is of single actions: it silences no incident.
    expect(readAlertSettings({ ALERT_THRESHOLD: "0.7" }).policy.scoreMin).toBeNull();
    expect(readAlertSettings({}).policy).toMatchObject({ perDay: 3, severityMin: "medium", scoreMin: null });
  });
});
