import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FIELD_NAMES, FIELDS, type FieldName, type FieldTexts } from "./action-fields.ts";
import styles from "./predict-page.module.css";

export interface ActionFormProps {
  readonly texts: FieldTexts;
  readonly faults: ReadonlyMap<string, string>;
  readonly onJudge: (texts: FieldTexts) => void;
}

/** The fields of one action. Mount it anew (`key`) when other texts come from elsewhere. */
export function ActionForm({ texts, faults, onJudge }: ActionFormProps) {
  const [given, setGiven] = useState(texts);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onJudge(given);
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      {FIELD_NAMES.map((name) => (
        <ActionField
          key={name}
          name={name}
          text={given[name]}
          fault={faults.get(name)}
          onChange={(text) => setGiven({ ...given, [name]: text })}
        />
      ))}
      <Button type="submit" className={styles["judge"] ?? ""}>
        Judge this action
      </Button>
    </form>
  );
}

interface ActionFieldProps {
  readonly name: FieldName;
  readonly text: string;
  readonly fault: string | undefined;
  readonly onChange: (text: string) => void;
}

function ActionField({ name, text, fault, onChange }: ActionFieldProps) {
  const { label, kind, isNeeded = false, choices = [], placeholder = "" } = FIELDS[name];
  const error = fault ?? null;
  if (kind === "flag")
    return (
      <Checkbox
        className={styles["flag"] ?? ""}
        label={label}
        checked={text === "true"}
        onChange={(event) => onChange(event.currentTarget.checked ? "true" : "")}
      />
    );
  if (kind === "choice")
    return (
      <NativeSelect
        label={label}
        required={isNeeded}
        value={text}
        error={error}
        data={[{ value: "", label: isNeeded ? "Choose…" : "not said" }, ...choices]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      label={label}
      required={isNeeded}
      value={text}
      error={error}
      placeholder={placeholder}
      inputMode={kind === "number" ? "decimal" : "text"}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
