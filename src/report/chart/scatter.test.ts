import { DOMParser } from "linkedom";
import { describe, expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { POINTS_MAX, type ScatterChart, type ScatterPoint } from "./scatter.ts";
import { drawScatterSvg } from "./scatter-svg.ts";
import { drawScatterText } from "./scatter-text.ts";

const START = Date.UTC(2024, 0, 1);

const makePoints = (count: number, label = "u1"): readonly ScatterPoint[] =>
  Array.from({ length: count }, (_, index) => ({
    at: toEpochMs(START + index * 3_600_000),
    value: 100 + index,
    label,
  }));

const makeChart = (points: readonly ScatterPoint[]): ScatterChart => ({
  title: "Suspicious Upload Activities",
  xLabel: "Time",
  yLabel: "Total Upload Size (MB)",
  points,
});

const parseSvg = (svg: string) => new DOMParser().parseFromString(svg, "text/xml");

describe("as SVG", () => {
  test("S0-05 the chart is 12 by 6, has its title, both axes named, and turned times", async () => {
    const svg = await drawScatterSvg(makeChart(makePoints(3)));
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('viewBox="0 0 1200 600"');
    const texts = [...parseSvg(svg).querySelectorAll("text")].map((text) => text.textContent);
    expect(texts).toContain("Suspicious Upload Activities");
    expect(texts).toContain("Time");
    expect(texts).toContain("Total Upload Size (MB)");
    expect(texts).toContain("01-01 01:00");
    expect(svg).toContain("rotate(-45)");
    expect(parseSvg(svg).querySelectorAll("circle")).toHaveLength(3);
  });

  test("text from logs stays text, and characters that XML cannot hold are replaced", async () => {
    const label = '</title><script>alert("1")</script>\u0007\ud800&';
    const svg = await drawScatterSvg(makeChart(makePoints(1, label)));
    expect(svg).not.toContain("<script");
    expect(svg).not.toContain("\u0007");
    expect(svg).toContain("&lt;script&gt;");
  });

  test("no points are an empty chart, not an error", async () => {
    expect(await drawScatterSvg(makeChart([]))).toContain("Suspicious Upload Activities");
  });

  test("at the limit all points are drawn, beyond it the highest, and the title says so", async () => {
    const all = await drawScatterSvg(makeChart(makePoints(POINTS_MAX)));
    expect(all.match(/<circle/g)).toHaveLength(POINTS_MAX);
    expect(all).not.toContain("the highest");
    const more = await drawScatterSvg(makeChart(makePoints(POINTS_MAX + 1)));
    expect(more.match(/<circle/g)).toHaveLength(POINTS_MAX);
    expect(more).toContain(`(the highest ${POINTS_MAX} of ${POINTS_MAX + 1} points)`);
  });
});

describe("in the terminal", () => {
  test("S0-05 every point has its place, the axes are named, times stand below", async () => {
    const text = await drawScatterText(makeChart(makePoints(4)), { width: 80, height: 10 });
    expect(text).toContain("Suspicious Upload Activities — Total Upload Size (MB)");
    expect(text).toContain("Time (UTC)");
    expect(text.match(/●/g)).toHaveLength(4);
    expect(text).toMatch(/01-01 00:2\d/);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("one point, points of value 0, and none at all are drawn", async () => {
    expect(
      (await drawScatterText(makeChart(makePoints(1)), { width: 60, height: 5 })).match(/●/g),
    ).toHaveLength(1);
    const flat = [{ at: toEpochMs(START), value: 0, label: "" }];
    expect((await drawScatterText(makeChart(flat), { width: 60, height: 5 })).match(/●/g)).toHaveLength(1);
    expect(await drawScatterText(makeChart([]), { width: 60, height: 5 })).toContain("(no points)");
  });

  test("a long range shows days", async () => {
    const points = [0, 20].map((day) => ({ at: toEpochMs(START + day * 86_400_000), value: 5, label: "" }));
    expect(await drawScatterText(makeChart(points), { width: 80, height: 5 })).toMatch(/2024-01-0\d/);
  });
});
