import { SETTING_KEYS, type SettingKey, settingOf, toEnvNames } from "../../src/app/settings/catalogue.ts";
import { toConfigSchema } from "../../src/app/settings/schema.ts";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

export const CONFIG_PAGE: Page = {
  path: "docs/reference/config.md",
  make: async () =>
    writeHead(
      "Settings",
      "Each setting comes from the strongest place that says something: the command line, the environment, `.env` and " +
        "`gait.config.yaml` of the working folder (or the file that `GAIT_CONFIG` names), what people set in the app, and " +
        "else the default. `gait config show` lists all with where they come from. In YAML a setting is written by its " +
        "name, with maps for what stands before a dot: `alerts: { per_day: 3 }`; the JSON Schema is " +
        "[config.schema.json](../schema/config.schema.json). Behind every name of the environment `_FILE` may stand: the value is then " +
        'read from the file that is named. What is marked "app" people with the right to can change in the app, unless ' +
        "whoever runs the server fixed it by one of the stronger places.",
    ) +
    `\n${writeTable(["setting", "environment", "takes", "default", "", "what it is"], SETTING_KEYS.map(toRow))}`,
};

function toRow(key: SettingKey): readonly string[] {
  const { summary, isEditable, isSecret, default: otherwise } = settingOf(key);
  const marks = [isEditable === true ? "app" : "", isSecret === true ? "secret" : ""];
  return [
    asCode(key),
    toEnvNames(key).map(asCode).join(", "),
    describeValue(key),
    isNothing(otherwise) ? "" : asCode(String(otherwise)),
    marks.filter((mark) => mark !== "").join(", "),
    summary,
  ];
}

const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

function describeValue(key: SettingKey): string {
  const { kind, choices = [], min, max } = settingOf(key);
  switch (kind) {
    case "number":
      return `${min} to ${max}`;
    case "flag":
      return "true, false";
    case "choice":
      return choices.join(", ");
    case "list":
      return "a list, with commas between";
    case "text":
      return "text";
  }
}

export const CONFIG_SCHEMA_PAGE: Page = {
  path: "docs/schema/config.schema.json",
  make: async () => `${JSON.stringify(toConfigSchema(), null, 2)}\n`,
};
