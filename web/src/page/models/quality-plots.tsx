import { useCallback, useMemo } from "react";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";

const HEIGHT = 260;

interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface CurvePlotProps {
  readonly kind: "roc" | "precision-recall";
  readonly points: readonly CurvePoint[];
  /** Precision that calling everything strange would have; null: chance is the diagonal. */
  readonly chance: number | null;
  /** Of the model. */
  readonly name: string;
}

const AXES = {
  roc: { x: "Usual rows called strange", y: "Strange rows found", words: "ROC curve" },
  "precision-recall": { x: "Recall", y: "Precision", words: "Precision against recall" },
} as const;

/** A curve over all thresholds, with chance as a dashed line. */
export function CurvePlot({ kind, points, chance, name }: CurvePlotProps) {
  const { x, y, words } = AXES[kind];
  const draw = useCallback(
    (plot: PlotLibrary, size: Size) =>
      plot.plot({
        ...size,
        marginLeft: 45,
        x: { domain: [0, 1], label: x, percent: false },
        y: { domain: [0, 1], label: y, grid: true },
        marks: [
          plot.line(
            chance === null
              ? [
                  [0, 0],
                  [1, 1],
                ]
              : [
                  [0, chance],
                  [1, chance],
                ],
            { stroke: "var(--ink-faint)", strokeDasharray: "4 4" },
          ),
          plot.line(
            points.map((point) => [point.x, point.y]),
            { stroke: "var(--series-1)", strokeWidth: 2 },
          ),
        ],
      }),
    [points, chance, x, y],
  );
  const rows = useMemo(() => points.map((point) => ({ [x]: point.x, [y]: point.y })), [points, x, y]);
  return <PlotFigure label={`${words} of ${name}`} name={kind} height={HEIGHT} draw={draw} rows={rows} />;
}

export interface CalibrationPlotProps {
  readonly bins: readonly { readonly said: number; readonly happened: number; readonly rows: number }[];
  readonly name: string;
}

/** What was said against what happened: on the dashed line the two are the same. */
export function CalibrationPlot({ bins, name }: CalibrationPlotProps) {
  const draw = useCallback(
    (plot: PlotLibrary, size: Size) =>
      plot.plot({
        ...size,
        marginLeft: 45,
        x: { domain: [0, 1], label: "Probability that was said" },
        y: { domain: [0, 1], label: "Share that came true", grid: true },
        r: { range: [3, 12] },
        marks: [
          plot.line(
            [
              [0, 0],
              [1, 1],
            ],
            { stroke: "var(--ink-faint)", strokeDasharray: "4 4" },
          ),
          plot.line([...bins], { x: "said", y: "happened", stroke: "var(--series-1)" }),
          plot.dot([...bins], {
            x: "said",
            y: "happened",
            r: "rows",
            fill: "var(--series-1)",
            fillOpacity: 0.5,
          }),
        ],
      }),
    [bins],
  );
  return (
    <PlotFigure label={`Calibration of ${name}`} name="calibration" height={HEIGHT} draw={draw} rows={bins} />
  );
}
