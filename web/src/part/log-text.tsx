import { useState } from "react";
import styles from "./log-text.module.css";
import { splitVisible } from "./visible-text.ts";

/** Characters that are shown before somebody asks for more. */
const SHOWN_MAX = 240;

export interface LogTextProps {
  readonly text: string;
  /** Characters shown at first; the rest on request. */
  readonly most?: number;
  readonly mono?: boolean;
}

/** Text that somebody else wrote: never markup, its invisible characters named, its length bounded. Use it for everything from logs. */
export function LogText({ text, most = SHOWN_MAX, mono }: LogTextProps) {
  const [isWhole, setIsWhole] = useState(false);
  const isCut = text.length > most && !isWhole;
  const parts = splitVisible(isCut ? text.slice(0, most) : text);
  return (
    <bdi className={mono === true ? styles["mono"] : styles["text"]}>
      {parts.map((part, index) =>
        part.kind === "plain" ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text keep their places
          <span key={index} className={styles["unseen"]} title="A character that does not show">
            {part.text}
          </span>
        ),
      )}
      {isCut && (
        <button type="button" className={styles["more"]} onClick={() => setIsWhole(true)}>
          … {text.length - most} more
        </button>
      )}
    </bdi>
  );
}
