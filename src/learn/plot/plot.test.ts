import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { FeatureDrift } from "../drift/feature-drift.ts";
import { type Chart, LINES_MAX, NAME_MAX, shortName } from "./chart.ts";
import { drawChart } from "./draw-chart.ts";
import { BEESWARM_ROWS_MAX, chartBeeswarm, chartLime, chartWaterfall } from "./explanation-charts.ts";
import {
  CURVE_POINTS_MAX,
  chartCalibration,
  chartConfusion,
  chartDrift,
  chartPrecisionRecall,
  chartRoc,
} from "./quality-charts.ts";

/** What an attacker would call a feature. */
const HOSTILE = `"><script>alert(1)</script>&'\u0000\u001b[31m\ud800`;

const roc = chartRoc({
  area: 0.75,
  points: [
    { threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 },
    { threshold: 0.9, falsePositiveRate: 0, truePositiveRate: 0.5 },
    { threshold: 0.1, falsePositiveRate: 1, truePositiveRate: 1 },
  ],
});

const drifted = (name: string, psi: number): FeatureDrift => ({
  name,
  kind: "numeric",
  psi,
  psiCritical: 0.04,
  statistic: 0.2,
  p: 0.001,
  jensenShannon: 0.1,
  shift: 0.5,
  missing: { reference: 0, current: 0 },
  unseenShare: 0,
  level: psi > 0.25 ? "severe" : psi > 0.1 ? "moderate" : "none",
  falseDiscoveryRate: 0.01,
  fault: null,
  importance: null,
});

const weights = [
  { condition: HOSTILE, weight: 0.4, standardError: 0.01, stable: true },
  { condition: "hour > 5", weight: -0.1, standardError: 0.2, stable: false },
];

const CHARTS: Readonly<Record<string, Chart>> = {
  roc,
  "precision and recall": chartPrecisionRecall(
    {
      averagePrecision: 0.5,
      points: [
        { threshold: 1, precision: 1, recall: 0 },
        { threshold: 0, precision: 0.2, recall: 1 },
      ],
    },
    0.2,
  ),
  calibration: chartCalibration([
    { said: 0.1, happened: 0.2, rows: 90 },
    { said: 0.8, happened: 0.7, rows: 10 },
  ]),
  drift: chartDrift([drifted("still", 0.02), drifted(HOSTILE, 0.6)]),
  confusion: chartConfusion(
    [
      [9, 1],
      [2, 3],
    ],
    ["usual", HOSTILE],
  ),
  beeswarm: chartBeeswarm(
    { features: ["size", HOSTILE], rows: 3, values: Float64Array.of(0.1, 2, 0.1, -1, 0.1, 0.5) },
    { cells: Float64Array.of(1, 5, 2, Number.NaN, 3, 7), unit: "bits" },
  ),
  waterfall: chartWaterfall({
    labels: [HOSTILE, "b", "c"],
    values: [0.5, -0.2, 0],
    base: 1,
    output: 1.3,
    unit: "bits",
  }),
  lime: chartLime({ weights, r2: 0.6, trustworthy: true }),
  "lime without a picture": chartLime({ weights, r2: 0.1, trustworthy: false }),
};

const countOf = (svg: string, tag: string): number => svg.split(`<${tag} `).length - 1;

