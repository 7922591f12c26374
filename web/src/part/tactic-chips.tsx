import styles from "./tactic-chips.module.css";
import { rankTactic, toTacticName } from "./tactics.ts";

export interface TacticChipsProps {
  /** Ids: TA0010. */
  readonly tactics: readonly string[];
  /** So many are shown; the rest is counted. */
  readonly most?: number;
}

/** Tactics of MITRE ATT&CK in the order of the kill chain, each with its name; more of them on hover. */
export function TacticChips({ tactics, most = 6 }: TacticChipsProps) {
  const ordered = [...new Set(tactics)].toSorted((a, b) => rankTactic(a) - rankTactic(b));
  const rest = ordered.slice(most);
  return (
    <span className={styles["chips"]}>
      {ordered.slice(0, most).map((id) => (
        <span key={id} className={styles["chip"]} title={`${id} ${toTacticName(id)}`}>
          {toTacticName(id)}
        </span>
      ))}
      {rest.length > 0 && (
        <span className={styles["chip"]} title={rest.map(toTacticName).join(", ")}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
