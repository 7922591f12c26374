import { type Correlations, useCorrelations } from "../../client/use-statistics.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatPlural } from "../../part/format.ts";
import { QueryPanel } from "../../part/query-panel.tsx";
import styles from "./analytics-page.module.css";

/** With fewer days a correlation is chance. */
const DAYS_MIN = 10;

/** How what an actor does on a day goes together. */
export function CorrelationPanel({ q }: { readonly q: string }) {
  const correlations = useCorrelations(q);
  return (
    <QueryPanel
      title="What goes together"
      note="Correlation of what an actor does on a day: 1 both rise together, −1 one falls as the other rises, 0 neither tells of the other."
      className={styles["wide"]}
      query={correlations}
      lines={8}
      aside={
        <ExportMenu
          name="correlations"
          rows={() => (correlations.data === undefined ? [] : toRows(correlations.data))}
        />
      }
      whenEmpty={({ days }) =>
        days >= DAYS_MIN
          ? null
          : {
              kind: "not-looked",
              reason: `A correlation needs ${DAYS_MIN} days of actors at least; there are ${days} in this range.`,
            }
      }
    >
      {(data) => (
        <>
          <Matrix correlations={data} />
          <p className={styles["faint"]}>
            Over {formatPlural(data.days, "day")} of actors. {toStrongest(data)}
          </p>
        </>
      )}
    </QueryPanel>
  );
}

const toRows = ({ measures, matrix }: Correlations): readonly Readonly<Record<string, unknown>>[] =>
  measures.map(({ name }, row) => ({
    measure: name,
    ...Object.fromEntries(measures.map((other, column) => [other.name, matrix[row]?.[column] ?? null])),
  }));

/** The tint: one colour for each direction, and the number itself in every cell. */
const toTint = (value: number | null): string =>
  value === null
    ? "var(--surface-raised)"
    : `color-mix(in oklab, var(${value >= 0 ? "--series-1" : "--series-4"}) ${Math.round(Math.abs(value) * 55)}%, var(--surface-panel))`;

const Matrix = ({ correlations: { measures, matrix } }: { readonly correlations: Correlations }) => (
  <section className={styles["scroll"]} tabIndex={0} aria-label="Correlations">
    <table className={styles["matrix"]}>
      <thead>
        <tr>
          <td />
          {measures.map(({ name, meaning }) => (
            <th key={name} scope="col">
              {meaning}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measures.map(({ name, meaning }, row) => (
          <tr key={name}>
            <th scope="row">{meaning}</th>
            {measures.map((other, column) => {
              const value = matrix[row]?.[column] ?? null;
              return (
                <td
                  key={other.name}
                  style={{ background: row === column ? "transparent" : toTint(value) }}
                  title={`${meaning} and ${other.meaning}`}
                >
                  {row === column ? "" : value === null ? "–" : value.toFixed(2)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

function toStrongest({ measures, matrix }: Correlations): string {
  let best: { readonly words: string; readonly value: number } | null = null;
  for (const [row, { meaning }] of measures.entries())
    for (let column = 0; column < row; column++) {
      const value = matrix[row]?.[column] ?? null;
      if (value === null || Math.abs(value) <= Math.abs(best?.value ?? 0)) continue;
      best = { words: `${measures[column]?.meaning} and ${meaning}`, value };
    }
  return best === null ? "" : `The closest: ${best.words} (${best.value.toFixed(2)}).`;
}
