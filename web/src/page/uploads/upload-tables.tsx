import type { Schema } from "../../client/client.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatNumber } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { MenuLink } from "../../part/menu.tsx";
import { BytesText, NumberText } from "../../part/number-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { TimeText } from "../../part/time-text.tsx";

type Analyses = Schema<"UploadAnalyses">;
type Row = Readonly<Record<string, unknown>>;
type CellKind =
  | "user"
  | "text"
  | "analysis"
  | "why"
  | "time"
  | "megabytes"
  | "bytes"
  | "number"
  | "count"
  | "day";

const MB = 1_048_576;

interface TableColumn {
  readonly name: string;
  readonly head: string;
  readonly kind: CellKind;
}

const toNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

const toText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Why somebody was not judged. */
const REASONS: Readonly<Record<string, string>> = {
  "history-too-short": "Too few days with uploads to compare with",
  "too-many-services": "Too many services to look at every window of them",
  "history-constant": "All other days are exactly alike",
};

const CELLS: Readonly<Record<CellKind, (value: unknown) => React.ReactNode>> = {
  user: (value) => <LogText text={toText(value)} most={60} />,
  text: (value) => <LogText text={toText(value)} most={160} />,
  analysis: (value) => ANALYSES.find(({ key }) => key === value)?.title ?? toText(value),
  why: (value) => REASONS[toText(value)] ?? toText(value),
  day: (value) => toText(value) || "–",
  time: (value) => <TimeText time={typeof value === "string" ? value : null} />,
  megabytes: (value) => <BytesText value={value === null ? null : (toNumber(value) ?? 0) * MB} />,
  bytes: (value) => <BytesText value={toNumber(value)} />,
  number: (value) => <NumberText value={toNumber(value)} style="number" />,
  count: (value) => <NumberText value={toNumber(value)} />,
};

const NUMERIC: ReadonlySet<CellKind> = new Set(["megabytes", "bytes", "number", "count"]);

/** They take what room there is. */
const WIDE: ReadonlySet<CellKind> = new Set(["text", "user", "analysis", "why"]);

const toColumn = ({ name, head, kind }: TableColumn): Column<Row> => ({
  id: name,
  head,
  ...(WIDE.has(kind) ? {} : { width: 150 }),
  ...(NUMERIC.has(kind) ? { align: "end" as const } : {}),
  cell: (row) => CELLS[kind](row[name]),
});

const user: TableColumn = { name: "user_id", head: "User", kind: "user" };
const start: TableColumn = { name: "start_time", head: "From", kind: "time" };
const end: TableColumn = { name: "end_time", head: "Until", kind: "time" };
const services: TableColumn = { name: "services", head: "Services", kind: "text" };
const minutes: TableColumn = { name: "duration_minutes", head: "Minutes", kind: "number" };
const count: TableColumn = { name: "service_count", head: "Services", kind: "count" };
const total: TableColumn = { name: "total_mb", head: "Total", kind: "megabytes" };
const day: readonly TableColumn[] = [
  user,
  { name: "activity_date", head: "Day", kind: "day" },
  { name: "daily_mb", head: "That day", kind: "megabytes" },
  { name: "avg_daily_mb", head: "Average day", kind: "megabytes" },
  { name: "z_score", head: "z", kind: "number" },
];

export interface Analysis {
  readonly key: Exclude<keyof Analyses, "run">;
  readonly title: string;
  /** What it looks for, and in what it differs from its neighbours. */
  readonly note: string;
  readonly columns: readonly TableColumn[];
}

