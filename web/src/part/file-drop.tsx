import { Button } from "@mantine/core";
import { Upload } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { cx } from "../theme/class-names.ts";
import styles from "./file-drop.module.css";

export interface FileDropProps {
  /** What may be dropped here, in a sentence. */
  readonly text: string;
  /** Endings that the file chooser offers: `.csv,.json`. */
  readonly accept: string;
  readonly isMany?: boolean;
  /** Null: nothing is being sent; else how much is, 0 to 1. */
  readonly sent?: number | null;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A place to drop files on, and a button that does the same. */
export function FileDrop({ text, accept, isMany = false, sent = null, onFiles }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = (list: FileList | null): void => {
    const files = [...(list ?? [])].slice(0, isMany ? undefined : 1);
    if (files.length > 0) onFiles(files);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first.
    <div
      className={cx(styles["drop"], isOver && styles["over"])}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <p id={id} className={styles["text"]}>
        {text}
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMany}
        aria-labelledby={id}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file again shall count again.
          event.currentTarget.value = "";
        }}
      />
      {sent === null ? (
        <Button
          variant="default"
          leftSection={<Upload size={14} aria-hidden />}
          aria-describedby={id}
          onClick={() => input.current?.click()}
        >
          {isMany ? "Choose files" : "Choose a file"}
        </Button>
      ) : (
        <progress className={styles["progress"]} max={1} value={sent} aria-label="Sent so far" />
      )}
    </div>
  );
}
