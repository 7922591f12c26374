import type { ConfigPort, ShownSetting, ShownSettings } from "../../cli/config-port.ts";
import type { StorePlace } from "../../cli/data-option.ts";
import { GaitError, type JsonValue } from "../../domain/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { SETTING_KEYS, type SettingKey, settingOf, toEnvNames } from "./catalogue.ts";
import { readSources } from "./read-settings.ts";
import { type Origin, type ResolvedSettings, resolveSettings } from "./resolve.ts";
import { toConfigSchema } from "./schema.ts";

/** The config command. */
export const CONFIG_PORT: ConfigPort = {
  async show(place) {
    const flags = { "data.folder": place.data, "database.url": place.database };
    const { app, note } = await readApp(place);
    return { settings: toShown(resolveSettings({ ...readSources(), flags, app })), note };
  },
  describe: async () => toConfigSchema(),
};

/** What people set in the app, where somebody can be asked for it: a store that is not there says nothing. */
async function readApp(
  place: StorePlace,
): Promise<{ readonly app: ReadonlyMap<string, JsonValue>; readonly note: string | null }> {
  try {
    return { app: await withStore(place, "config", (store) => store.settings.readAll()), note: null };
  } catch (error) {
    if (!(error instanceof GaitError)) throw error;
    const note =
      error.report.code === "STORE_MISSING"
        ? null
        : `What was set in the app is not among them: ${error.report.text}`;
    return { app: new Map(), note };
  }
}

export const toShown = (resolved: ResolvedSettings): ShownSettings["settings"] =>
  SETTING_KEYS.map((key): ShownSetting => {
    const { summary, isSecret = false } = settingOf(key);
    const origin = resolved.origins[key];
    return {
      key,
      value: hide(key, resolved),
      origin: describe(origin),
      originKind: origin.kind,
      isSecret,
      isEditable: isEditableNow(key, resolved),
      env: toEnvNames(key),
      summary,
    };
  });

/** Whether the app may change it: nobody who runs the server said otherwise. */
export const isEditableNow = (key: SettingKey, { origins }: ResolvedSettings): boolean =>
  settingOf(key).isEditable === true && (origins[key].kind === "app" || origins[key].kind === "default");

function hide(key: SettingKey, { values }: ResolvedSettings): ShownSetting["value"] {
  const value = values[key];
  return settingOf(key).isSecret === true && value !== null ? "(set)" : value;
}

function describe({ kind, name }: Origin): string {
  switch (kind) {
    case "flag":
      return "command line";
    case "env":
      return `environment ${name}`;
    case "dotenv":
      return `.env ${name}`;
    case "file":
      return name ?? "file";
    case "app":
      return "app";
    case "default":
      return "default";
  }
}
