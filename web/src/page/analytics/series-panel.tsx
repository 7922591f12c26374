import { NativeSelect } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { type Measure, useMeasures } from "../../client/use-statistics.ts";
import { formatBytes, formatCount, formatShare } from "../../part/format.ts";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { useUrlParam } from "../../url/url-state.ts";
import styles from "./analytics-page.module.css";
import { findTrend, toMovingAverage } from "./trend.ts";

const NUMBERS = ["events", "actors", "failures", "bytes_out", "bytes_in", "findings"] as const;
export type DayNumber = (typeof NUMBERS)[number];
const WORDS: Readonly<Record<DayNumber, string>> = {
  events: "Events",
  actors: "Active actors",
  failures: "Failed calls",
  bytes_out: "Taken out",
  bytes_in: "Brought in",
  findings: "Findings",
};
/** Days of the moving average: a week, so that weekends do not show in it. */
const WEEK = 7;
const DAYS_MAX = 400;

type Day = Readonly<Record<"date", Date>> &
  Readonly<Record<"value" | "trend", number>> &
  Readonly<Record<"average", number | null>>;

/** A number day by day, with its weekly mean and its trend. */
export function SeriesPanel({ q }: { readonly q: string }) {
  const [chosen, setChosen] = useUrlParam("number", "events");
  const number = NUMBERS.find((one) => one === chosen) ?? "events";
  const measures = useMeasures({ by: "day", order: "value", limit: DAYS_MAX, q });
  return (
    <QueryPanel
      title="Day by day"
      note="Bars are days (UTC), the curve is the mean of a week, the dashed line is the trend."
      className={styles["wide"]}
      query={measures}
      lines={7}
      aside={
        <NativeSelect
          size="xs"
          aria-label="Which number"
          data={NUMBERS.map((value) => ({ value, label: WORDS[value] }))}
          value={number}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      }
      whenEmpty={({ items }) =>
        items.length > 0
          ? null
          : { kind: "empty", text: "Nothing happened in this range.", next: "Choose a longer one." }
      }
    >
      {({ items }) => <Series items={items} number={number} />}
    </QueryPanel>
  );
}

const DAY_MS = 86_400_000;

const isOver = (day: number, now: number): boolean => (day + 1) * DAY_MS <= now;

/** Every day from the first to the last: a day on which nothing happened counts as 0. */
export function toDays(
  items: readonly Measure[],
  { number, now }: { readonly number: DayNumber; readonly now: number },
): readonly Day[] {
  const known = new Map(items.map((item) => [Math.floor(Date.parse(item.value) / DAY_MS), item[number]]));
  if (known.size === 0) return [];
  const first = Math.min(...known.keys());
  const last = Math.max(...known.keys());
  const length = Math.min(last - first + 1, DAYS_MAX);
  const values = Array.from({ length }, (_, index) => known.get(last - length + 1 + index) ?? 0);
  const averages = toMovingAverage(values, WEEK);
  // A day that is not over yet says nothing of where things go.
  const trend = findTrend(isOver(last, now) ? values : values.slice(0, -1));
  return values.map((value, index) => ({
    date: new Date((last - length + 1 + index) * DAY_MS),
    value,
    average: averages[index] ?? null,
    trend: trend === null ? value : trend.first + trend.slope * index,
  }));
}

function Series({ items, number }: { readonly items: readonly Measure[]; readonly number: DayNumber }) {
  const { now } = useTimeRange();
  const days = useMemo(() => toDays(items, { number, now }), [items, number, now]);
  const isBytes = number.startsWith("bytes");
  const draw = useCallback(
    (plot: PlotLibrary, { width, height }: { readonly width: number; readonly height: number }) =>
      plot.plot({
        width,
        height,
        marginLeft: 62,
        x: { type: "utc", label: null },
        y: {
          label: null,
          grid: true,
          ticks: 5,
          tickFormat: (value: number) => (isBytes ? formatBytes(value) : formatCount(value)),
        },
        marks: [
          plot.rectY(days, {
            x: "date",
            interval: plot.utcInterval("day"),
            y: "value",
            fill: "var(--series-1)",
            fillOpacity: 0.55,
            inset: 0.5,
            title: ({ date, value }: Day) =>
              `${date.toISOString().slice(0, 10)}: ${isBytes ? formatBytes(value) : formatCount(value)}`,
          }),
          plot.lineY(days, {
            x: ({ date }: Day) => date.getTime() + DAY_MS / 2,
            y: "average",
            stroke: "var(--series-3)",
            strokeWidth: 2.5,
            curve: "monotone-x",
          }),
          plot.lineY(days, {
            x: ({ date }: Day) => date.getTime() + DAY_MS / 2,
            y: "trend",
            stroke: "var(--ink)",
            strokeWidth: 1.5,
            strokeDasharray: "5 4",
          }),
          plot.ruleY([0], { stroke: "var(--line-strong)" }),
        ],
      }),
    [days, isBytes],
  );
  const rows = useMemo(
    () =>
      days.map(({ date, value, average, trend }) => ({
        day: date.toISOString().slice(0, 10),
        [number]: value,
        weekly_mean: average,
        trend,
      })),
    [days, number],
  );
  return (
    <>
      <PlotFigure
        label={`${WORDS[number]} by day, with the mean of a week and the trend`}
        name={`${number}-by-day`}
        draw={draw}
        rows={rows}
        height={240}
        aside={<SeriesLegend />}
      />
      <p className={styles["faint"]}>{toTrendWords(days, { isBytes, now })}</p>
    </>
  );
}

const SeriesLegend = () => (
  <ul className={styles["legend"]}>
    <li>
      <i style={{ background: "var(--series-1)" }} /> a day
    </li>
    <li>
      <i style={{ background: "var(--series-3)" }} /> mean of a week
    </li>
    <li>
      <i style={{ background: "var(--ink)" }} /> trend
    </li>
  </ul>
);

/** Below this share of the variation a line says nothing. */
const FIT_MIN = 0.1;

function toTrendWords(
  days: readonly Day[],
  { isBytes, now }: { readonly isBytes: boolean; readonly now: number },
): string {
  const whole = days.filter(({ date }) => isOver(date.getTime() / DAY_MS, now));
  const trend = findTrend(whole.map(({ value }) => value));
  if (trend === null) return "One day has no trend.";
  if (trend.fit === null || trend.fit < FIT_MIN)
    return "No trend: days differ, but on the whole neither rise nor fall.";
  const amount = Math.abs(trend.slope);
  const words = isBytes ? formatBytes(amount) : formatCount(Math.round(amount * 10) / 10);
  return `It ${trend.slope > 0 ? "grows" : "shrinks"} by ${words} a day; the line explains ${formatShare(trend.fit)} of how days differ.`;
}
