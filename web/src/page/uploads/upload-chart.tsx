import { useCallback, useMemo } from "react";
import type { Schema } from "../../client/client.ts";
import { formatNumber } from "../../part/format.ts";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { toVisible } from "../../part/visible-text.ts";
import styles from "./uploads-page.module.css";

type Window = Schema<"UploadAnalyses">["forward"][number];

const MB = 1_048_576;
const HEIGHT = 420;
/** Users that have a colour of their own; the others share the last. */
const COLOURS = [
  "var(--series-1)",
  "var(--series-2)",
  "var(--series-3)",
  "var(--series-4)",
  "var(--series-5)",
];
const OTHERS = "others";

export interface UploadChartProps {
  /** The largest of those that were found. */
  readonly windows: readonly Window[];
  readonly found: number;
}

/** Windows over the threshold: when each began, and how much it came to. */
export function UploadChart({ windows, found }: UploadChartProps) {
  const points = useMemo(() => toPoints(windows), [windows]);
  const draw = useCallback(
    (plot: PlotLibrary, size: { readonly width: number; readonly height: number }) =>
      drawScatter(plot, { points, ...size }),
    [points],
  );
  return (
    <PlotFigure
      label={`Suspicious Upload Activities: ${windows.length < found ? `${formatNumber(windows.length)} of ${formatNumber(found)} windows, of every user the largest,` : "every window"} over the threshold by its time and its total in megabytes`}
      name="suspicious-uploads"
      height={HEIGHT}
      draw={draw}
      aside={<Legend points={points} />}
      rows={windows.map(({ user_id, start_time, end_time, total_bytes, services }) => ({
        user_id,
        start_time,
        end_time,
        total_mb: total_bytes / MB,
        services,
      }))}
    />
  );
}

interface Point {
  readonly at: Date;
  readonly megabytes: number;
  readonly user: string;
  readonly group: string;
  readonly services: string;
}

function toPoints(windows: readonly Window[]): readonly Point[] {
  const counts = new Map<string, number>();
  for (const { user_id } of windows) counts.set(user_id, (counts.get(user_id) ?? 0) + 1);
  const own = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, COLOURS.length)
      .map(([user]) => user),
  );
  return windows.map(({ user_id, start_time, total_bytes, services }) => ({
    at: new Date(start_time),
    megabytes: total_bytes / MB,
    user: toVisible(user_id.slice(0, 60)),
    group: own.has(user_id) ? toVisible(user_id.slice(0, 30)) : OTHERS,
    services: toVisible(services.slice(0, 120)),
  }));
}

const listGroups = (points: readonly Point[]): readonly string[] =>
  [...new Set(points.map(({ group }) => group))].sort((a, b) =>
    a === OTHERS ? 1 : b === OTHERS ? -1 : a < b ? -1 : 1,
  );

const toColour = (group: string, at: number): string =>
  group === OTHERS ? "var(--ink-faint)" : COLOURS[at % COLOURS.length]!;

/** Which colour is whose. */
const Legend = ({ points }: { readonly points: readonly Point[] }) => (
  <ul className={styles["legend"]}>
    {listGroups(points).map((group, at) => (
      <li key={group}>
        <span className={styles["swatch"]} style={{ background: toColour(group, at) }} aria-hidden />
        {group}
      </li>
    ))}
  </ul>
);

interface Scatter {
  readonly points: readonly Point[];
  readonly width: number;
  readonly height: number;
}

function drawScatter(plot: PlotLibrary, { points, width, height }: Scatter): Element {
  const groups = listGroups(points);
  return plot.plot({
    width,
    height,
    marginBottom: 70,
    marginLeft: 60,
    x: { type: "utc", label: "Time", tickRotate: -45, nice: true },
    y: { label: "Total Upload Size (MB)", grid: true, zero: true, nice: true },
    color: {
      domain: groups,
      range: groups.map(toColour),
    },
    marks: [
      plot.dot(points, {
        x: "at",
        y: "megabytes",
        stroke: "group",
        fill: "group",
        fillOpacity: 0.45,
        r: 4,
        title: ({ user, services, megabytes }: Point) => `${user}\n${megabytes.toFixed(1)} MB\n${services}`,
      }),
    ],
  });
}
