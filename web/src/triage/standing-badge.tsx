import { Check, CircleDashed, CircleDot, CircleSlash2, Copy, ShieldAlert } from "lucide-react";
import styles from "./triage.module.css";
import {
  STATE_MEANINGS,
  STATE_WORDS,
  type Standing,
  VERDICT_MEANINGS,
  VERDICT_WORDS,
} from "./triage-words.ts";

const ICONS = {
  "true-positive": ShieldAlert,
  benign: Check,
  "false-positive": CircleSlash2,
  duplicate: Copy,
} as const;

/** How far people are with it; of what is closed why. */
export function StandingBadge({ state, verdict }: Pick<Standing, "state" | "verdict">) {
  if (verdict === null) {
    const Icon = state === "acknowledged" ? CircleDot : CircleDashed;
    return (
      <span className={styles["open"]} title={STATE_MEANINGS[state]}>
        <Icon size={13} aria-hidden /> {STATE_WORDS[state]}
      </span>
    );
  }
  const Icon = ICONS[verdict];
  return (
    <span className={styles["judged"]} title={`Closed. ${VERDICT_MEANINGS[verdict]}`}>
      <Icon size={13} aria-hidden /> {VERDICT_WORDS[verdict]}
    </span>
  );
}
