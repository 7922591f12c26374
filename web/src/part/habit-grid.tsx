import { formatCount } from "./format.ts";
import styles from "./habit-grid.module.css";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export interface HabitGridProps {
  readonly label: string;
  /** 168 numbers: hours of the week from Monday 00:00 in UTC. */
  readonly counts: readonly number[];
  /** Hours of the week that are the matter at hand: they get a ring. */
  readonly marked?: readonly number[];
}

/** When something usually happens: seven days of 24 hours, the more the fuller. A table of its own twin: each cell says its number. */
export function HabitGrid({ label, counts, marked = [] }: HabitGridProps) {
  const most = Math.max(1, ...counts);
  return (
    <section className={styles["holder"]} tabIndex={0} aria-label={`${label}, in a frame that scrolls`}>
      <table className={styles["grid"]}>
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                <span className={hour % 6 === 0 ? undefined : "unseen"}>{hour}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, row) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {HOURS.map((hour) => {
                const at = row * 24 + hour;
                const count = counts[at] ?? 0;
                return (
                  <td key={hour} title={`${day} ${String(hour).padStart(2, "0")}:00, ${formatCount(count)}`}>
                    <span
                      className={marked.includes(at) ? styles["marked"] : styles["cell"]}
                      style={{ opacity: count === 0 ? 0.08 : 0.25 + 0.75 * Math.sqrt(count / most) }}
                    />
                    <span className="unseen">{count}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