/** The analyses in the order in which they are read. */
export const ANALYSES: readonly Analysis[] = [
  {
    key: "forward",
    title: "Windows over the threshold, forward",
    note: "From every upload on, the window that begins with it, both ends included. One burst is told once for each upload from which it is still too much.",
    columns: [user, start, end, { name: "total_bytes", head: "Total", kind: "bytes" }, services],
  },
  {
    key: "trailing",
    title: "Windows over the threshold, backward",
    note: "At every upload, what came in the window that ends with it: the moment at which an alarm would ring. The same bursts as above, told by their ends.",
    columns: [
      user,
      { name: "suspicious_activity_time", head: "Time", kind: "time" },
      { name: "total_mb_1h", head: "In the window before", kind: "megabytes" },
    ],
  },
  {
    key: "bursts",
    title: "Bursts",
    note: "Overlapping windows over the threshold, merged: one row for each stretch of too much, however many uploads it has.",
    columns: [
      user,
      start,
      end,
      { name: "uploads", head: "Uploads", kind: "count" },
      { name: "total_bytes", head: "Total", kind: "bytes" },
      { name: "peak_bytes", head: "Worst window", kind: "bytes" },
      services,
    ],
  },
  {
    key: "multi_service",
    title: "Many services in an hour of the clock",
    note: "By full hours. A burst that straddles the hour falls apart into two halves and may be missed.",
    columns: [user, count, total, start, end, minutes],
  },
  {
    key: "multi_service_sliding",
    title: "Many services in a sliding window",
    note: "The same by windows that begin with any upload: what the clock cuts in two is found here.",
    columns: [user, count, total, start, end, minutes, services],
  },
  {
    key: "daily_z",
    title: "Days far above the user's average",
    note: "The day is counted into its own average: with n days z never exceeds (n − 1)/√n, so a user with ten days or fewer can never be told of at z > 3.",
    columns: day,
  },
  {
    key: "daily_z_leave_one_out",
    title: "Days far above the user's other days",
    note: "The same with the day left out of the average that it is held against: short histories are judged too.",
    columns: day,
  },
  {
    key: "daily_robust",
    title: "Days far above the user's median day",
    note: "By median and median deviation: one huge day does not hide the next.",
    columns: [
      user,
      { name: "activity_date", head: "Day", kind: "day" },
      { name: "daily_mb", head: "That day", kind: "megabytes" },
      { name: "median_daily_mb", head: "Median day", kind: "megabytes" },
      { name: "robust_score", head: "Score", kind: "number" },
    ],
  },
  {
    key: "not_looked",
    title: "Not judged, and why",
    note: "Silence about these users means nothing.",
    columns: [
      user,
      { name: "analysis", head: "Analysis", kind: "analysis" },
      { name: "why", head: "Why", kind: "why" },
      { name: "activity_date", head: "Day", kind: "day" },
      { name: "active_days", head: "Days with uploads", kind: "count" },
    ],
  },
];

export interface AnalysisPanelProps {
  readonly analysis: Analysis;
  /** The gravest of those that were found. */
  readonly rows: readonly Row[];
  readonly found: number;
  /** Where all analyses are given with all their rows; null: these are all. */
  readonly whole: string | null;
}

/** The rows of one analysis. */
export function AnalysisPanel({ analysis, rows, found, whole }: AnalysisPanelProps) {
  const { key, title, note, columns } = analysis;
  return (
    <Panel
      title={`${title} (${formatNumber(found)})`}
      note={
        rows.length < found
          ? `${note} ${formatNumber(rows.length)} are listed, of every user the gravest first.`
          : note
      }
      flush
      aside={
        <ExportMenu name={`uploads-${key}`} rows={() => rows}>
          {whole !== null && (
            <MenuLink href={whole} isDownload>
              JSON of all analyses, whole
            </MenuLink>
          )}
        </ExportMenu>
      }
      state={rows.length === 0 ? { kind: "empty", text: "None." } : { kind: "ready" }}
    >
      <DataTable
        label={title}
        rows={rows.map((row, at) => ({ ...row, key: at }))}
        columns={columns.map(toColumn)}
        toKey={({ key: at }) => String(at)}
        maxHeight="22rem"
      />
    </Panel>
  );
}
