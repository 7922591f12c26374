/** What a list of days says; days without activity are not in it. */
export interface DaysSummary {
  readonly days: number;
  readonly median: number;
  /** What 95% of the days do not exceed. */
  readonly usual: number;
  readonly most: number;
}

/** The share of days that do not exceed what is called usual. */
export const USUAL_SHARE = 0.95;

/** Null: there is no day to speak of. */
export function summariseDays(values: readonly number[]): DaysSummary | null {
  if (values.length === 0) return null;
  const ordered = values.toSorted((a, b) => a - b);
  return {
    days: ordered.length,
    median: toQuantile(ordered, 0.5),
    usual: toQuantile(ordered, USUAL_SHARE),
    most: ordered.at(-1)!,
  };
}

/** Of values in ascending order, interpolated between neighbours. */
function toQuantile(ordered: readonly number[], share: number): number {
  const place = (ordered.length - 1) * share;
  const below = Math.floor(place);
  const part = place - below;
  return ordered[below]! * (1 - part) + ordered[Math.min(below + 1, ordered.length - 1)]! * part;
}
