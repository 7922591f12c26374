import type { ReactNode } from "react";
import styles from "./bar-list.module.css";

export interface Bar {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: number;
  /** The value as it is read. */
  readonly shown: ReactNode;
  /** Small, beside the value. */
  readonly note?: ReactNode;
}

export interface BarListProps {
  readonly bars: readonly Bar[];
  /** A CSS colour, best a token. */
  readonly colour?: string;
}

/** Values side by side as lengths: a bar chart that is a list, so that everybody can read it. */
export function BarList({ bars, colour = "var(--accent)" }: BarListProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className={styles["bars"]}>
      {bars.map(({ key, label, value, shown, note }) => (
        <li key={key} className={styles["bar"]}>
          <span className={styles["label"]}>{label}</span>
          <span className={styles["value"]}>
            {shown} {note !== undefined && <span className={styles["note"]}>{note}</span>}
          </span>
          <span className={styles["track"]} aria-hidden>
            <span style={{ width: `${Math.max(0.5, (value / most) * 100)}%`, background: colour }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
