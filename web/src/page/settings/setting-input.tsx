import {
  NativeSelect,
  NumberInput,
  PasswordInput,
  Switch,
  Textarea,
  TextInput,
  type TextInputProps,
} from "@mantine/core";
import "@mantine/core/styles/Switch.layer.css";
import "@mantine/core/styles/NumberInput.layer.css";
import "@mantine/core/styles/PasswordInput.layer.css";
import { toLabel, toSummary } from "./setting-words.ts";
import { isSet, type Setting, type SettingValue } from "./use-settings.ts";

export interface SettingInputProps {
  readonly setting: Setting;
  /** As it is typed now. */
  readonly value: SettingValue;
  readonly onChange: (value: SettingValue) => void;
  readonly isDisabled: boolean;
}

const DEFAULTS_MAX = 60;
/** Fields of a row stand at one height, whatever there is to say of them. */
const ORDER: NonNullable<TextInputProps["inputWrapperOrder"]> = ["label", "input", "description", "error"];

/** A field that fits what a setting is. Empty is the default. */
export function SettingInput({ setting, value, onChange, isDisabled }: SettingInputProps) {
  const { kind, choices } = setting;
  const words = toWords(setting, isDisabled);
  if (setting.is_secret)
    return (
      <PasswordInput
        {...words}
        placeholder={isSet(setting) ? "Set; type to replace it" : "Not set"}
        autoComplete="off"
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (kind === "flag")
    return (
      <Switch
        label={words.label}
        description={words.description}
        disabled={isDisabled}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (kind === "number")
    return <NumberSetting setting={setting} value={value} onChange={onChange} isDisabled={isDisabled} />;
  if (kind === "choice" && choices !== null)
    return (
      <NativeSelect
        inputWrapperOrder={ORDER}
        label={words.label}
        description={words.description}
        disabled={isDisabled}
        size="xs"
        data={setting.default === null ? [{ value: "", label: "Not set" }, ...choices] : choices}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (kind === "list")
    return (
      <Textarea
        {...words}
        placeholder="One a line"
        autosize={false}
        rows={3}
        value={Array.isArray(value) ? value.join("\n") : ""}
        onChange={(event) => onChange(event.currentTarget.value.split("\n"))}
      />
    );
  return (
    <TextInput
      {...words}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const toWords = (setting: Setting, isDisabled: boolean) => ({
  label: toLabel(setting.key),
  description: toSummary(setting),
  disabled: isDisabled,
  placeholder: toPlaceholder(setting),
  inputWrapperOrder: ORDER,
});

function NumberSetting({ setting, value, onChange, isDisabled }: SettingInputProps) {
  const { min, max } = setting;
  return (
    <NumberInput
      {...toWords(setting, isDisabled)}
      value={typeof value === "number" ? value : ""}
      onChange={(next) => onChange(typeof next === "number" ? next : null)}
      {...(min === null ? {} : { min })}
      {...(max === null ? {} : { max })}
      step={max !== null && max <= 1 ? 0.05 : 1}
      clampBehavior="none"
    />
  );
}

function toPlaceholder({ default: fallback }: Setting): string {
  if (fallback === null || typeof fallback === "object") return "Not set";
  return `${String(fallback).slice(0, DEFAULTS_MAX)} by default`;
}
