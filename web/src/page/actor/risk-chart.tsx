import { useCallback, useMemo } from "react";
import { type RiskHistory, useRiskHistory } from "../../client/use-actors.ts";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITIES, type Severity, toSeverityColour } from "../../part/severity.ts";
import { toVisible } from "../../part/visible-text.ts";

/** Days that are shown however short the range is: a risk is the sum of weeks. */
const DAYS_LEAST = 30;
/** Scores at which the next level begins. */
const LEVELS: readonly (readonly [Severity, number])[] = [
  ["low", 10],
  ["medium", 25],
  ["high", 50],
  ["critical", 70],
];

/** How the risk came to be: day by day, stacked by the severity of what was found. */
export function RiskChart({ id }: { readonly id: string }) {
  const history = useRiskHistory(id, DAYS_LEAST);
  return (
    <QueryPanel
      title="Risk over time"
      note="Every day's bar is the sum of what was found until then; each finding weighs half as much after a week."
      query={history}
      lines={5}
      whenEmpty={({ looked, days }) => {
        if (!looked) return { kind: "not-looked", reason: "Nothing was ever looked at." };
        if (days.every(({ score }) => score === 0))
          return { kind: "empty", text: "Nothing was found that weighs on this actor." };
        return null;
      }}
    >
      {(data) => <Chart history={data} />}
    </QueryPanel>
  );
}

interface Part {
  readonly day: Date;
  readonly points: number;
  readonly severity: Severity;
  readonly title: string;
  readonly score: number;
}

function toParts({ days, findings = [] }: RiskHistory): readonly Part[] {
  const known = new Map(findings.map((finding) => [finding.id, finding]));
  return days.flatMap(({ time, score, parts }) =>
    parts.map(({ finding, points }): Part => {
      const { severity, title } = known.get(finding) ?? { severity: "info" as const, title: finding };
      return {
        day: new Date(`${time.slice(0, 10)}T00:00:00Z`),
        points,
        severity,
        title: toVisible(title),
        score,
      };
    }),
  );
}

function Chart({ history }: { readonly history: RiskHistory }) {
  const parts = useMemo(() => toParts(history), [history]);
  const rows = useMemo(
    () =>
      parts.map(({ day, title, severity, points, score }) => ({
        day: day.toISOString().slice(0, 10),
        finding: title,
        severity,
        points,
        score,
      })),
    [parts],
  );
  const draw = useCallback(
    (plot: PlotLibrary, { width, height }: { readonly width: number; readonly height: number }) => {
      const most = Math.max(...parts.map(({ score }) => score));
      return plot.plot({
        width,
        height,
        marginLeft: 34,
        marginRight: 4,
        x: { type: "utc", label: null },
        y: { label: null, domain: [0, Math.min(100, Math.max(30, most * 1.15))], ticks: 4 },
        color: { type: "ordinal", domain: [...SEVERITIES], range: SEVERITIES.map(toSeverityColour) },
        marks: [
          plot.ruleY(
            LEVELS.filter(([, from]) => from < Math.max(30, most * 1.15)),
            { y: "1", stroke: "var(--line-strong)", strokeDasharray: "2 3" },
          ),
          plot.rectY(parts, {
            x: "day",
            interval: plot.utcInterval("day"),
            y: "points",
            fill: "severity",
            order: "severity",
            insetLeft: 0.5,
            insetRight: 0.5,
            title: ({ title, points }: Part) => `${title}\n+${points.toFixed(2)}`,
          }),
          plot.ruleY([0], { stroke: "var(--line-strong)" }),
        ],
      });
    },
    [parts],
  );
  return (
    <PlotFigure
      label="Risk of this actor by day, stacked by the severity of the findings that it is the sum of"
      name="risk-over-time"
      draw={draw}
      rows={rows}
      height={170}
    />
  );
}
