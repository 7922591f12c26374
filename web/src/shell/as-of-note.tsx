import { TimeText } from "../part/time-text.tsx";
import { useTimeRange } from "../time-range/use-time-range.ts";
import styles from "./as-of-note.module.css";

/** Says that ranges count from the newest event, where that is not today. */
export function AsOfNote() {
  const { asOf, text } = useTimeRange();
  if (asOf === null || !`${text.from} ${text.to}`.includes("now")) return null;
  return (
    <p className={styles["note"]}>
      As of <TimeText time={asOf} style="full" />, the newest event: “now” means then.
    </p>
  );
}
