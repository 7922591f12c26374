import type { EpochMs } from "../../domain/index.ts";

export interface ScatterPoint {
  readonly at: EpochMs;
  readonly value: number;
  /** Shown when a reader points at it; may hold text from logs. */
  readonly label: string;
}

/** One value over time, a point for each thing that happened. Times are shown in UTC. */
export interface ScatterChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly points: readonly ScatterPoint[];
}

/** Points that a picture holds; of more, the highest stay and the picture says so. */
export const POINTS_MAX = 5000;

/** The points to draw, in the order of time, and how many were left out. */
export function selectPoints(points: readonly ScatterPoint[]): {
  readonly drawn: readonly ScatterPoint[];
  readonly leftOut: number;
} {
  const highest =
    points.length <= POINTS_MAX ? points : points.toSorted((a, b) => b.value - a.value).slice(0, POINTS_MAX);
  return { drawn: highest.toSorted((a, b) => a.at - b.at), leftOut: points.length - highest.length };
}

const DAYS_MATTER_FROM_MS = 3 * 86_400_000;

/** A time on the axis of a chart that spans `rangeMs`: the day where days matter, the clock where hours do. UTC. */
export function formatTick(at: number, rangeMs: number): string {
  const text = new Date(at).toISOString();
  return rangeMs > DAYS_MATTER_FROM_MS ? text.slice(0, 10) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}
