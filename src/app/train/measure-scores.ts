import {
  averagePrecision,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  formatClassificationReport,
  precisionAt,
  rocArea,
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
}

export interface ScoredRows {
  readonly rowsAre: string;
  /** 1 for strange rows. */
  readonly truth: Uint8Array;
  readonly scores: Float64Array;
  readonly threshold: number;
}

const K_MAX = 100;

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
  };
}
