import styles from "./tactic-path.module.css";
import { TACTICS, toTacticName } from "./tactics.ts";

/** All tactics in their order as a row of steps; those that were pursued are filled. */
export function TacticPath({ tactics }: { readonly tactics: readonly string[] }) {
  const known = new Set(tactics);
  const words = tactics.map(toTacticName).join(", ");
  return (
    <span className={styles["path"]} title={words} role="img" aria-label={`Tactics: ${words || "none"}`}>
      {TACTICS.map(({ id }) => (
        <span key={id} className={known.has(id) ? styles["taken"] : styles["step"]} />
      ))}
    </span>
  );
}
