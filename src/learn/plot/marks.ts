import type * as PlotLibrary from "@observablehq/plot";
import {
  type BeeswarmChart,
  type CalibrationChart,
  type ConfusionChart,
  type CurveChart,
  type DriftChart,
  formatShort,
  formatSigned,
  type LimeChart,
  type Point,
  type WaterfallChart,
} from "./chart.ts";

export type Plot = typeof PlotLibrary;

/** Told apart in grey print and by people who confuse red with green. */
const RED = "#b2182b";
const BLUE = "#2166ac";
const GREY = "#8c8c8c";
const DASHES = "4 3";
/** Height of one bar or feature line. */
const LINE_HEIGHT = 24;
const LETTER_WIDTH = 6.4;

/** What Plot is told about one chart; margins for the heading and the size come on top. */
export type Drawing = PlotLibrary.PlotOptions;

type Draw<C> = (plot: Plot, chart: C) => Drawing;

export const drawCurve: Draw<CurveChart> = (plot, chart) => {
  const [x, y] =
    chart.kind === "roc" ? ["usual rows called strange", "strange rows found"] : ["recall", "precision"];
  return {
    ...unitSquare(x, y),
    marks: [
      plot.line(chart.chance, { x: "x", y: "y", stroke: GREY, strokeDasharray: DASHES }),
      plot.line(chart.points, {
        x: "x",
        y: "y",
        stroke: BLUE,
        strokeWidth: 2,
        curve: chart.kind === "roc" ? "linear" : "step-before",
      }),
    ],
  };
};

export const drawCalibration: Draw<CalibrationChart> = (plot, { bins }) => ({
  ...unitSquare("probability said", "share that came true"),
  r: { range: [3, 10], type: "sqrt" },
  marks: [
    plot.line(DIAGONAL, { x: "x", y: "y", stroke: GREY, strokeDasharray: DASHES }),
    plot.line(bins, { x: "said", y: "happened", stroke: BLUE }),
    plot.dot(bins, { x: "said", y: "happened", r: "rows", fill: BLUE, title: "rows" }),
  ],
});

const DIAGONAL: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

const unitSquare = (x: string, y: string): Drawing => ({
  width: 440,
  height: 440,
  marginLeft: 50,
  marginBottom: 45,
  x: { domain: [0, 1], label: x, labelAnchor: "center", labelArrow: "none", grid: true },
  y: { domain: [0, 1], label: y, labelAnchor: "center", labelArrow: "none", labelOffset: 40, grid: true },
});

export const drawBeeswarm: Draw<BeeswarmChart> = (plot, { features, dots, unit }) => ({
  ...lines(features),
  x: { label: `contribution (${unit})`, labelAnchor: "center", labelArrow: "none", grid: true },
  // One line a feature, dots a little above and below it: a linear scale where bars have bands.
  y: { type: "linear", domain: [features.length - 0.4, -0.6], label: null, axis: null },
  color: { type: "identity" },
  marks: [
    plot.ruleX([0], { stroke: GREY }),
    plot.axisY(
      features.map((_, at) => at),
      { tickSize: 0, label: null, tickFormat: (at: number) => features[at]! },
    ),
    plot.dot(dots, {
      x: "contribution",
      y: (dot: (typeof dots)[number]) => dot.feature + dot.offset,
      r: 2.2,
      fill: (dot: (typeof dots)[number]) => rankColour(dot.rank),
    }),
  ],
});

/** Blue over pale grey to red: straight lines in sRGB. */
function rankColour(rank: number | null): string {
  if (rank === null) return GREY;
  const [from, to, share] =
    rank < 0.5
      ? ([[33, 102, 172], [200, 196, 204], rank * 2] as const)
      : ([[200, 196, 204], [178, 24, 43], rank * 2 - 1] as const);
  const parts = from.map((part, k) => Math.round(part + (to[k]! - part) * share));
  return `rgb(${parts.join(",")})`;
}

export const drawWaterfall: Draw<WaterfallChart> = (plot, { bars, base, output, unit }) => {
  const keyed = bars.map((bar, at) => ({ ...bar, at, rises: bar.to >= bar.from }));
  type Bar = (typeof keyed)[number];
  const text = (bar: Bar): string => formatSigned(bar.to - bar.from);
  return {
    ...lines(bars.map(({ label }) => label)),
    marginRight: 60,
    x: { label: unit, labelAnchor: "center", labelArrow: "none", grid: true, nice: true, inset: 30 },
    ...bands(bars.map(({ label }) => label)),
    marks: [
      plot.ruleX([base], { stroke: GREY, strokeDasharray: DASHES }),
      plot.ruleX([output], { stroke: GREY }),
      plot.barX(keyed, {
        x1: "from",
        x2: "to",
        y: "at",
        fill: (bar: Bar) => (bar.rises ? RED : BLUE),
        insetTop: 3,
        insetBottom: 3,
      }),
      plot.text(
        keyed.filter(({ rises }) => rises),
        { x: "to", y: "at", text, dx: 5, textAnchor: "start" },
      ),
      plot.text(
        keyed.filter(({ rises }) => !rises),
        { x: "to", y: "at", text, dx: -5, textAnchor: "end" },
      ),
    ],
  };
};