describe.each(Object.entries(CHARTS))("the chart %s", (_name, chart) => {
  it("is a whole picture with a name and a description, the same each time", async () => {
    const svg = await drawChart(chart);
    expect(await drawChart(chart)).toBe(svg);
    const root = parseHTML(svg).document.querySelector("svg")!;
    expect(root.getAttribute("xmlns")).toBe("http://www.w3.org/2000/svg");
    expect(root.getAttribute("role")).toBe("img");
    expect([...root.children].slice(0, 2).map(({ tagName }) => tagName.toLowerCase())).toEqual([
      "title",
      "desc",
    ]);
    expect(root.children[0]!.textContent).toBe(chart.title);
    expect(root.children[1]!.textContent!.length).toBeGreaterThan(20);
    expect(svg).not.toMatch(/ id="|NaN|undefined/);
  });

  it("holds names as text, whatever they are", async () => {
    const svg = await drawChart(chart);
    expect(svg).not.toContain("<script");
    expect(svg.isWellFormed()).toBe(true);
    expect(svg.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
  });
});

describe("what charts show", () => {
  it("draws one bar, dot or cell for each thing", async () => {
    const draw = async (name: string) => drawChart(CHARTS[name]!);
    expect(countOf(await draw("calibration"), "circle")).toBe(2);
    expect(countOf(await draw("beeswarm"), "circle")).toBe(6);
    // The ground is a rectangle, too.
    expect(countOf(await draw("confusion"), "rect")).toBe(1 + 4);
    expect(countOf(await draw("drift"), "rect")).toBe(1 + 2);
    expect(countOf(await draw("waterfall"), "rect")).toBe(1 + 3);
    expect(countOf(await draw("lime"), "rect")).toBe(1 + 2);
    expect(countOf(await draw("lime without a picture"), "rect")).toBe(1);
  });

  it("puts the ROC curve where its points are", async () => {
    const path =
      /stroke-width="2"[^>]*><path d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"/.exec(
        await drawChart(roc),
      );
    const [x0, y0, x1, y1, x2, y2] = path!.slice(1).map(Number);
    expect(x1).toBe(x0);
    expect((y0! - y1!) / (y0! - y2!)).toBeCloseTo(0.5, 9);
    expect(x2! - x0!).toBeGreaterThan(300);
  });

  it("adds a waterfall up to its output, the small ones together at its end", () => {
    const values = Array.from({ length: LINES_MAX + 5 }, (_, c) => (c % 2 === 0 ? 1 : -1) / (c + 1));
    const output = values.reduce((sum, value) => sum + value, 2);
    const chart = chartWaterfall({
      labels: values.map((_, c) => `f${c}`),
      values,
      base: 2,
      output,
      unit: "bits",
    });
    expect(chart.bars).toHaveLength(LINES_MAX);
    expect(chart.bars.at(-1)!.label).toBe("6 others");
    expect(chart.bars.at(-1)!.to).toBeCloseTo(output, 12);
    const whole = chartWaterfall({
      labels: values.slice(0, LINES_MAX).map(String),
      values,
      base: 2,
      output,
      unit: "bits",
    });
    expect(whole.bars.at(-1)!.label).not.toMatch(/others/);
  });

  it("orders a beeswarm by importance, colours by rank and keeps dots near their line", () => {
    const chart = CHARTS["beeswarm"]!;
    if (chart.kind !== "beeswarm") throw new Error("The charts changed places.");
    expect(chart.features[1]).toBe("size");
    expect(chart.dots.filter(({ feature }) => feature === 0).map(({ rank }) => rank)).toEqual([0, null, 1]);
    expect(chart.dots.filter(({ feature }) => feature === 1).map(({ offset }) => offset)).toEqual([
      0, -0.06, 0.06,
    ]);
    const crowd = chartBeeswarm(
      { features: ["a"], rows: 5000, values: new Float64Array(5000) },
      { unit: "bits" },
    );
    expect(crowd.dots).toHaveLength(BEESWARM_ROWS_MAX);
    expect(Math.max(...crowd.dots.map(({ offset }) => Math.abs(offset)))).toBeLessThanOrEqual(0.4);
  });

  it("says what it leaves out, and shows nothing of an untrusted picture", async () => {
    const many = Array.from({ length: LINES_MAX + 1 }, (_, k) => drifted(`f${k}`, k / 100));
    expect(chartDrift(many).bars).toHaveLength(LINES_MAX);
    expect(chartDrift(many).subtitle).toMatch(/1 smaller ones left out/);
    expect(await drawChart(CHARTS["lime without a picture"]!)).toMatch(/explains only 10 % here/);
  });

  it("thins long curves and cuts long names", () => {
    const points = Array.from({ length: 10_000 }, (_, k) => ({
      threshold: 0,
      falsePositiveRate: k / 9999,
      truePositiveRate: 1,
    }));
    const chart = chartRoc({ points, area: 1 });
    expect(chart.points).toHaveLength(CURVE_POINTS_MAX);
    expect(chart.points.at(-1)!.x).toBe(1);
    expect(shortName("x".repeat(NAME_MAX))).toHaveLength(NAME_MAX);
    expect(shortName("x".repeat(NAME_MAX + 1))).toBe(`${"x".repeat(NAME_MAX - 1)}…`);
    expect(shortName("😀".repeat(1_000_000))).toHaveLength(2 * (NAME_MAX - 1) + 1);
  });

  it("refuses a confusion matrix that no picture can hold", () => {
    const square = (size: number) => Array.from({ length: size }, () => new Array<number>(size).fill(1));
    const names = (size: number) => Array.from({ length: size }, (_, k) => `c${k}`);
    expect(chartConfusion(square(LINES_MAX), names(LINES_MAX)).cells).toHaveLength(LINES_MAX ** 2);
    expect(() => chartConfusion(square(LINES_MAX + 1), names(LINES_MAX + 1))).toThrow(
      /confusion matrix has 21/,
    );
  });

  it("draws empty and constant data", async () => {
    await expect(drawChart(chartDrift([]))).resolves.toMatch(/<svg/);
    await expect(drawChart(chartCalibration([]))).resolves.toMatch(/<svg/);
    await expect(
      drawChart(chartBeeswarm({ features: [], rows: 0, values: new Float64Array(0) }, { unit: "bits" })),
    ).resolves.toMatch(/<svg/);
    await expect(
      drawChart(chartWaterfall({ labels: [], values: [], base: 0, output: 0, unit: "bits" })),
    ).resolves.toMatch(/<svg/);
  });
});
