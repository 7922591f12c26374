import { SEVERITIES } from "../../domain/index.ts";
import type { SeverityCounts } from "../facts.ts";
import { type Html, html } from "../html.ts";

const WIDTH = 900;
const LEFT = 44;
const RIGHT = WIDTH - 8;
const TOP = 10;
const HEIGHT = 130;
/** Words under the bars, at the most. */
const LABELS_MAX = 10;

export interface SeverityBar {
  readonly label: string;
  readonly findings: SeverityCounts;
}

/** Findings by time, stacked by severity, the worst at the bottom. */
export function drawSeverityBars(bars: readonly SeverityBar[], name: string): Html {
  const most = Math.max(1, ...bars.map(({ findings }) => sum(findings)));
  const width = (RIGHT - LEFT) / bars.length;
  const every = Math.ceil(bars.length / LABELS_MAX);
  const bottom = TOP + HEIGHT;
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 26}" role="img" aria-label="${name}">
${[0, 0.5, 1].map((share) => renderLine(share * most, bottom - share * HEIGHT))}
${bars.map(({ findings }, index) => renderBar(findings, { x: LEFT + index * width + width * 0.12, width: width * 0.76, bottom, scale: HEIGHT / most }))}
${bars.map(({ label }, index) => (index % every === 0 ? html`<text class="faint" x="${(LEFT + (index + 0.5) * width).toFixed(1)}" y="${bottom + 17}" text-anchor="middle">${label}</text>` : null))}
</svg>`;
}

const sum = (findings: SeverityCounts): number =>
  SEVERITIES.reduce((total, severity) => total + findings[severity], 0);

/** Half findings are no findings: only whole numbers get a line. */
const renderLine = (value: number, y: number): Html =>
  Number.isInteger(value)
    ? html`<line class="rule" x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}"/><text class="faint" x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${value}</text>`
    : html``;

interface BarPlace {
  readonly x: number;
  readonly width: number;
  readonly bottom: number;
  /** Pixels for one finding. */
  readonly scale: number;
}

function renderBar(findings: SeverityCounts, { x, width, bottom, scale }: BarPlace): Html {
  let top = bottom;
  const pieces = [...SEVERITIES].reverse().map((severity) => {
    const height = findings[severity] * scale;
    top -= height;
    return height === 0
      ? null
      : html`<rect class="${severity}" x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  return html`${pieces}`;
}
