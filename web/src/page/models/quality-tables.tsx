import type { Schema } from "../../client/client.ts";
import { formatCount, formatShare } from "../../part/format.ts";
import styles from "./models-page.module.css";

const NAMES = ["usual", "strange"] as const;

/** Rows of each kind by what they were called; darker is more of its kind. */
export function ConfusionTable({ confusion }: { readonly confusion: readonly (readonly number[])[] }) {
  return (
    <table className={styles["confusion"]}>
      <caption className="unseen">Rows of each kind by what they were called</caption>
      <thead>
        <tr>
          <th scope="col">What it is</th>
          {NAMES.map((name) => (
            <th key={name} scope="col">
              called {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {confusion.map((row, truth) => {
          const sum = row.reduce((total, count) => total + count, 0);
          return (
            <tr key={NAMES[truth]}>
              <th scope="row">{NAMES[truth]}</th>
              {row.map((count, called) => (
                <td key={NAMES[called]} className={truth === called ? styles["right"] : styles["wrong"]}>
                  {formatCount(count)}
                  <small>{sum === 0 ? "" : ` ${formatShare(count / sum)}`}</small>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Precision, recall and F1 of each class, and their means. */
export function ClassReport({ quality }: { readonly quality: Schema<"ModelQuality"> }) {
  const { classes, averages, rows } = quality;
  const lines = [
    ...classes,
    { name: "plain mean", ...averages.macro, support: rows },
    { name: "weighted mean", ...averages.weighted, support: rows },
  ];
  return (
    <table className={styles["report"]}>
      <caption className="unseen">Precision, recall and F1 by class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Precision</th>
          <th scope="col">Recall</th>
          <th scope="col">F1</th>
          <th scope="col">Rows</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, precision, recall, f1, support }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{precision.toFixed(2)}</td>
            <td>{recall.toFixed(2)}</td>
            <td>{f1.toFixed(2)}</td>
            <td>{formatCount(support)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
