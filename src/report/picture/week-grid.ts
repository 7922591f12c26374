import { type Html, html } from "../html.ts";

const WIDTH = 900;
const LEFT = 92;
const TOP = 18;
const CELL_HEIGHT = 20;
const HOURS = 24;
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Events by hour of the week in UTC, darker for more; `hours` has 168 places, from Monday 00:00. */
export function drawWeekGrid(hours: readonly number[]): Html {
  const most = Math.max(1, ...hours);
  const width = (WIDTH - LEFT - 8) / HOURS;
  const toX = (hour: number): number => LEFT + hour * width;
  return html`<svg viewBox="0 0 ${WIDTH} ${TOP + 7 * CELL_HEIGHT + 6}" role="img" aria-label="Events by hour of the week, in UTC">
${[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => html`<text class="faint" x="${toX(hour).toFixed(1)}" y="12">${String(hour).padStart(2, "0")}:00</text>`)}
${WEEKDAYS.map((day, index) => html`<text x="6" y="${TOP + index * CELL_HEIGHT + 14}">${day}</text>`)}
${hours.map((count, index) => renderCell(count / most, { x: toX(index % HOURS), y: TOP + Math.floor(index / HOURS) * CELL_HEIGHT, width }))}
</svg>`;
}

/** The root spreads small counts apart: one event in an hour is still seen beside a thousand. */
const renderCell = (
  share: number,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Html =>
  html`<rect class="${share === 0 ? "lane" : "plain"}"${share === 0 ? null : html` fill-opacity="${(0.12 + 0.88 * Math.sqrt(share)).toFixed(2)}"`} x="${(x + 1).toFixed(1)}" y="${y + 1}" width="${(width - 2).toFixed(1)}" height="${CELL_HEIGHT - 2}" rx="2"/>`;
