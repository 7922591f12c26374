import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import styles from "./triage.module.css";

export interface WordFormProps {
  /** What is asked for. */
  readonly label: string;
  /** What the button does with it. */
  readonly does: string;
  readonly charsMax: number;
  readonly onWord: (word: string) => void;
}

/** Asks for one word, which is not empty. */
export function WordForm({ label, does, charsMax, onWord }: WordFormProps) {
  const [text, setText] = useState("");
  const word = text.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // What opened this stands in a form of its own now and then.
    event.stopPropagation();
    if (word === "") return;
    setText("");
    onWord(word);
  };
  return (
    <form onSubmit={submit} className={styles["free"]}>
      <TextInput
        label={label}
        maxLength={charsMax}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" disabled={word === ""}>
        {does}
      </Button>
    </form>
  );
}
