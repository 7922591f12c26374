import type { ReactNode } from "react";
import styles from "./tiles.module.css";

export interface Tile {
  readonly label: string;
  readonly value: ReactNode;
  /** What it means, or against what it is to be held. */
  readonly note?: ReactNode;
}

/** A few numbers that matter, side by side. */
export const Tiles = ({ tiles }: { readonly tiles: readonly Tile[] }) => (
  <dl className={styles["tiles"]}>
    {tiles.map(({ label, value, note }) => (
      <div key={label} className={styles["tile"]}>
        <dt>{label}</dt>
        <dd className={styles["value"]}>{value}</dd>
        {note !== undefined && <dd className={styles["note"]}>{note}</dd>}
      </div>
    ))}
  </dl>
);
