import { Button } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import styles from "./settings-page.module.css";

export interface OnceNoteProps {
  readonly title: ReactNode;
  /** Shown now and never again. */
  readonly secret: string;
  readonly note: ReactNode;
  readonly onDone: () => void;
}

/** A key or a link that is shown this once, to be copied. */
export function OnceNote({ title, secret, note, onDone }: OnceNoteProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(secret).then(() => setIsCopied(true));
  };
  return (
    <div className={styles["once"]} role="status">
      <strong>{title}</strong>
      <div className={styles["secret"]}>
        <code>{secret}</code>
        <Button
          variant="default"
          leftSection={isCopied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
          onClick={copy}
        >
          {isCopied ? "Copied" : "Copy"}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          I have it
        </Button>
      </div>
      <p className={styles["soft"]}>{note}</p>
    </div>
  );
}
