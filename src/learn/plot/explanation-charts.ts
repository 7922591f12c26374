import {
  type BeeswarmChart,
  type BeeswarmDot,
  formatShort,
  formatSigned,
  LINES_MAX,
  type LimeChart,
  shortName,
  type WaterfallChart,
} from "./chart.ts";

/** Rows whose dots a beeswarm shows; more are thinned evenly. */
export const BEESWARM_ROWS_MAX = 500;

/** Contributions of many rows, row by row, as the explainers give them. */
export interface ContributionTable {
  readonly features: readonly string[];
  readonly rows: number;
  readonly values: Float64Array;
}

/**
 * One dot per row and feature: what the feature contributed. `cells`, in the layout of the contributions, colours the
 * dots by the feature's own value; NaN and null leave them grey.
 */
export function chartBeeswarm(
  { features, rows, values }: ContributionTable,
  { cells = null, unit }: { readonly cells?: Float64Array | null; readonly unit: string },
): BeeswarmChart {
  const width = features.length;
  const importance = features.map((_, c) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += Math.abs(values[row * width + c]!);
    return sum;
  });
  const order = [...features.keys()].sort((a, b) => importance[b]! - importance[a]!).slice(0, LINES_MAX);
  const step = Math.max(1, rows / BEESWARM_ROWS_MAX);
  const chosen = Array.from({ length: Math.min(rows, BEESWARM_ROWS_MAX) }, (_, k) => Math.floor(k * step));
  const column = (from: Float64Array, c: number): number[] => chosen.map((row) => from[row * width + c]!);
  const spread = spreadOf(order.flatMap((c) => column(values, c)));
  const dots = order.flatMap((c, feature): BeeswarmDot[] => {
    const contributions = column(values, c);
    const offsets = offsetsOf(contributions, spread);
    const ranks = cells === null ? null : ranksOf(column(cells, c));
    return contributions.map((contribution, i) => ({
      feature,
      contribution,
      rank: ranks === null ? null : ranks[i]!,
      offset: offsets[i]!,
    }));
  });
  const named = order.map((c) => shortName(features[c]!));
  const left = width - order.length;
  return {
    kind: "beeswarm",
    title: "What features contribute",
    subtitle: `${chosen.length} rows${left > 0 ? `, ${left} smaller features left out` : ""}; blue: low value, red: high, grey: none`,
    description: `Contributions in ${unit} of each feature to each row, the most important feature first: ${named.join(", ")}.`,
    features: named,
    dots,
    unit,
  };
}

/** Columns that the width of the picture is cut into when dots are stacked. */
const STACKS = 120;
const OFFSET_MAX = 0.4;
const OFFSET_STEP = 0.06;

function spreadOf(values: readonly number[]): { readonly low: number; readonly high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** Dots of one place stand above and below each other in turns; a crowd stands closer. */
function offsetsOf(values: readonly number[], { low, high }: { low: number; high: number }): number[] {
  const stackOf = (value: number): number =>
    high > low ? Math.floor(((value - low) / (high - low)) * STACKS) : 0;
  const heights = new Map<number, number>();
  const places = values.map((value) => {
    const stack = stackOf(value);
    const place = heights.get(stack) ?? 0;
    heights.set(stack, place + 1);
    return place;
  });
  const tallest = Math.max(1, ...heights.values());
  const step = Math.min(OFFSET_STEP, (2 * OFFSET_MAX) / tallest);
  return places.map((place) => Math.ceil(place / 2) * step * (place % 2 === 0 ? 1 : -1));
}

/** Midranks from 0 to 1; null for NaN. */
function ranksOf(values: readonly number[]): (number | null)[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sorted.forEach((value, at) => {
    if (!first.has(value)) first.set(value, at);
    last.set(value, at);
  });
  const most = Math.max(1, sorted.length - 1);
  return values.map((value) =>
    Number.isNaN(value) ? null : ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2 / most,
  );
}

export interface WaterfallRow {
  /** `size = 12` or just the feature's name. */
  readonly labels: readonly string[];
  readonly values: ArrayLike<number>;
  readonly base: number;
  readonly output: number;
  readonly unit: string;
}

/** One row's contributions from the base to the output, the largest first, small ones summed up at the end. */
export function chartWaterfall({ labels, values, base, output, unit }: WaterfallRow): WaterfallChart {
  const order = [...labels.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!));
  const shown = order.length <= LINES_MAX ? order : order.slice(0, LINES_MAX - 1);
  const rest = order.slice(shown.length);
  const steps = shown.map((c) => ({ label: shortName(labels[c]!), value: values[c]! }));
  if (rest.length > 0) {
    const value = rest.reduce((sum, c) => sum + values[c]!, 0);
    steps.push({ label: `${rest.length} others`, value });
  }
  let at = base;
  const bars = steps.map(({ label, value }) => {
    const from = at;
    at += value;
    return { label, from, to: at };
  });
  return {
    kind: "waterfall",
    title: "From the usual to this row",
    subtitle: `base ${formatShort(base)}, this row ${formatShort(output)} (${unit}); red raises, blue lowers`,
    description: `Contributions in ${unit} from ${formatShort(base)} to ${formatShort(output)}: ${steps
      .map(({ label, value }) => `${label} ${formatSigned(value)}`)
      .join("; ")}.`,
    bars,
    base,
    output,
    unit,
  };
}

export interface LocalWeights {
  readonly weights: readonly {
    readonly condition: string;
    readonly weight: number;
    readonly standardError: number;
    readonly stable: boolean;
  }[];
  readonly r2: number;
  readonly trustworthy: boolean;
}

/** LIME's weights with 95 % intervals. A picture that fits too badly has no bars, and says so. */
export function chartLime({ weights, r2, trustworthy }: LocalWeights): LimeChart {
  const title = "Local weights (LIME)";
  if (!trustworthy) {
    const subtitle = `not shown: a linear picture explains only ${Math.round(100 * Math.max(0, r2))} % here`;
    return { kind: "lime", title, subtitle, description: `${title}, ${subtitle}.`, bars: [] };
  }
  const shown = weights.slice(0, LINES_MAX);
  return {
    kind: "lime",
    title,
    subtitle: `R² ${r2.toFixed(2)}; red raises, blue lowers, pale: not told from noise`,
    description: `Change of the prediction when each condition holds, R² ${r2.toFixed(2)}: ${shown
      .map((w) => `${shortName(w.condition)} ${formatSigned(w.weight)}${w.stable ? "" : " (unstable)"}`)
      .join("; ")}.`,
    // Five batches: Student's t with four degrees.
    bars: shown.map(({ condition, weight, standardError, stable }) => ({
      label: shortName(condition),
      weight,
      low: weight - 2.776 * standardError,
      high: weight + 2.776 * standardError,
      stable,
    })),
  };
}
