import { formatTick, type ScatterChart, selectPoints } from "./scatter.ts";

/** 12 by 6 at a hundred dots an inch. */
const WIDTH = 1200;
const HEIGHT = 600;
const TITLE_HEIGHT = 40;

/**
 * A scatter chart as a whole SVG document of 12 by 6: title, named axes, times turned so that they do not collide.
 * The drawing library is loaded on the first call, for most commands never draw.
 */
export async function drawScatterSvg(chart: ScatterChart): Promise<string> {
  const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const { drawn, leftOut } = selectPoints(chart.points);
  const rangeMs = drawn.length === 0 ? 0 : drawn.at(-1)!.at - drawn[0]!.at;
  const svg = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginTop: TITLE_HEIGHT + 25,
    marginBottom: 100,
    marginLeft: 80,
    marginRight: 40,
    x: {
      type: "utc",
      label: chart.xLabel,
      labelAnchor: "center",
      labelArrow: "none",
      tickRotate: -45,
      tickFormat: (at: Date) => formatTick(at.getTime(), rangeMs),
    },
    y: { label: chart.yLabel, labelArrow: "none", grid: true, zero: true, nice: true },
    marks: [
      Plot.ruleY([0]),
      Plot.dot(drawn, {
        x: (point: (typeof drawn)[number]) => new Date(point.at),
        y: "value",
        title: (point: (typeof drawn)[number]) => toXmlText(point.label),
        r: 4,
        fill: "#1f77b4",
        fillOpacity: 0.75,
      }),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("style", "background: white; color: #222");
  const note = leftOut === 0 ? "" : ` (the highest ${drawn.length} of ${chart.points.length} points)`;
  const heading = document.createElementNS("http://www.w3.org/2000/svg", "text");
  heading.setAttribute("x", String(WIDTH / 2));
  heading.setAttribute("y", String(TITLE_HEIGHT - 10));
  heading.setAttribute("font-size", "18");
  heading.textContent = toXmlText(chart.title + note);
  const name = document.createElementNS("http://www.w3.org/2000/svg", "title");
  name.textContent = toXmlText(chart.title);
  svg.prepend(name, heading);
  return `${svg.outerHTML}\n`;
}

/** XML has no way to write most control characters, and a lone surrogate ends the document. */
function toXmlText(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, "\ufffd");
}
