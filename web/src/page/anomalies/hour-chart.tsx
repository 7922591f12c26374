import { SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { useCallback, useMemo } from "react";
import { useWeek } from "../../client/use-statistics.ts";
import { formatNumber } from "../../part/format.ts";
import { HabitGrid } from "../../part/habit-grid.tsx";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useUrlParam } from "../../url/url-state.ts";

/** An hour of the day; `per_thousand`: findings of a thousand events. */
type Hour = Readonly<Record<"hour" | "findings" | "events" | "per_thousand", number>>;

/** When strange things happen, beside when anything does. */
export function HourChart() {
  const week = useWeek();
  const [shown, setShown] = useUrlParam("hours", "day");
  return (
    <QueryPanel
      title="When it happens"
      note="Findings by hour, in UTC; the line is how many of a thousand events were found strange."
      query={week}
      lines={6}
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Hours of what"
          value={shown === "week" ? "week" : "day"}
          onChange={setShown}
          data={[
            { value: "day", label: "Day" },
            { value: "week", label: "Week" },
          ]}
        />
      }
      whenEmpty={({ findings }) => {
        if (findings === null) return { kind: "not-looked", reason: "Nothing was ever looked at." };
        return findings.some((count) => count > 0)
          ? null
          : { kind: "empty", text: "Nothing was found in this range." };
      }}
    >
      {({ events, findings }) =>
        shown === "week" ? (
          <HabitGrid label="Findings by hour of the week, in UTC" counts={findings ?? []} />
        ) : (
          <DayChart events={events} findings={findings ?? []} />
        )
      }
    </QueryPanel>
  );
}

function DayChart({
  events,
  findings,
}: {
  readonly events: readonly number[];
  readonly findings: readonly number[];
}) {
  const rows = useMemo(() => {
    const sum = (week: readonly number[], hour: number): number =>
      week.reduce((total, count, at) => total + (at % 24 === hour ? count : 0), 0);
    return Array.from({ length: 24 }, (_, hour): Hour => {
      const [ofFindings, ofEvents] = [sum(findings, hour), sum(events, hour)];
      return {
        hour,
        findings: ofFindings,
        events: ofEvents,
        per_thousand: ofEvents === 0 ? 0 : Math.round((ofFindings / ofEvents) * 10_000) / 10,
      };
    });
  }, [events, findings]);
  const draw = useCallback(
    (plot: PlotLibrary, { width, height }: { readonly width: number; readonly height: number }) => {
      const most = Math.max(1, ...rows.map((row) => row.findings));
      const share = most / Math.max(0.1, ...rows.map((row) => row.per_thousand));
      return plot.plot({
        width,
        height,
        marginLeft: 40,
        marginRight: 44,
        x: {
          domain: rows.map(({ hour }) => hour),
          label: "hour of the day, UTC",
          tickFormat: (hour: number) => (hour % 3 === 0 ? String(hour) : ""),
        },
        y: { grid: true },
        marks: [
          plot.axisY({ anchor: "left", label: "findings", ticks: 5 }),
          plot.axisY({
            anchor: "right",
            label: "of 1,000 events",
            ticks: 5,
            tickFormat: (value: number) => formatNumber(Number((value / share).toPrecision(2))),
            color: "var(--series-3)",
          }),
          plot.barY(rows, {
            x: "hour",
            y: "findings",
            fill: "var(--series-1)",
            inset: 0.5,
            title: (row: Hour) => `${row.hour}:00, ${row.findings} of ${row.events} events`,
          }),
          plot.lineY(rows, {
            x: "hour",
            y: (row: Hour) => row.per_thousand * share,
            stroke: "var(--series-3)",
            strokeWidth: 2,
            curve: "monotone-x",
          }),
          plot.ruleY([0], { stroke: "var(--line-strong)" }),
        ],
      });
    },
    [rows],
  );
  return <PlotFigure label="Findings by hour of the day" name="hours" draw={draw} rows={rows} height={230} />;
}
