import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GaitError } from "../../domain/index.ts";
import { SETTING_KEYS, settingOf, toEnvNames } from "./catalogue.ts";
import { readConfigFile } from "./config-file.ts";
import { readSources } from "./read-settings.ts";
import { resolveSettings, type SettingSources } from "./resolve.ts";
import { SETTING_CHARS_MAX, SETTING_ITEMS_MAX } from "./setting.ts";
import { isEditableNow, toShown } from "./show-settings.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-settings-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const app = (key: string, value: string | number) => new Map([[key, value]]);
function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof GaitError) return `${error.report.code} ${error.message}`;
    throw error;
  }
  return "";
}

describe("S1-15: settings", () => {
  it("come from the strongest place that says something, which is told", async () => {
    const file = { path: "gait.config.yaml", said: new Map([["alerts.per_day" as const, 4]]) };
    const sources: SettingSources[] = [
      { flags: { "alerts.per_day": "1" } },
      { env: { GAIT_ALERTS_PER_DAY: "2" } },
      { dotEnv: { GAIT_ALERTS_PER_DAY: "3" } },
      { file },
      { app: app("alerts.per_day", 5) },
    ];
    const kinds = ["flag", "env", "dotenv", "file", "app"];
    for (let from = 0; from < sources.length; from++) {
      const { values, origins } = resolveSettings(Object.assign({}, ...sources.slice(from)));
      expect(values["alerts.per_day"]).toBe(from + 1);
      expect(origins["alerts.per_day"].kind).toBe(kinds[from]);
    }
    const { values, origins } = resolveSettings({ env: { GAIT_ALERTS_PER_DAY: " " } });
    expect([values["alerts.per_day"], origins["alerts.per_day"].kind]).toEqual([3, "default"]);
  });

  it("are known by the names of the reference", () => {
    const env = {
      SECRET_KEY: "s",
      API_KEY: "k",
      DEBUG: "True",
      ALERT_THRESHOLD: "0.7",
      EMAIL_NOTIFICATIONS_ENABLED: "False",
      SMTP_SERVER: "smtp.example.org",
      SMTP_PORT: "587",
      SMTP_USERNAME: "u",
      SMTP_PASSWORD: "p",
      SENDER_EMAIL: "a@example.org",
      RECIPIENT_EMAILS: "b@example.org, c@example.org",
      DATABASE_URI: "sqlite:///instance/cloud_uba.db",
    };
    const { values, origins } = resolveSettings({ env });
    expect(values).toMatchObject({
      "server.secret_key": "s",
      "server.api_key": "k",
      debug: true,
      "alerts.threshold": 0.7,
      "alerts.email_enabled": false,
      "alerts.smtp_server": "smtp.example.org",
      "alerts.smtp_port": 587,
      "alerts.smtp_username": "u",
      "alerts.smtp_password": "p",
      "alerts.sender_email": "a@example.org",
      "alerts.recipient_emails": ["b@example.org", "c@example.org"],
      "database.url": "sqlite:///instance/cloud_uba.db",
    });
    expect(origins["server.api_key"]).toEqual({ kind: "env", name: "API_KEY" });
    expect(resolveSettings({ env: { DEBUG: "express:*" } }).values.debug).toBe(false);
  });

  it("have one name each", () => {
    const names = SETTING_KEYS.flatMap(toEnvNames);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(names).not.toContain(`${name}_FILE_FILE`);
  });

  it("are read from the file that _FILE names", async () => {
    const path = await write("password", "a secret\n");
    const { values, origins } = resolveSettings({ env: { SMTP_PASSWORD_FILE: path } });
    expect(values["alerts.smtp_password"]).toBe("a secret");
    expect(origins["alerts.smtp_password"].name).toBe("SMTP_PASSWORD_FILE");
    expect(problemOf(() => resolveSettings({ env: { SMTP_PASSWORD_FILE: join(folder, "none") } }))).toContain(
      "CONFIG_SECRET_FILE",
    );
  });

  it("are checked up to their bounds", () => {
    const of = (env: Record<string, string>) => problemOf(() => resolveSettings({ env }));
    expect(of({ GAIT_RETENTION_DAYS: "1" })).toBe("");
    expect(of({ GAIT_RETENTION_DAYS: "0" })).toContain("write a whole number from 1 to 36500");
    expect(of({ GAIT_RETENTION_DAYS: "1.5" })).toContain("GAIT_RETENTION_DAYS");
    expect(of({ GAIT_SCHEDULE_DRIFT: "off" })).toBe("");
    expect(of({ GAIT_SCHEDULE_DRIFT: "61 * * * *" })).toContain("as cron does");
    expect(of({ GAIT_SCHEDULE_DRIFT: "* * * * * *" })).toContain("as cron does");
    expect(of({ GAIT_ALERTS_SYSLOG: "https://x" })).toContain("udp://host:514");
    expect(of({ API_KEY: "k".repeat(SETTING_CHARS_MAX) })).toBe("");
    const long = of({ API_KEY: "k".repeat(SETTING_CHARS_MAX + 1) });
    expect(long).toContain("API_KEY");
    expect(long).not.toContain("kkk");
    const folders = (count: number) => of({ GAIT_WATCH_FOLDERS: Array(count).fill("x").join(",") });
    expect([folders(SETTING_ITEMS_MAX), folders(SETTING_ITEMS_MAX + 1)]).toEqual([
      "",
      expect.stringContaining(`at most ${SETTING_ITEMS_MAX}`),
    ]);
  });

  it("that the app holds from another version and that would not do are left aside", () => {
    const { values, origins } = resolveSettings({ app: app("alerts.per_day", "many") });
    expect([values["alerts.per_day"], origins["alerts.per_day"].kind]).toEqual([3, "default"]);
    expect(resolveSettings({ app: app("server.api_key", "x") }).values["server.api_key"]).toBeNull();
  });

  it("may be changed in the app where nobody who runs the server said otherwise", () => {
    expect(isEditableNow("alerts.per_day", resolveSettings({}))).toBe(true);
    expect(isEditableNow("alerts.per_day", resolveSettings({ app: app("alerts.per_day", 9) }))).toBe(true);
    expect(isEditableNow("alerts.per_day", resolveSettings({ env: { GAIT_ALERTS_PER_DAY: "3" } }))).toBe(
      false,
    );
    expect(isEditableNow("server.api_key", resolveSettings({}))).toBe(false);
  });

  it("show no secret", () => {
    const env = Object.fromEntries(
      SETTING_KEYS.filter((key) => settingOf(key).isSecret === true).map((key) => [
        toEnvNames(key)[0]!,
        "https://example.org/a-secret-text",
      ]),
    );
    expect(Object.keys(env).length).toBeGreaterThan(6);
    const shown = JSON.stringify(toShown(resolveSettings({ env })));
    expect(shown).toContain("(set)");
    expect(shown).not.toContain("a-secret-text");
  });
});

