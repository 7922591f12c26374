import type { Schema } from "../../client/client.ts";
import { formatNumber } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import styles from "./predict-page.module.css";

/** Weights of conditions as bars to both sides of nothing, each with how sure it is. */
export function LimeBars({ lime }: { readonly lime: Schema<"LimeExplanation"> }) {
  const most = Math.max(1e-12, ...lime.features.map(({ weight }) => Math.abs(weight)));
  return (
    <table className={styles["bars"]}>
      <caption className="unseen">Weights of the local picture</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">Condition</th>
          <th scope="col">Bar</th>
          <th scope="col">Weight and its standard error</th>
        </tr>
      </thead>
      <tbody>
        {lime.features.map(({ feature, condition, weight, standard_error, stable }) => (
          <tr key={`${feature} ${condition}`}>
            <th scope="row">
              <LogText text={condition} most={120} />
              {!stable && <small> (differs from draw to draw)</small>}
            </th>
            <td>
              <span className={styles["track"]}>
                <span
                  className={weight >= 0 ? styles["more"] : styles["less"]}
                  style={{
                    inlineSize: `${(Math.abs(weight) / most) * 50}%`,
                    insetInlineStart: weight >= 0 ? "50%" : `${50 - (Math.abs(weight) / most) * 50}%`,
                  }}
                />
              </span>
            </td>
            <td className={styles["weight"]}>
              {weight >= 0 ? "+" : "−"}
              {formatNumber(Math.abs(weight))} ± {formatNumber(standard_error)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
