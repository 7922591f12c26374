import { toError } from "../../domain/index.ts";
import { LEARN_PROBLEMS } from "../problems.ts";

/** Codes of the true and the predicted class of each row; both index `classes`. */
export interface Answers {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly classes: readonly string[];
}

export interface ClassReport {
  readonly name: string;
  /** Right answers among those that name the class; 0 when none does. */
  readonly precision: number;
  /** Found rows among those of the class; 0 when it has none. */
  readonly recall: number;
  readonly f1: number;
  /** Rows of the class. */
  readonly support: number;
}

export interface ClassificationReport {
  readonly classes: readonly ClassReport[];
  readonly accuracy: number;
  readonly rows: number;
  /** Plain mean over the classes. */
  readonly macro: ClassReport;
  /** Mean weighted by support. */
  readonly weighted: ClassReport;
}

/** Rows of true class i that were called j, at [i][j]. */
export function confusionMatrix({ truth, predicted, classes }: Answers): number[][] {
  if (truth.length !== predicted.length) {
    const details = { what: "The predictions", found: predicted.length, expected: truth.length };
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", details);
  }
  const counts = classes.map(() => new Array<number>(classes.length).fill(0));
  for (let row = 0; row < truth.length; row++) {
    const line = counts[truth[row]!];
    const column = predicted[row]!;
    if (line?.[column] === undefined) {
      const code = line === undefined ? truth[row]! : column;
      throw toError(LEARN_PROBLEMS, "LEARN_LABELS", { row, code, classes: classes.length });
    }
    line[column]!++;
  }
  return counts;
}

/** Precision, recall, F1 and support of each class, with accuracy and both averages. Undefined ratios are 0. */
export function classificationReport(answers: Answers): ClassificationReport {
  const counts = confusionMatrix(answers);
  const classes = answers.classes.map((name, at) => reportClass(name, at, counts));
  const rows = answers.truth.length;
  const right = counts.reduce((sum, line, at) => sum + line[at]!, 0);
  const support = classes.map((one) => one.support);
  return {
    classes,
    accuracy: ratio(right, rows),
    rows,
    macro: average(
      "macro avg",
      classes,
      classes.map(() => 1),
    ),
    weighted: average("weighted avg", classes, support),
  };
}

/** The report as scikit-learn prints it, to the character. */
export function formatClassificationReport(report: ClassificationReport, digits = 2): string {
  const width = Math.max("weighted avg".length, digits, ...report.classes.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const ofClass = (one: ClassReport): string =>
    line(one.name, [
      ...[one.precision, one.recall, one.f1].map((value) => toFixedHalfEven(value, digits)),
      String(one.support),
    ]);
  const accuracy = ["", "", toFixedHalfEven(report.accuracy, digits), String(report.rows)];
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...report.classes.map(ofClass),
    "\n",
    line("accuracy", accuracy),
    ofClass(report.macro),
    ofClass(report.weighted),
  ].join("");
}

/** Matthews correlation (for more than two classes Gorodkin's R_K), -1 to 1; 0 when either side names one class only. */
export function matthewsCorrelation(answers: Answers): number {
  const counts = confusionMatrix(answers);
  const rows = answers.truth.length;
  const actual = counts.map((line) => line.reduce((sum, count) => sum + count, 0));
  const called = counts.map((_, at) => counts.reduce((sum, line) => sum + line[at]!, 0));
  const right = counts.reduce((sum, line, at) => sum + line[at]!, 0);
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  const spread = Math.sqrt((rows * rows - dot(called, called)) * (rows * rows - dot(actual, actual)));
  return ratio(right * rows - dot(called, actual), spread);
}

/** 1 where the score reaches the threshold, else 0: codes for two classes, the strange one second. */
export const toVerdicts = (scores: Float64Array, threshold: number): Uint8Array =>
  Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));

function reportClass(name: string, at: number, counts: readonly (readonly number[])[]): ClassReport {
  const right = counts[at]![at]!;
  const support = counts[at]!.reduce((sum, count) => sum + count, 0);
  const called = counts.reduce((sum, line) => sum + line[at]!, 0);
  return {
    name,
    precision: ratio(right, called),
    recall: ratio(right, support),
    f1: ratio(2 * right, called + support),
    support,
  };
}

function average(name: string, classes: readonly ClassReport[], weights: readonly number[]): ClassReport {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (one: ClassReport) => number): number =>
    ratio(
      classes.reduce((sum, one, at) => sum + weights[at]! * of(one), 0),
      total,
    );
  return {
    name,
    precision: mean((one) => one.precision),
    recall: mean((one) => one.recall),
    f1: mean((one) => one.f1),
    support: classes.reduce((sum, one) => sum + one.support, 0),
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** As C and Python round: of two equally near numbers the even one, where `toFixed` takes the greater. */
function toFixedHalfEven(value: number, digits: number): string {
  const scaled = value * 10 ** digits;
  const isTie = Number.isInteger(value * 2 ** (digits + 1)) && scaled - Math.floor(scaled) === 0.5;
  if (!isTie) return value.toFixed(digits);
  const below = Math.floor(scaled);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}
