import { formatCount } from "../../part/format.ts";
import styles from "./sparkline.module.css";

export interface SparklineProps {
  readonly label: string;
  /** In order of time. */
  readonly values: readonly number[];
}

const HEIGHT = 22;

/** How a number went over the range, without axes: the shape matters, the largest is said. */
export function Sparkline({ label, values }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = 100 / Math.max(1, values.length);
  return (
    <svg
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      className={styles["sparkline"]}
      role="img"
      aria-label={`${label}: at most ${formatCount(Math.max(0, ...values))} at a time`}
    >
      {values.map((value, index) => {
        const tall = value === 0 ? 0.6 : Math.max(1.5, (value / most) * (HEIGHT - 2));
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a range keep their places
            key={index}
            x={index * step}
            y={HEIGHT - tall}
            width={Math.max(0.5, step - 0.6)}
            height={tall}
            fill="currentColor"
            opacity={value === 0 ? 0.25 : 0.9}
          />
        );
      })}
    </svg>
  );
}

/** How far the habits of an actor are learnt. */
export function Maturity({ share }: { readonly share: number | null }) {
  if (share === null) return <span className={styles["learning"]}>not learnt</span>;
  if (share >= 1) return <span className={styles["learning"]}>learnt</span>;
  const percent = Math.floor(share * 100);
  return (
    <span className={styles["learning"]} title="Findings of a young actor count with less confidence">
      <span className={styles["track"]} aria-hidden>
        <span className={styles["fill"]} style={{ width: `${percent}%` }} />
      </span>
      {percent}% learnt
    </span>
  );
}
