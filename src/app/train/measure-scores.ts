import {
  averagePrecision,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  precisionAt,
  precisionRecallCurve,
  rocArea,
  rocCurve,
  toVerdicts,
} from "../../learn/index.ts";

/** How well scores find the rows that are known to be strange. */
export interface ScoreQuality {
  /** What the rows are, for people: "held-out rows after 2026-02-01". */
  readonly rowsAre: string;
  readonly rows: number;
  readonly strange: number;
  /** Rows at or above the threshold. */
  readonly called: number;
  /** Area under the precision-recall curve (average precision); the share of strange rows is what chance reaches. */
  readonly averagePrecision: number | null;
  readonly rocArea: number | null;
  /** Precision of as many of the highest scores as rows are strange, at most 100. */
  readonly precisionAtK: { readonly k: number; readonly precision: number };
  readonly report: ClassificationReport;
  /** The report as it is printed everywhere. */
  readonly reportText: string;
  /** Rows of true class i that were called j, at [i][j]; 0 usual, 1 strange. */
  readonly confusion: readonly (readonly number[])[];
  readonly curves: ScoreCurves;
}

/** Points of curves over all thresholds, as they are drawn; evenly thinned. */
export interface ScoreCurves {
  /** Share of usual rows called strange, and of strange rows found. */
  readonly roc: readonly CurvePoint[];
  /** Recall, and precision. */
  readonly precisionRecall: readonly CurvePoint[];
}

export type CurvePoint = readonly [x: number, y: number];

export interface ScoredRows {
  readonly rowsAre: string;
  /** 1 for strange rows. */
  readonly truth: Uint8Array;
  readonly scores: Float64Array;
  readonly threshold: number;
}

const K_MAX = 100;
const CURVE_POINTS_MAX = 120;
const CURVE_DIGITS = 4;

export function measureScores({ rowsAre, truth, scores, threshold }: ScoredRows): ScoreQuality {
  const predicted = toVerdicts(scores, threshold);
  const answers = { truth, predicted, classes: ["0", "1"] };
  const strange = truth.reduce((sum, one) => sum + one, 0);
  const k = Math.min(K_MAX, Math.max(1, strange));
  const report = classificationReport(answers);
  return {
    rowsAre,
    rows: truth.length,
    strange,
    called: predicted.reduce((sum, one) => sum + one, 0),
    averagePrecision: averagePrecision(truth, scores),
    rocArea: rocArea(truth, scores),
    precisionAtK: { k, precision: precisionAt(truth, scores, k).precision },
    report,
    reportText: formatClassificationReport(report),
    confusion: confusionMatrix(answers),
    curves: {
      roc: thin(rocCurve(truth, scores).points, (point) => [point.falsePositiveRate, point.truePositiveRate]),
      precisionRecall: thin(precisionRecallCurve(truth, scores).points, (point) => [
        point.recall,
        point.precision,
      ]),
    },
  };
}

/** First and last stay. */
function thin<T>(points: readonly T[], toPoint: (point: T) => CurvePoint): readonly CurvePoint[] {
  const step = Math.max(1, (points.length - 1) / (CURVE_POINTS_MAX - 1));
  const count = Math.min(points.length, CURVE_POINTS_MAX);
  return Array.from({ length: count }, (_, at) => {
    const [x, y] = toPoint(points[Math.round(at * step)]!);
    return [Number(x.toFixed(CURVE_DIGITS)), Number(y.toFixed(CURVE_DIGITS))];
  });
}
