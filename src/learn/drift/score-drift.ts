import { toError } from "../../domain/index.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import { type ColumnDistance, measureNumbers } from "./column-drift.ts";
import { chiSquare } from "./distances.ts";
import { type DriftLevel, levelOf } from "./feature-drift.ts";
import { type Interval, wilsonInterval } from "./multiple-tests.ts";
import type { NumericReference } from "./reference.ts";

/** How the scores themselves moved, which is what changes the number of alerts. */
export interface ScoreDrift {
  readonly distance: ColumnDistance;
  readonly level: DriftLevel;
  /** Share of scores at or above the threshold. */
  readonly above: { readonly reference: number; readonly current: number; readonly interval: Interval };
  /** Probability of so different a share when nothing changed. */
  readonly p: number;
  readonly verdict: string;
}

export interface ScoreWindow {
  readonly scores: Float64Array;
  readonly threshold: number;
  /** Share of reference scores at or above the threshold. */
  readonly aboveReference: number;
}

/** Compares a window's scores with the reference's (one numeric column of `createDriftReference`). */
export function compareScores(reference: NumericReference, window: ScoreWindow): ScoreDrift {
  const { scores, threshold, aboveReference } = window;
  if (scores.length === 0 || reference.rows === 0) {
    const details = { what: "The score window", found: scores.length, expected: 1 };
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", details);
  }
  const distance = measureNumbers(reference, scores);
  const above = scores.reduce((sum, score) => sum + Number(score >= threshold), 0);
  const before = Math.round(aboveReference * reference.rows);
  const { p } = chiSquare([before, reference.rows - before], [above, scores.length - above]);
  const level = levelOf(distance, distance.p);
  const current = above / scores.length;
  const interval = wilsonInterval(above, scores.length);
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const verdict =
    `${percent(current)} of scores reach the threshold (95 % interval ${percent(interval.low)} to ` +
    `${percent(interval.high)}), ${percent(aboveReference)} in the reference` +
    (p < 0.01 ? ": the number of alerts has changed." : ": no more than chance.") +
    (level === "none"
      ? ""
      : ` The scores' distribution has drifted (PSI ${distance.psi.toFixed(2)}, ${level}).`);
  return { distance, level, above: { reference: aboveReference, current, interval }, p, verdict };
}

/** How the last alerts that people judged turned out. */
export interface PrecisionDrift {
  readonly judged: number;
  readonly precision: number | null;
  readonly interval: Interval;
  /** True when the interval lies below the expected precision altogether. */
  readonly worse: boolean;
  readonly verdict: string;
}

/** Precision of the last `last` judged alerts (true: a real one; oldest first) against what was promised. */
export function comparePrecision(
  verdicts: readonly boolean[],
  { expected, last = 100 }: { readonly expected: number; readonly last?: number },
): PrecisionDrift {
  const recent = verdicts.slice(-last);
  const right = recent.filter(Boolean).length;
  const interval = wilsonInterval(right, recent.length);
  const worse = recent.length > 0 && interval.high < expected;
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const range = `${percent(interval.low)} to ${percent(interval.high)}`;
  const verdict =
    recent.length === 0
      ? "No alert has been judged yet."
      : `${right} of the last ${recent.length} judged alerts were real (95 % interval ${range}); ` +
        `${percent(expected)} were expected${worse ? ", so the model has become worse." : "."}`;
  return {
    judged: recent.length,
    precision: recent.length === 0 ? null : right / recent.length,
    interval,
    worse,
    verdict,
  };
}