export const drawLime: Draw<LimeChart> = (plot, { bars }) => {
  if (bars.length === 0) return { width: 440, height: 30, axis: null, marks: [] };
  const keyed = bars.map((bar, at) => ({ ...bar, at }));
  type Bar = (typeof keyed)[number];
  return {
    ...lines(bars.map(({ label }) => label)),
    opacity: { type: "identity" },
    x: {
      label: "change of the prediction",
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      nice: true,
    },
    ...bands(bars.map(({ label }) => label)),
    marks: [
      plot.barX(keyed, {
        x: "weight",
        y: "at",
        fill: (bar: Bar) => (bar.weight >= 0 ? RED : BLUE),
        fillOpacity: (bar: Bar) => (bar.stable ? 1 : 0.3),
        insetTop: 4,
        insetBottom: 4,
      }),
      plot.ruleY(keyed, { x1: "low", x2: "high", y: "at", stroke: "#222" }),
      plot.ruleX([0], { stroke: "#222" }),
    ],
  };
};

const LEVEL_COLOURS = { none: GREY, moderate: "#e08214", severe: RED } as const;

export const drawDrift: Draw<DriftChart> = (plot, { bars }) => {
  const keyed = bars.map((bar, at) => ({ ...bar, at }));
  type Bar = (typeof keyed)[number];
  const most = Math.max(0.3, ...bars.map(({ psi }) => psi));
  return {
    ...lines(bars.map(({ label }) => label)),
    marginRight: 60,
    x: { domain: [0, most * 1.02], label: "PSI", labelAnchor: "center", labelArrow: "none", grid: true },
    ...bands(bars.map(({ label }) => label)),
    marks: [
      plot.barX(keyed, {
        x: "psi",
        y: "at",
        fill: (bar: Bar) => LEVEL_COLOURS[bar.level],
        insetTop: 4,
        insetBottom: 4,
      }),
      plot.text(keyed, {
        x: "psi",
        y: "at",
        text: (bar: Bar) => bar.psi.toFixed(3),
        dx: 5,
        textAnchor: "start",
      }),
      plot.tickX(
        keyed.filter(({ critical }) => critical <= most),
        { x: "critical", y: "at", stroke: "#222" },
      ),
      plot.ruleX([0.1, 0.25], { stroke: "#222", strokeDasharray: DASHES }),
      plot.ruleX([0]),
    ],
  };
};

export const drawConfusion: Draw<ConfusionChart> = (plot, { classes, cells }) => {
  type Cell = (typeof cells)[number];
  const longest = Math.max(0, ...classes.map((name) => name.length));
  const names = classes.map((_, at) => at);
  const size = Math.max(70, Math.min(longest, 14) * LETTER_WIDTH);
  const margin = 40 + longest * LETTER_WIDTH;
  const turned = longest > 14;
  return {
    width: margin + 20 + classes.length * size,
    opacity: { type: "identity" },
    height: classes.length * 56 + (turned ? margin : 50),
    marginLeft: margin,
    marginBottom: turned ? margin : 45,
    x: {
      type: "band",
      domain: names,
      label: "called",
      labelAnchor: "center",
      labelArrow: "none",
      tickFormat: (at: number) => classes[at]!,
      ...(turned ? { tickRotate: -60 } : {}),
    },
    y: {
      type: "band",
      domain: names,
      label: "truth",
      labelAnchor: "center",
      labelOffset: margin - 12,
      labelArrow: "none",
      tickFormat: (at: number) => classes[at]!,
    },
    marks: [
      plot.cell(cells, {
        x: "predicted",
        y: "truth",
        fill: (cell: Cell) => (cell.truth === cell.predicted ? BLUE : RED),
        fillOpacity: (cell: Cell) => 0.08 + 0.92 * cell.share,
        inset: 1,
      }),
      plot.text(cells, {
        x: "predicted",
        y: "truth",
        text: (cell: Cell) => `${cell.count}\n${formatShort(100 * cell.share)} %`,
        fill: (cell: Cell) => (cell.share > 0.5 ? "white" : "#222"),
        fontSize: 12,
      }),
    ],
  };
};

/** Room for names on the left and one line each. */
function lines(names: readonly string[]): Drawing {
  const longest = Math.max(4, ...names.map((name) => name.length));
  const marginLeft = Math.round(14 + longest * LETTER_WIDTH);
  return { width: 440 + marginLeft, height: names.length * LINE_HEIGHT + 60, marginLeft, marginBottom: 45 };
}

/** Bars by ordinal: two features may have one name once it is cut. */
const bands = (names: readonly string[]): Drawing => ({
  y: {
    type: "band",
    domain: names.map((_, at) => at),
    label: null,
    tickSize: 0,
    tickFormat: (at: number) => names[at]!,
  },
});
