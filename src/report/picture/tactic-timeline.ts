import type { EpochMs, Severity } from "../../domain/index.ts";
import { toTacticName } from "../../domain/index.ts";
import { clip, toTime } from "../document/words.ts";
import { type Html, html } from "../html.ts";
import { renderShape } from "./severity-shape.ts";
import { createStoryAxis, type StoryAxis } from "./story-axis.ts";

const WIDTH = 900;
const LEFT = 178;
const RIGHT = WIDTH - 26;
const LANE = 36;
const TOP = 8;
/** Words nearer than this to those before are left out: they would stand on each other. */
const NUMBER_PIXELS = 19;
const TIME_PIXELS = 112;
const PAUSE_PIXELS = 92;

export interface TimelineMark {
  readonly number: number;
  readonly at: EpochMs;
  readonly severity: Severity;
  /** Id of a tactic; null: none. */
  readonly tactic: string | null;
}

/** Findings in the order of time, a lane for each tactic in the order of the kill chain, a line from each to the next. */
export function drawTacticTimeline(
  marks: readonly TimelineMark[],
  tactics: readonly (string | null)[],
): Html {
  const axis = createStoryAxis(
    marks.map(({ at }) => at),
    { left: LEFT, right: RIGHT },
  );
  const bottom = TOP + tactics.length * LANE;
  const toY = (tactic: string | null): number => TOP + (Math.max(0, tactics.indexOf(tactic)) + 0.5) * LANE;
  const placed = marks.map((mark, index) => ({ ...mark, x: axis.xs[index]!, y: toY(mark.tactic) }));
  const rail = placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 40}" role="img" aria-label="Findings in the order of time, one lane for each tactic; the story below says the same in words">
${tactics.map(renderLane)}
${renderTimes(axis, bottom)}
<polyline class="rail" points="${rail}"/>
${placed.map(({ severity, x, y }) => renderShape(severity, x, y))}
${toSpaced(placed, NUMBER_PIXELS, ({ y }) => y).map(({ number, x, y }) => html`<text x="${(x + 10).toFixed(1)}" y="${(y - 6).toFixed(1)}">${number}</text>`)}
</svg>`;
}

const renderLane = (tactic: string | null, index: number): Html =>
  html`${index % 2 === 0 ? html`<rect class="lane" x="0" y="${TOP + index * LANE}" width="${WIDTH}" height="${LANE}"/>` : null}<text x="8" y="${TOP + (index + 0.5) * LANE + 4}">${tactic === null ? "Out of the ordinary" : clip(toTacticName(tactic), 26)}</text>`;

function renderTimes({ pauses, starts }: StoryAxis, bottom: number): Html {
  const named = toSpaced(starts, TIME_PIXELS);
  const told = toSpaced(
    pauses
      .filter(({ from, to }) => to - from >= PAUSE_PIXELS / 2)
      .map((pause) => ({ ...pause, x: (pause.from + pause.to) / 2 })),
    PAUSE_PIXELS,
  );
  return html`${starts.map(({ x }) => html`<line class="rule" x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP}" y2="${bottom + 6}"/>`)}
${named.map(({ x, at }) => html`<text class="faint" x="${x.toFixed(1)}" y="${bottom + 20}" text-anchor="${x > RIGHT - 60 ? "end" : "start"}">${toTime(at).slice(5, 16)}</text>`)}
${told.map(({ x, words }) => html`<text class="faint" x="${x.toFixed(1)}" y="${bottom + 35}" text-anchor="middle">${words}</text>`)}`;
}

/** Those that stand far enough from the one before, of their lane if lanes matter. */
function toSpaced<T extends { readonly x: number }>(
  items: readonly T[],
  pixels: number,
  toLane: (item: T) => number = () => 0,
): readonly T[] {
  const last = new Map<number, number>();
  return items.filter((item) => {
    const lane = toLane(item);
    const isFree = item.x - (last.get(lane) ?? Number.NEGATIVE_INFINITY) >= pixels;
    if (isFree) last.set(lane, item.x);
    return isFree;
  });
}
