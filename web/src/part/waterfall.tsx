import { formatNumber } from "./format.ts";
import { LogText } from "./log-text.tsx";
import styles from "./waterfall.module.css";

export interface WaterfallPart {
  readonly label: string;
  /** What it adds; below zero it takes away. */
  readonly value: number;
  /** The value that it stands for, and what is usual: shown small. */
  readonly note?: string;
}

export interface WaterfallProps {
  readonly label: string;
  /** Where the sum begins; 0 is not shown. */
  readonly base: number;
  readonly baseLabel?: string;
  readonly parts: readonly WaterfallPart[];
  readonly totalLabel?: string;
  readonly format?: (value: number) => string;
}

interface Step extends WaterfallPart {
  readonly from: number;
  readonly to: number;
}

const layOut = (base: number, parts: readonly WaterfallPart[]): readonly Step[] => {
  let at = base;
  return parts.map((part) => {
    const from = at;
    at += part.value;
    return { ...part, from, to: at };
  });
};

/** What added up to a number, part by part: every bar begins where the one before ended, and the last line is their sum. */
export function Waterfall(props: WaterfallProps) {
  const { label, base, baseLabel = "Usual", parts, totalLabel = "Sum", format = formatNumber } = props;
  const steps = layOut(base, parts);
  const total = steps.at(-1)?.to ?? base;
  const ends = [0, base, total, ...steps.map((step) => step.to)];
  const least = Math.min(...ends);
  const span = Math.max(...ends) - least || 1;
  const place = (from: number, to: number) => ({
    insetInlineStart: `${((Math.min(from, to) - least) / span) * 100}%`,
    width: `${Math.max(0.4, (Math.abs(to - from) / span) * 100)}%`,
  });
  return (
    <table className={styles["waterfall"]}>
      <caption className="unseen">{label}</caption>
      <colgroup>
        <col className={styles["words"]} />
        <col />
        <col className={styles["numbers"]} />
      </colgroup>
      <tbody>
        {base !== 0 && (
          <Line label={baseLabel} value={format(base)}>
            <span className={styles["base"]} style={place(0, base)} />
          </Line>
        )}
        {steps.map((step) => (
          <Line
            key={step.label}
            label={step.label}
            note={step.note}
            value={`${step.value >= 0 ? "+" : "−"}${format(Math.abs(step.value))}`}
          >
            <span
              className={step.value >= 0 ? styles["more"] : styles["less"]}
              style={place(step.from, step.to)}
            />
          </Line>
        ))}
      </tbody>
      <tfoot>
        <Line label={totalLabel} value={format(total)}>
          <span className={styles["total"]} style={place(0, total)} />
        </Line>
      </tfoot>
    </table>
  );
}

interface LineProps {
  readonly label: string;
  readonly note?: string | undefined;
  readonly value: string;
  readonly children: React.ReactNode;
}

const Line = ({ label, note, value, children }: LineProps) => (
  <tr>
    <th scope="row">
      <LogText text={label} most={120} />
      {note !== undefined && <small>{note}</small>}
    </th>
    <td className={styles["bars"]}>
      <span className={styles["track"]}>{children}</span>
    </td>
    <td className={styles["value"]}>{value}</td>
  </tr>
);
