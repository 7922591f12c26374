import { formatShare } from "../../part/format.ts";
import styles from "./models-page.module.css";

export interface ImportanceBarsProps {
  readonly importances: readonly {
    readonly feature: string;
    readonly meaning: string;
    readonly share: number;
  }[];
}

/** Shares as bars, with what each feature says. */
export function ImportanceBars({ importances }: ImportanceBarsProps) {
  const most = Math.max(1e-12, ...importances.map(({ share }) => share));
  return (
    <table className={styles["importance"]}>
      <caption className="unseen">Importance of features</caption>
      <tbody>
        {importances.map(({ feature, meaning, share }) => (
          <tr key={feature}>
            <th scope="row" title={meaning}>
              {feature}
            </th>
            <td className={styles["track"]}>
              <span style={{ inlineSize: `${(100 * share) / most}%` }} />
            </td>
            <td className={styles["share"]}>{formatShare(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
