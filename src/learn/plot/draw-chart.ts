import { type Chart, toXmlText } from "./chart.ts";
import {
  type Drawing,
  drawBeeswarm,
  drawCalibration,
  drawConfusion,
  drawCurve,
  drawDrift,
  drawLime,
  drawWaterfall,
  type Plot,
} from "./marks.ts";

const HEADING_HEIGHT = 52;
const SVG = "http://www.w3.org/2000/svg";

/**
 * The chart as a whole SVG document: white ground, heading, `<title>` and `<desc>` for screen readers. The same chart
 * gives the same bytes. Names are text, whatever they hold. The drawing library is loaded on the first call.
 */
export async function drawChart(chart: Chart): Promise<string> {
  const [plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawing = toDrawing(plot, chart);
  const width = Math.max(drawing.width ?? 440, 60 + 5.6 * chart.subtitle.length);
  const svg = plot.plot({
    ...drawing,
    document,
    width: Math.round(width),
    height: Math.round(drawing.height ?? 440) + HEADING_HEIGHT,
    marginTop: HEADING_HEIGHT + 12,
    style: { fontSize: "11px" },
  });
  const { title, subtitle, description } = chart;
  const add = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = toXmlText(text);
    return element;
  };
  const left = { x: "12", "text-anchor": "start" };
  svg.prepend(
    add("title", title),
    add("desc", description),
    // A ground of its own: converters to pictures know no CSS background.
    add("rect", "", { width: "100%", height: "100%", fill: "white" }),
    add("text", title, { ...left, y: "22", "font-size": "15", "font-weight": "bold" }),
    add("text", subtitle, { ...left, y: "40", "font-size": "11", fill: "#555" }),
  );
  svg.setAttribute("xmlns", SVG);
  svg.setAttribute("role", "img");
  svg.setAttribute("style", "color: #222");
  return `${svg.outerHTML}\n`;
}

/** A kind that nobody draws does not compile. */
function toDrawing(plot: Plot, chart: Chart): Drawing {
  switch (chart.kind) {
    case "roc":
    case "precision-recall":
      return drawCurve(plot, chart);
    case "calibration":
      return drawCalibration(plot, chart);
    case "beeswarm":
      return drawBeeswarm(plot, chart);
    case "waterfall":
      return drawWaterfall(plot, chart);
    case "lime":
      return drawLime(plot, chart);
    case "drift":
      return drawDrift(plot, chart);
    case "confusion":
      return drawConfusion(plot, chart);
  }
}
