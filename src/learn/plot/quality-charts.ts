import { toError } from "../../domain/index.ts";
import type { FeatureDrift } from "../drift/feature-drift.ts";
import type { CalibrationBin } from "../evaluate/probability.ts";
import type { PrecisionRecallCurve, RocCurve } from "../evaluate/ranking.ts";
import { LEARN_PROBLEMS } from "../problems.ts";
import {
  type CalibrationChart,
  type ConfusionChart,
  type CurveChart,
  type DriftChart,
  formatShort,
  LINES_MAX,
  type Point,
  shortName,
} from "./chart.ts";

/** Points of a curve that a picture can show. */
export const CURVE_POINTS_MAX = 500;

export function chartRoc(curve: RocCurve): CurveChart {
  const area =
    curve.area === null ? "no area: one of the two kinds is absent" : `area ${curve.area.toFixed(3)}`;
  return {
    kind: "roc",
    title: "ROC curve",
    subtitle: `${area}; the dashed line is chance`,
    description: `Share of strange rows found against share of usual rows called strange, over all thresholds; ${area}.`,
    points: thin(curve.points.map((p) => ({ x: p.falsePositiveRate, y: p.truePositiveRate }))),
    chance: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  };
}

/** `strangeShare`: share of strange rows, the precision that calling every row strange would have. */
export function chartPrecisionRecall(curve: PrecisionRecallCurve, strangeShare: number): CurveChart {
  const { averagePrecision } = curve;
  const mean =
    averagePrecision === null ? "nothing is strange" : `average precision ${averagePrecision.toFixed(3)}`;
  return {
    kind: "precision-recall",
    title: "Precision and recall",
    subtitle: `${mean}; the dashed line calls every row strange`,
    description: `Precision against recall over all thresholds; ${mean}; ${formatShort(100 * strangeShare)} % of rows are strange.`,
    points: thin(curve.points.map((p) => ({ x: p.recall, y: p.precision }))),
    chance: [
      { x: 0, y: strangeShare },
      { x: 1, y: strangeShare },
    ],
  };
}

/** Evenly spaced points of a long curve, first and last kept. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= CURVE_POINTS_MAX) return points;
  const step = (points.length - 1) / (CURVE_POINTS_MAX - 1);
  return Array.from({ length: CURVE_POINTS_MAX }, (_, k) => points[Math.round(k * step)]!);
}

export function chartCalibration(bins: readonly CalibrationBin[]): CalibrationChart {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const words = bins.map((bin) => `${formatShort(bin.said)} said, ${formatShort(bin.happened)} happened`);
  return {
    kind: "calibration",
    title: "Calibration",
    subtitle: `${rows} rows; on the dashed line, what was said is what happened`,
    description: `Mean probability said against share that came true: ${words.join("; ")}.`,
    bins: bins.map(({ said, happened, rows: count }) => ({ said, happened, rows: count })),
  };
}

export function chartDrift(features: readonly FeatureDrift[]): DriftChart {
  const sorted = [...features].sort((a, b) => b.psi - a.psi);
  const shown = sorted.slice(0, LINES_MAX);
  const drifted = features.filter(({ level }) => level !== "none");
  const left = sorted.length - shown.length;
  return {
    kind: "drift",
    title: "Drift by feature",
    subtitle:
      `population stability index; dashed lines at 0.1 and 0.25, ticks where chance ends` +
      (left > 0 ? `; ${left} smaller ones left out` : ""),
    description:
      `${drifted.length} of ${features.length} features drifted. ` +
      shown.map(({ name, psi, level }) => `${shortName(name)} ${psi.toFixed(3)} (${level})`).join("; "),
    bars: shown.map(({ name, psi, level, psiCritical }) => ({
      label: shortName(name),
      psi,
      level,
      critical: Number.isFinite(psiCritical) ? psiCritical : Number.MAX_VALUE,
    })),
  };
}

/** `counts[i][j]`: rows of true class i that were called j. Throws LEARN_LENGTH beyond LINES_MAX classes. */
export function chartConfusion(
  counts: readonly (readonly number[])[],
  classes: readonly string[],
): ConfusionChart {
  if (classes.length > LINES_MAX || counts.length !== classes.length) {
    const expected = Math.min(LINES_MAX, classes.length);
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", {
      what: "The confusion matrix",
      found: counts.length,
      expected,
    });
  }
  const cells = counts.flatMap((line, truth) => {
    const rows = line.reduce((sum, count) => sum + count, 0);
    return line.map((count, predicted) => ({
      truth,
      predicted,
      count,
      share: rows === 0 ? 0 : count / rows,
    }));
  });
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  const right = cells.reduce((sum, cell) => sum + (cell.truth === cell.predicted ? cell.count : 0), 0);
  const accuracy = all === 0 ? "no rows" : `${right} of ${all} right`;
  return {
    kind: "confusion",
    title: "Confusion matrix",
    subtitle: `${accuracy}; shares are of the true class`,
    description: `True classes by predicted ones, ${accuracy}. ${cells
      .map((c) => `${shortName(classes[c.truth]!)} called ${shortName(classes[c.predicted]!)}: ${c.count}`)
      .join("; ")}`,
    classes: classes.map(shortName),
    cells,
  };
}
