import type { SettingsPort } from "../../../api/index.ts";
import { type JsonValue, toError } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import { toAlertSettings } from "../../alert/alert-settings.ts";
import { isSettingKey, SETTING_KEYS, type SettingKey, settingOf } from "../../settings/catalogue.ts";
import { CONFIG_PROBLEMS } from "../../settings/problems.ts";
import { describeOrigin, type ResolvedSettings, resolveSettings } from "../../settings/resolve.ts";
import { readText } from "../../settings/setting.ts";
import { isEditableNow, toShown } from "../../settings/show-settings.ts";
import type { LiveSettings } from "./live-settings.ts";

export interface SettingParts {
  readonly store: Store;
  readonly live: LiveSettings;
  /** Called after a change. */
  readonly onChange: () => void;
}

/** Settings for the API. */
export const createSettingAnswers = ({ store, live, onChange }: SettingParts): SettingsPort => ({
  read: async () => toJson(await live.readResolved()),
  async change({ changes, version, by }) {
    const before = await live.readResolved();
    const given = Object.entries(changes).map(([key, value]) => check(key, value, before));
    refuseTogether(given, before, live);
    const now = await store.settings.change(given, { author: by, version });
    if (now === null) throw toError(CONFIG_PROBLEMS, "CONFIG_CHANGED");
    onChange();
    return toJson(await live.readResolved());
  },
});

interface CheckedChange {
  readonly key: SettingKey;
  readonly value: JsonValue;
  readonly isSecret: boolean;
}

function check(key: string, value: JsonValue, resolved: ResolvedSettings): CheckedChange {
  if (!isSettingKey(key))
    throw toError(CONFIG_PROBLEMS, "CONFIG_UNKNOWN", {
      key: key.slice(0, 100),
      origin: "asked for",
      guess: "",
    });
  if (!isEditableNow(key, resolved)) {
    const origin = resolved.origins[key];
    const fixed = origin.kind === "default" ? "the server's own configuration" : describeOrigin(origin);
    throw toError(CONFIG_PROBLEMS, "CONFIG_FIXED", { key, origin: fixed });
  }
  const { kind, schema, isSecret = false } = settingOf(key);
  if (value === null || value === "") return { key, value: null, isSecret };
  const meant = typeof value === "string" ? readText(kind, value) : value;
  const read = schema.safeParse(meant);
  if (read.success) return { key, value: meant as JsonValue, isSecret };
  const reason = read.error.issues[0]?.message ?? "it is not what it should be";
  throw toError(CONFIG_PROBLEMS, "CONFIG_SETTING", { name: key, origin: "asked for", reason });
}

/** Throws where settings that are fine alone would not do together. */
function refuseTogether(
  changes: readonly CheckedChange[],
  { values, origins }: ResolvedSettings,
  { sources }: LiveSettings,
): void {
  const own = SETTING_KEYS.filter((key) => origins[key].kind === "app").map(
    (key): readonly [string, JsonValue] => [key, values[key] as JsonValue],
  );
  const app = new Map([...own, ...changes.map(({ key, value }): [string, JsonValue] => [key, value])]);
  toAlertSettings(resolveSettings({ ...sources, app }).values);
}

function toJson(resolved: ResolvedSettings & { readonly version: number }) {
  const items = toShown(resolved).map((shown) => {
    const { kind, default: otherwise, choices, min, max } = settingOf(shown.key as SettingKey);
    return {
      key: shown.key,
      kind,
      summary: shown.summary,
      value: shown.value,
      default: otherwise,
      choices: choices ?? null,
      min: min ?? null,
      max: max ?? null,
      origin: { kind: shown.originKind, text: shown.origin },
      is_secret: shown.isSecret,
      is_editable: shown.isEditable,
    };
  });
  return { version: resolved.version, items };
}
