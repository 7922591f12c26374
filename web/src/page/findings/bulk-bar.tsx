import { Button } from "@mantine/core";
import { formatPlural } from "../../part/format.ts";
import { useMay } from "../../session/use-session.ts";
import { useJudge, VERDICT_WORDS, type VerdictKind } from "../../triage/use-judge.ts";
import styles from "./findings-page.module.css";

export interface BulkBarProps {
  /** What is chosen: finding, incident. */
  readonly noun: string;
  readonly selection: ReadonlySet<string>;
  readonly onClear: () => void;
}

const KINDS: readonly VerdictKind[] = ["true-positive", "benign", "false-positive"];

/** What can be said of all chosen ones at once. */
export function BulkBar({ noun, selection, onClear }: BulkBarProps) {
  const judge = useJudge();
  const may = useMay("triage");
  if (selection.size === 0) return null;
  const say = (verdict: VerdictKind) => () =>
    judge.mutate({ targets: [...selection], verdict, note: null, exception: null }, { onSuccess: onClear });
  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={`Chosen ${noun}s`}>
      <strong>{formatPlural(selection.size, noun)} chosen</strong>
      {may &&
        KINDS.map((kind) => (
          <Button key={kind} variant="default" loading={judge.isPending} onClick={say(kind)}>
            {VERDICT_WORDS[kind]}
          </Button>
        ))}
      <Button variant="subtle" onClick={onClear}>
        Choose none
      </Button>
    </div>
  );
}
