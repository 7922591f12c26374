import { type ReactNode, useEffect } from "react";
import styles from "./page-head.module.css";
import { toVisible } from "./visible-text.ts";

export interface PageHeadProps {
  readonly title: string;
  /** What the page answers, in one sentence. */
  readonly note?: ReactNode;
  readonly aside?: ReactNode;
}

const TITLE_LENGTH_MAX = 80;

/** The heading of a page; also the title of the window. */
export function PageHead({ title, note, aside }: PageHeadProps) {
  const shown = toVisible(title.slice(0, TITLE_LENGTH_MAX));
  useEffect(() => {
    document.title = `${shown} · Gait`;
  }, [shown]);
  return (
    <div className={styles["head"]}>
      <div className={styles["words"]}>
        <h1 className={styles["title"]}>{shown}</h1>
        {note !== undefined && <p className={styles["note"]}>{note}</p>}
      </div>
      {aside !== undefined && <div className={styles["aside"]}>{aside}</div>}
    </div>
  );
}
