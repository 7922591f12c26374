import { type Counted, useTopValues } from "../client/use-counts.ts";
import { useUrlParam } from "../url/url-state.ts";
import styles from "./facet.module.css";
import { addToFilter } from "./filter-text.ts";
import { formatCount } from "./format.ts";
import { isSeverity, SEVERITY_WORDS } from "./severity.ts";
import { SeverityShape } from "./severity-badge.tsx";
import { toVisible } from "./visible-text.ts";

export interface FacetProps extends Counted {
  readonly title: string;
  readonly field: string;
  readonly limit?: number;
  /** What values are called that are words of Gait's own. */
  readonly words?: Readonly<Record<string, string>>;
}

const LABEL_MAX = 60;

/** The most frequent values of a field; a click filters for one. */
export function Facet({ title, field, words, ...counted }: FacetProps) {
  const { data } = useTopValues({ field, ...counted });
  const [filter, setFilter] = useUrlParam("q");
  if (data === undefined || data.items.length === 0) return null;
  const most = Math.max(...data.items.map(({ count }) => count));
  return (
    <section className={styles["facet"]}>
      <h3>{title}</h3>
      <ul>
        {data.items.map(({ value, label, count }) => (
          <li key={value}>
            <button
              type="button"
              title={`Filter for ${field}: ${toVisible(value.slice(0, LABEL_MAX))}`}
              onClick={() => setFilter(addToFilter(filter, { field, value, isOut: false }))}
            >
              <span className={styles["bar"]} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
              <span className={styles["label"]}>
                {isSeverity(value) && <SeverityShape severity={value} size={10} />}{" "}
                {isSeverity(value)
                  ? SEVERITY_WORDS[value]
                  : toVisible((words?.[value] ?? label ?? value).slice(0, LABEL_MAX))}
              </span>
              <span className={styles["count"]}>{formatCount(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.distinct > data.items.length && (
        <p className={styles["rest"]}>and {formatCount(data.distinct - data.items.length)} more</p>
      )}
    </section>
  );
}
