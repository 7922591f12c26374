/** A range of time as people write it: `now-24h` to `now`, `now-7d/d`, or instants. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

/** Half-open, in milliseconds since 1970; null: without bound. */
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/** Everything that is stored. */
export const ALL_TIME: RangeText = { from: "all", to: "now" };
export const RANGE_DEFAULT: RangeText = { from: "now-30d", to: "now" };

export const QUICK_RANGES: readonly { readonly text: RangeText; readonly label: string }[] = [
  { text: { from: "now-1h", to: "now" }, label: "Last hour" },
  { text: { from: "now-24h", to: "now" }, label: "Last 24 hours" },
  { text: { from: "now-7d", to: "now" }, label: "Last 7 days" },
  { text: { from: "now-30d", to: "now" }, label: "Last 30 days" },
  { text: { from: "now-90d", to: "now" }, label: "Last 90 days" },
  { text: { from: "now/d", to: "now" }, label: "Today" },
  { text: { from: "now-1d/d", to: "now/d" }, label: "Yesterday" },
  { text: { from: "now/w", to: "now" }, label: "This week" },
  { text: ALL_TIME, label: "All time" },
];

const UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const RELATIVE = /^now(?:-(\d{1,5})([mhdw]))?(?:\/([hdw]))?$/;
/** 1970-01-01 was a Thursday: weeks begin on Mondays. */
const MONDAY_MS = 4 * 86_400_000;

/** An instant in milliseconds; null where the text is none. `now` is what `now` stands for. */
export function readInstant(text: string, now: number): number | null {
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const [, count, unit, floor] = relative;
    const at = now - Number(count ?? 0) * (UNITS_MS[unit ?? ""] ?? 0);
    return floor === undefined ? at : floorTo(at, floor);
  }
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return Number.isNaN(at) ? null : at;
}

function floorTo(at: number, unit: string): number {
  const size = UNITS_MS[unit]!;
  const shift = unit === "w" ? MONDAY_MS : 0;
  return Math.floor((at - shift) / size) * size + shift;
}

/** The range that the texts mean; a text that cannot be read leaves its end open. */
export function readRange({ from, to }: RangeText, now: number): Range {
  const start = from === ALL_TIME.from ? null : readInstant(from, now);
  // `now` as the end: what happens while somebody looks belongs to it.
  const end = to === "now" ? null : readInstant(to, now);
  return { from: start, to: end };
}

/** The same length again, before or after. */
export function shiftRange(
  range: Range,
  { by, now }: { readonly by: -1 | 1; readonly now: number },
): RangeText {
  const to = range.to ?? now;
  const from = range.from ?? to - UNITS_MS["d"]!;
  const length = to - from;
  return toRangeText(from + by * length, to + by * length);
}

/** Twice the length, around the same middle. */
export function widenRange(range: Range, now: number): RangeText {
  const to = range.to ?? now;
  const from = range.from ?? to - UNITS_MS["d"]!;
  const half = (to - from) / 2;
  return toRangeText(from - half, to + half);
}

export const toRangeText = (from: number, to: number): RangeText => ({
  from: new Date(Math.round(from)).toISOString(),
  to: new Date(Math.round(to)).toISOString(),
});
