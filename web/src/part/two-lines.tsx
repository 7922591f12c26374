import type { ReactNode } from "react";
import styles from "./two-lines.module.css";

export interface TwoLinesProps {
  readonly head: ReactNode;
  readonly text: ReactNode;
  /** Lines of the text; the rest is cut. */
  readonly lines?: 1 | 2;
}

/** A cell that says two things: the name of it above, more of it below. */
export const TwoLines = ({ head, text, lines = 1 }: TwoLinesProps) => (
  <div className={styles["two"]}>
    <div className={styles["head"]}>{head}</div>
    <div className={lines === 1 ? styles["one-line"] : styles["two-lines"]}>{text}</div>
  </div>
);
