import type { ReactNode } from "react";
import styles from "./settings-page.module.css";

export interface ScrollTableProps {
  /** What the rows are, for people who do not see the page. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A table that scrolls sideways where the screen is narrow, by keyboard too. */
export const ScrollTable = ({ label, children }: ScrollTableProps) => (
  <section className={styles["scroll"]} tabIndex={0} aria-label={label}>
    <table className={styles["table"]}>{children}</table>
  </section>
);
