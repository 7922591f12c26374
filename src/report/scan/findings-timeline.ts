import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Finding, SEVERITIES } from "../../domain/index.ts";

/** Marks drawn; of more findings the worst are drawn. */
export const TIMELINE_MARKS_MAX = 2000;
const WIDTH = 1032;
const HEIGHT = 220;

/** Findings over time by severity as SVG text. Drawn from numbers and our own words only, never from log text. */
export function renderFindingsTimeline(findings: readonly Finding[]): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const marks = findings.slice(0, TIMELINE_MARKS_MAX).map((finding) => ({
    at: new Date(finding.at),
    severity: finding.severity,
    events: finding.events.length,
  }));
  const figure = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 72,
    marginBottom: 40,
    x: { type: "utc", label: null, grid: true, nice: true },
    y: { type: "point", domain: [...SEVERITIES].reverse(), label: null },
    r: { range: [3, 11], type: "sqrt" },
    marks: [
      Plot.dot(marks, {
        x: "at",
        y: "severity",
        r: "events",
        symbol: "severity",
        fill: (mark: { severity: string }) => `var(--${mark.severity})`,
        fillOpacity: 0.75,
        stroke: "var(--paper)",
        strokeWidth: 0.75,
      }),
    ],
    symbol: {
      domain: [...SEVERITIES],
      range: ["circle", "circle", "square", "triangle", "diamond"],
      legend: false,
    },
    color: { type: "identity" },
  });
  figure.setAttribute("style", "background: none; color: var(--ink); font: 13px system-ui, sans-serif");
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", "Findings over time, by severity");
  figure.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  return figure.outerHTML;
}
