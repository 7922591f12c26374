import type { ReactNode } from "react";
import styles from "./settings-page.module.css";

export interface ScrollTableProps {
  /** What the rows are, for people who do not see the page. */
  readonly label: string;
  readonly heads: readonly string[];
  /** What the buttons of a last column do, which is heard but not seen; without it there is none. */
  readonly deeds?: string;
  /** Rows of the body. */
  readonly children: ReactNode;
}

/** A table that scrolls sideways where the screen is narrow, by keyboard too. */
export const ScrollTable = ({ label, heads, deeds, children }: ScrollTableProps) => (
  <section className={styles["scroll"]} tabIndex={0} aria-label={label}>
    <table className={styles["table"]}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head}>{head}</th>
          ))}
          {deeds !== undefined && (
            <th className={styles["end"]}>
              <span className="unseen">{deeds}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
);
