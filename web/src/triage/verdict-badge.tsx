import { Check, CircleDot, CircleSlash2, ShieldAlert } from "lucide-react";
import styles from "./triage.module.css";
import { VERDICT_MEANINGS, VERDICT_WORDS, type VerdictKind } from "./use-judge.ts";

const ICONS = { "true-positive": ShieldAlert, benign: Check, "false-positive": CircleSlash2 } as const;

/** What people said of it; open where nobody did. */
export function VerdictBadge({ verdict }: { readonly verdict: VerdictKind | null }) {
  if (verdict === null)
    return (
      <span className={styles["open"]}>
        <CircleDot size={13} aria-hidden /> Open
      </span>
    );
  const Icon = ICONS[verdict];
  return (
    <span className={styles["judged"]} title={VERDICT_MEANINGS[verdict]}>
      <Icon size={13} aria-hidden /> {VERDICT_WORDS[verdict]}
    </span>
  );
}
