import { toDuration } from "../document/words.ts";

/** Between marks that stand nearer than this a gap is no pause worth naming. */
const PAUSE_MS = 30 * 60_000;
/** Pixels that a mark takes, at least, where there is room. */
const STEP_PIXELS = 20;
const PAUSE_PIXELS_MIN = 70;

export interface StoryAxis {
  /** Of each time, in the order given. */
  readonly xs: readonly number[];
  /** Where a while passed without anything. */
  readonly pauses: readonly { readonly from: number; readonly to: number; readonly words: string }[];
  /** First mark after each pause, and the very first. */
  readonly starts: readonly { readonly x: number; readonly at: number }[];
}

/**
 * Places of times in their order, between two places in pixels: what happens within minutes stays apart, what lies days
 * apart does not fill the page. A longer pause takes more room than a short one, by its logarithm, and says how long it is.
 */
export function createStoryAxis(
  times: readonly number[],
  place: { readonly left: number; readonly right: number },
): StoryAxis {
  const gaps = times.slice(1).map((at, index) => Math.max(0, at - times[index]!));
  const widths = gaps.map((gap) =>
    gap >= PAUSE_MS
      ? PAUSE_PIXELS_MIN + 8 * Math.log2(gap / PAUSE_MS)
      : STEP_PIXELS * (0.35 + 0.65 * Math.min(1, gap / 60_000)),
  );
  const total = widths.reduce((sum, width) => sum + width, 0);
  const scale = total === 0 ? 0 : Math.min(3, (place.right - place.left) / total);
  const xs = [place.left];
  for (const width of widths) xs.push(xs.at(-1)! + width * scale);
  return {
    xs,
    pauses: gaps.flatMap((gap, index) =>
      gap >= PAUSE_MS ? [{ from: xs[index]!, to: xs[index + 1]!, words: `${toDuration(gap)} later` }] : [],
    ),
    starts: xs.flatMap((x, index) =>
      index === 0 || gaps[index - 1]! >= PAUSE_MS ? [{ x, at: times[index]! }] : [],
    ),
  };
}
