import { Kbd, Modal, Textarea } from "@mantine/core";
import { useState } from "react";
import { formatPlural } from "../part/format.ts";
import { useShortcuts } from "../part/shortcut.tsx";
import styles from "./triage.module.css";
import { VERDICT_MEANINGS, VERDICT_WORDS, VERDICTS, type VerdictKind } from "./triage-words.ts";
import { useTriage } from "./use-triage.ts";

export interface CloseDialogProps {
  /** Ids of findings or incidents; null: nothing is to be closed. */
  readonly targets: readonly string[] | null;
  /** What they are: finding, incident. */
  readonly noun: string;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Why it is closed: one click, or one key. What was done can be taken back. */
export function CloseDialog({ targets, noun, onClose, onDone }: CloseDialogProps) {
  const triage = useTriage();
  const choose = (close: VerdictKind, note: string): void => {
    if (targets === null) return;
    triage.mutate({ targets, close, note: note.trim() || null }, { onSuccess: () => onDone?.() });
    onClose();
  };
  return (
    <Modal
      opened={targets !== null}
      onClose={onClose}
      title={`Close ${formatPlural(targets?.length ?? 0, noun)}: what was it?`}
      closeButtonProps={{ "aria-label": "Leave it open" }}
    >
      {targets !== null && <Reasons onChoose={choose} />}
    </Modal>
  );
}

function Reasons({ onChoose }: { readonly onChoose: (verdict: VerdictKind, note: string) => void }) {
  const [note, setNote] = useState("");
  useShortcuts(
    VERDICTS.map((verdict, index) => ({
      keys: String(index + 1),
      does: `close as ${VERDICT_WORDS[verdict].toLowerCase()}`,
      run: () => onChoose(verdict, note),
    })),
  );
  return (
    <div className={styles["reasons"]}>
      {VERDICTS.map((verdict, index) => (
        <button
          key={verdict}
          type="button"
          className={styles["reason"]}
          data-autofocus={index === 0 ? true : undefined}
          onClick={() => onChoose(verdict, note)}
        >
          <Kbd size="xs">{index + 1}</Kbd>
          <span>
            <strong>{VERDICT_WORDS[verdict]}</strong>
            <small>{VERDICT_MEANINGS[verdict]}</small>
          </span>
        </button>
      ))}
      <Textarea
        label="Why (may be left out; write it before you choose)"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </div>
  );
}
