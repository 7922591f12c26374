import { formatTick, type ScatterChart, selectPoints } from "./scatter.ts";

export interface TextSize {
  /** Characters. */
  readonly width: number;
  /** Lines of the plot itself, without title and axes. */
  readonly height: number;
}

const TIME_TICKS = 4;

/** The chart in characters. Nothing in it comes from logs but numbers and times, so it is safe to print. */
export async function drawScatterText(chart: ScatterChart, size: TextSize): Promise<string> {
  const title = `${chart.title} — ${chart.yLabel}`;
  const { drawn } = selectPoints(chart.points);
  if (drawn.length === 0) return `${title}\n\n  (no points)\n`;
  const { plot } = await import("simple-ascii-chart");
  const from = drawn[0]!.at;
  const until = drawn.at(-1)!.at;
  // A single instant has no width: half an hour on both sides gives it a place.
  const range = until > from ? [from, until] : [from - 1_800_000, from + 1_800_000];
  const top = drawn.reduce((most, point) => Math.max(most, point.value), 0);
  const ticks = Array.from(
    { length: TIME_TICKS },
    (_, index) => range[0]! + ((range[1]! - range[0]!) * (index + 0.5)) / TIME_TICKS,
  );
  const picture = plot(
    drawn.map((point): [number, number] => [point.at, point.value]),
    {
      width: Math.max(20, size.width - 12),
      height: size.height,
      mode: "point",
      yRange: [0, top],
      customXAxisTicks: ticks,
      customYAxisTicks: [0, top / 2, top],
      formatter: (value, { axis }) =>
        axis === "x" ? formatTick(value, range[1]! - range[0]!) : formatValue(value),
    },
  );
  const lines = picture.split("\n").map((line) => line.trimEnd());
  return `${title}\n${lines.join("\n")}\n${" ".repeat(Math.max(0, (size.width >> 1) - chart.xLabel.length))}${chart.xLabel} (UTC)\n`;
}

const formatValue = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
