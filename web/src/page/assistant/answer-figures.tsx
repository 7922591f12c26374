import { useCallback, useMemo } from "react";
import type { Schema } from "../../client/client.ts";
import { formatBytes } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { isSeverity } from "../../part/severity.ts";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { formatAmount } from "./amount.ts";
import styles from "./assistant-page.module.css";

type Table = Schema<"AnswerTable">;
type Chart = Schema<"AnswerChart">;
type Cell = Table["rows"][number]["cells"][number];
type ColumnKind = Table["columns"][number]["kind"];

/** The rows behind an answer. */
export const AnswerTable = ({ table: { title, columns, rows } }: { readonly table: Table }) => (
  <section className={styles["scroll"]} aria-label={title} tabIndex={0}>
    <table className={styles["table"]}>
      <caption>{title}</caption>
      <thead>
        <tr>
          {columns.map(({ name, kind }) => (
            <th key={name} scope="col" className={isNumeric(kind) ? styles["number"] : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one table keep their places
          <tr key={index}>
            {columns.map(({ name, kind }, at) => (
              <td key={name} className={isNumeric(kind) ? styles["number"] : undefined}>
                <Linked link={at === toLinked(columns) ? row.link : null}>
                  <CellView cell={row.cells[at] ?? null} kind={kind} />
                </Linked>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const isNumeric = (kind: ColumnKind): boolean => kind === "number" || kind === "bytes";

/** The first column of words leads to what the row is about. */
const toLinked = (columns: Table["columns"]): number => columns.findIndex(({ kind }) => kind === "text");

function Linked({ link, children }: { readonly link: string | null; readonly children: React.ReactNode }) {
  const target = link === null ? null : toTarget(link);
  return target === null ? children : <PageLink {...target}>{children}</PageLink>;
}

/** A path of ours as the router takes it; anything else leads nowhere. */
export function toTarget(
  link: string,
): { to: string; params?: { id: string }; query?: { finding: string; from: string } } | null {
  const [, folder, id] = /^\/(actors|incidents)\/([^/?#]+)$/.exec(link) ?? [];
  if (folder !== undefined && id !== undefined)
    return { to: `/${folder}/$id`, params: { id: decodeURIComponent(id) } };
  const finding = /^\/findings\?finding=([^&#]+)$/.exec(link)?.[1];
  return finding === undefined
    ? null
    : { to: "/findings", query: { finding: decodeURIComponent(finding), from: "all" } };
}

function CellView({ cell, kind }: { readonly cell: Cell; readonly kind: ColumnKind }) {
  if (cell === null) return "–";
  if (kind === "time") return <TimeText time={String(cell)} />;
  if (typeof cell === "number") return kind === "bytes" ? formatBytes(cell) : formatAmount(cell);
  if (kind === "severity" && isSeverity(cell)) return <SeverityBadge severity={cell} quiet />;
  return <LogText text={cell} most={120} />;
}

const LABEL_CHARS_MAX = 22;
/** Labels that stand below each other rather than beside. */
const isWordy = (points: Chart["points"]): boolean => points.some(({ label }) => label.length > 5);

/** A picture of the numbers in an answer. */
export function AnswerChart({ chart: { title, unit, points, marked } }: { readonly chart: Chart }) {
  const rows = useMemo(() => points.map(({ label, value }) => ({ label, [unit]: value })), [points, unit]);
  const draw = useCallback(
    (plot: PlotLibrary, { width, height }: { readonly width: number; readonly height: number }) => {
      const fill = (point: { label: string }): string =>
        point.label === marked ? "var(--series-3)" : "var(--series-1)";
      const told = (point: { label: string; value: number }): string =>
        `${point.label}: ${formatAmount(point.value)} ${unit}`;
      const shorten = (label: string): string =>
        label.length > LABEL_CHARS_MAX ? `${label.slice(0, LABEL_CHARS_MAX - 1)}…` : label;
      if (isWordy(points))
        return plot.plot({
          width,
          height,
          marginLeft: Math.min(170, width * 0.4),
          x: { label: unit, grid: true, ticks: 4 },
          y: { label: null, domain: points.map(({ label }) => label), tickFormat: shorten },
          marks: [
            plot.barX(points, { y: "label", x: "value", fill, insetTop: 1, insetBottom: 1, title: told }),
          ],
        });
      const every = Math.ceil(points.length / Math.max(1, Math.floor(width / 48)));
      const shown = new Set(points.filter((_, index) => index % every === 0).map(({ label }) => label));
      return plot.plot({
        width,
        height,
        marginLeft: 44,
        x: {
          label: null,
          domain: points.map(({ label }) => label),
          tickFormat: (label: string) => (shown.has(label) ? label : ""),
        },
        y: { label: unit, grid: true, ticks: 4 },
        marks: [
          plot.barY(points, { x: "label", y: "value", fill, inset: 0.5, title: told }),
          plot.ruleY([0], { stroke: "var(--line-strong)" }),
        ],
      });
    },
    [points, unit, marked],
  );
  const height = isWordy(points) ? Math.max(90, 34 + points.length * 24) : 190;
  return (
    <div className={styles["chart"]}>
      <h3>{title}</h3>
      <PlotFigure label={title} name="answer" draw={draw} rows={rows} height={height} />
    </div>
  );
}
