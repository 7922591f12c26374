import { cx } from "../theme/class-names.ts";
import { SEVERITY_WORDS, type Severity } from "./severity.ts";
import styles from "./severity-badge.module.css";

/** The shape of each severity: more corners and more ink the worse it is, so that colour is never needed. */
const SHAPES: Readonly<Record<Severity, string>> = {
  info: "M6 1.6a4.4 4.4 0 1 0 0 8.8a4.4 4.4 0 0 0 0-8.8zm0 1.6a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6z",
  low: "M6 1.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 0 0 0-9.2z",
  medium: "M6 .6L11.4 6L6 11.4L.6 6z",
  high: "M6 .9L11.6 10.8H.4z",
  critical: "M3.6.5h4.8l3.1 3.1v4.8l-3.1 3.1H3.6L.5 8.4V3.6z",
};

/** The shape alone, for charts and dense rows; say the word somewhere near. */
export const SeverityShape = ({
  severity,
  size = 12,
}: {
  readonly severity: Severity;
  readonly size?: number;
}) => (
  <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden className={styles[severity]}>
    <path d={SHAPES[severity]} fill="currentColor" />
  </svg>
);

/** How severe something is, by shape, word and colour. */
export const SeverityBadge = ({
  severity,
  quiet,
}: {
  readonly severity: Severity;
  readonly quiet?: boolean;
}) => (
  <span
    className={cx(
      styles["badge"],
      styles[severity],
      quiet === true ? styles["quiet"] : styles[`${severity}Filled`],
    )}
  >
    <SeverityShape severity={severity} />
    {SEVERITY_WORDS[severity]}
  </span>
);
