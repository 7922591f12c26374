import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LogText } from "../../part/log-text.tsx";
import { ProblemNote } from "../../part/panel-note.tsx";
import { useMay } from "../../session/use-session.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { SettingInput } from "./setting-input.tsx";
import { toLabel, toSummary } from "./setting-words.ts";
import styles from "./settings-page.module.css";
import {
  isSet,
  type Setting,
  type SettingChanges,
  type SettingValue,
  useChangeSettings,
} from "./use-settings.ts";

/** Settings as fields; what is typed counts when it is saved, all or nothing. Those that are fixed elsewhere say where. */
export function SettingForm({ settings }: { readonly settings: readonly Setting[] }) {
  const [typed, setTyped] = useState<SettingChanges>({});
  const { save, isSaving, error } = useChangeSettings();
  const may = useMay("admin");
  const open = settings.filter((setting) => setting.is_editable);
  const fixed = settings.filter((setting) => !setting.is_editable);
  const changed = open.filter(({ key, value }) => key in typed && !isSame(typed[key] ?? null, value));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const changes = Object.fromEntries(changed.map(({ key }) => [key, toSent(typed[key] ?? null)]));
    save(changes, toBefore(changed), () => setTyped({}));
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <div className={styles["fields"]}>
        {open.map((setting) => (
          <SettingInput
            key={setting.key}
            setting={setting}
            isDisabled={!may || isSaving}
            value={
              setting.key in typed ? (typed[setting.key] ?? null) : setting.is_secret ? null : setting.value
            }
            onChange={(value) => setTyped((before) => ({ ...before, [setting.key]: value }))}
          />
        ))}
      </div>
      {fixed.length > 0 && <FixedSettings settings={fixed} />}
      {error !== null && <ProblemNote error={error} />}
      {open.length > 0 && may && (
        <div className={styles["actions"]}>
          <Button type="submit" disabled={changed.length === 0} loading={isSaving}>
            {changed.length > 1 ? `Save ${changed.length} changes` : "Save"}
          </Button>
          {changed.length > 0 && (
            <Button variant="subtle" onClick={() => setTyped({})}>
              Discard
            </Button>
          )}
        </div>
      )}
      {open.length > 0 && !may && (
        <p className={styles["soft"]}>Administrators change these; you may look at them.</p>
      )}
    </form>
  );
}

/** An emptied field is the default. */
function toSent(value: SettingValue): SettingValue {
  if (!Array.isArray(value)) return value === "" ? null : value;
  const items = value.map((item) => item.trim()).filter((item) => item !== "");
  return items.length === 0 ? null : items;
}

const isSame = (left: SettingValue, right: SettingValue): boolean =>
  JSON.stringify(toSent(left)) === JSON.stringify(toSent(right));

/** What brings it back; null: a secret was replaced, which nobody knows any more. */
function toBefore(changed: readonly Setting[]): SettingChanges | null {
  if (changed.some((setting) => setting.is_secret)) return null;
  return Object.fromEntries(
    changed.map(({ key, value, origin }) => [key, origin.kind === "app" ? value : null]),
  );
}

/** Settings that whoever runs the server fixed, with where. */
export const FixedSettings = ({ settings }: { readonly settings: readonly Setting[] }) => (
  <ScrollTable label="Settings that are fixed" heads={["Setting", "Value", "From"]}>
    {settings.map((setting) => (
      <tr key={setting.key}>
        <td>
          {toLabel(setting.key)}
          <p className={styles["soft"]}>{toSummary(setting)}</p>
        </td>
        <td>
          <ValueText setting={setting} />
        </td>
        <td className={styles["soft"]}>
          <LogText text={setting.origin.text} />
        </td>
      </tr>
    ))}
  </ScrollTable>
);

function ValueText({ setting }: { readonly setting: Setting }) {
  const { value, is_secret } = setting;
  if (is_secret) return <span>{isSet(setting) ? "set" : "not set"}</span>;
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0))
    return <span className={styles["soft"]}>not set</span>;
  if (typeof value === "boolean") return <span>{value ? "yes" : "no"}</span>;
  return <LogText mono text={Array.isArray(value) ? value.join(", ") : String(value)} />;
}