describe("gait.config.yaml", () => {
  it("says settings as maps in maps, or by their whole names", async () => {
    const text = "alerts:\n  per_day: 7\n  recipient_emails: [a@example.org]\nretention.days: '30'\n";
    await write("gait.config.yaml", text);
    const { values, origins } = resolveSettings({ ...readSources(folder), env: {}, dotEnv: {} });
    expect(values).toMatchObject({
      "alerts.per_day": 7,
      "alerts.recipient_emails": ["a@example.org"],
      "retention.days": 30,
    });
    expect(origins["retention.days"]).toEqual({ kind: "file", name: join(folder, "gait.config.yaml") });
  });

  it.each([
    ["alerts: { per_dya: 3 }", "Did you mean alerts.per_day?"],
    ["alerts: { per_days: 3 }", "Did you mean alerts.per_day?"],
    ["nonsense: 3", "There is no setting nonsense"],
    ["[1, 2]", "it is no map of settings"],
    ["a: &a [*a, *a]", "CONFIG_"],
    ["a: [", "CONFIG_FILE"],
    ["__proto__: { per_day: 3 }", "CONFIG_UNKNOWN"],
  ])("%s is refused with what is wrong", async (text, expected) => {
    const path = await write("broken.yaml", text);
    expect(problemOf(() => readConfigFile(path))).toContain(expected);
  });
});
