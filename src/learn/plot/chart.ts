/** What every chart says in words: the heading, a line below it, and a description for people who do not see it. */
export interface ChartWords {
  readonly title: string;
  readonly subtitle: string;
  readonly description: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve in the unit square, with what a chance result would be: the diagonal or a level line. */
export interface CurveChart extends ChartWords {
  readonly kind: "roc" | "precision-recall";
  readonly points: readonly Point[];
  readonly chance: readonly [Point, Point];
}

/** Said against happened, one dot a bin. */
export interface CalibrationChart extends ChartWords {
  readonly kind: "calibration";
  readonly bins: readonly { readonly said: number; readonly happened: number; readonly rows: number }[];
}

export interface BeeswarmDot {
  /** Ordinal of the feature, the most important first. */
  readonly feature: number;
  readonly contribution: number;
  /** Place of the feature's value among all its values, 0 to 1; null: missing, or without an order. */
  readonly rank: number | null;
  /** How far the dot is moved off the feature's line, -0.4 to 0.4. */
  readonly offset: number;
}

export interface BeeswarmChart extends ChartWords {
  readonly kind: "beeswarm";
  readonly features: readonly string[];
  readonly dots: readonly BeeswarmDot[];
  readonly unit: string;
}

/** From the base to the output, one bar a feature. */
export interface WaterfallChart extends ChartWords {
  readonly kind: "waterfall";
  readonly bars: readonly { readonly label: string; readonly from: number; readonly to: number }[];
  readonly base: number;
  readonly output: number;
  readonly unit: string;
}

export interface LimeChart extends ChartWords {
  readonly kind: "lime";
  readonly bars: readonly {
    readonly label: string;
    readonly weight: number;
    readonly low: number;
    readonly high: number;
    readonly stable: boolean;
  }[];
}

export interface DriftChart extends ChartWords {
  readonly kind: "drift";
  readonly bars: readonly {
    readonly label: string;
    readonly psi: number;
    readonly level: "none" | "moderate" | "severe";
    /** What chance alone stays below; not drawn where it is beyond the picture. */
    readonly critical: number;
  }[];
}

export interface ConfusionChart extends ChartWords {
  readonly kind: "confusion";
  readonly classes: readonly string[];
  readonly cells: readonly {
    readonly truth: number;
    readonly predicted: number;
    readonly count: number;
    /** Of the rows of the true class. */
    readonly share: number;
  }[];
}

/** A chart as data: plain JSON, drawn by `drawChart` here or by a screen in its own way. */
export type Chart =
  | CurveChart
  | CalibrationChart
  | BeeswarmChart
  | WaterfallChart
  | LimeChart
  | DriftChart
  | ConfusionChart;

/** Bars, features and classes that a chart shows; the rest is summed up or counted in words. */
export const LINES_MAX = 20;
/** Characters of a name in a chart. */
export const NAME_MAX = 36;

/**
 * The name as a chart can hold it: at most NAME_MAX letters, the end cut off visibly, without the characters that XML
 * cannot write (most control characters, halves of pairs).
 */
export function shortName(name: string): string {
  // A letter takes two units at most, so a huge name is never walked through.
  const letters = Array.from(toXmlText(name.slice(0, 2 * NAME_MAX + 2)));
  return letters.length <= NAME_MAX ? letters.join("") : `${letters.slice(0, NAME_MAX - 1).join("")}…`;
}

/** XML has no way to write most control characters, and a lone surrogate ends the document. */
export const toXmlText = (text: string): string =>
  text.toWellFormed().replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, "\ufffd");

/** Three significant digits. */
export const formatShort = (value: number): string => String(Number(value.toPrecision(3)));

export const formatSigned = (value: number): string =>
  `${value < 0 ? "−" : "+"}${formatShort(Math.abs(value))}`;
