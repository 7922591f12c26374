import styles from "./risk-meter.module.css";
import { SEVERITY_WORDS, type Severity, toSeverityColour } from "./severity.ts";
import { SeverityShape } from "./severity-badge.tsx";

export interface RiskMeterProps {
  /** 0 to 100; null: nothing was ever looked at. */
  readonly score: number | null;
  readonly level: Severity | null;
  /** True: the word of the level stands beside. */
  readonly worded?: boolean;
}

/** A risk from 0 to 100 as number and length. */
export function RiskMeter({ score, level, worded }: RiskMeterProps) {
  if (score === null || level === null) return <span className={styles["unknown"]}>not known</span>;
  const shown = Math.round(score);
  return (
    <span className={styles["meter"]} title={`Risk ${shown} of 100, ${SEVERITY_WORDS[level].toLowerCase()}`}>
      <span className={styles["number"]}>{shown}</span>
      <span className={styles["track"]} aria-hidden>
        <span
          className={styles["fill"]}
          style={{ width: `${Math.max(2, Math.min(100, score))}%`, background: toSeverityColour(level) }}
        />
      </span>
      <SeverityShape severity={level} size={10} />
      <span className={worded === true ? styles["word"] : "unseen"}>{SEVERITY_WORDS[level]}</span>
    </span>
  );
}
