import styles from "./histogram.module.css";
import { LogText } from "./log-text.tsx";

/** Rows that are shown; files have them all. */
const ROWS_MAX = 500;

export interface TwinTableProps {
  readonly label: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The numbers of a chart as a table that anybody can read. */
export function TwinTable({ label, rows }: TwinTableProps) {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return null;
  return (
    <details className={styles["twin"]}>
      <summary>As a table</summary>
      <section className={styles["rows"]} tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS_MAX).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a chart have no other name
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column}>
                    <LogText text={toText(row[column])} most={80} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const toText = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
};
