import { Button, Radio, Select, Textarea } from "@mantine/core";
import "@mantine/core/styles/Radio.layer.css";
import { useState } from "react";
import { useMay } from "../session/use-session.ts";
import styles from "./triage.module.css";
import { VERDICT_MEANINGS, VERDICT_WORDS, VERDICTS, type VerdictKind } from "./triage-words.ts";
import { type Judged, useJudge } from "./use-judge.ts";

export interface VerdictFormProps {
  /** Ids of findings or incidents. */
  readonly targets: readonly string[];
  readonly verdict: VerdictKind | null;
  /** True: one finding, from which an exception can be made. */
  readonly mayExcept: boolean;
  readonly onDone?: () => void;
}

const SCOPES = [
  { value: "", label: "No exception: tell of the next one" },
  { value: "entity", label: "Leave out: this detector about the same thing" },
  { value: "actor", label: "Leave out: this detector about the same actor" },
  { value: "detector", label: "Leave out: this detector altogether" },
];

/** What it is, why, and whether the next one shall be told of: in one step. */
export function VerdictForm({ targets, verdict, mayExcept, onDone }: VerdictFormProps) {
  const may = useMay("triage");
  const judge = useJudge();
  const [kind, setKind] = useState<VerdictKind | null>(verdict);
  const [scope, setScope] = useState("");
  const [note, setNote] = useState("");
  const exception = toScope(scope);
  const isExcepting = mayExcept && (kind === "benign" || kind === "false-positive");
  if (!may) return <p className={styles["faint"]}>Your role may look, not judge.</p>;
  const submit = (): void => {
    if (kind === null) return;
    judge.mutate(
      { targets, verdict: kind, note: note.trim() || null, exception: isExcepting ? exception : null },
      { onSuccess: () => onDone?.() },
    );
  };
  return (
    <div className={styles["form"]}>
      <Radio.Group
        label="What is it?"
        value={kind}
        onChange={(value) => setKind(VERDICTS.find((one) => one === value) ?? null)}
      >
        <div className={styles["kinds"]}>
          {VERDICTS.map((one) => (
            <Radio
              key={one}
              value={one}
              label={VERDICT_WORDS[one]}
              description={VERDICT_MEANINGS[one]}
              classNames={{ description: styles["meaning"] ?? "" }}
            />
          ))}
        </div>
      </Radio.Group>
      {isExcepting && (
        <Select
          label="The next one like it"
          data={SCOPES}
          value={scope}
          onChange={(value) => setScope(value ?? "")}
          allowDeselect={false}
        />
      )}
      <Textarea
        label={isExcepting && exception !== null ? "Why (needed for an exception)" : "Why"}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button
        onClick={submit}
        loading={judge.isPending}
        disabled={kind === null || (isExcepting && exception !== null && note.trim() === "")}
      >
        Save the verdict
      </Button>
    </div>
  );
}

const toScope = (text: string): Judged["exception"] =>
  text === "entity" || text === "actor" || text === "detector" ? text : null;
