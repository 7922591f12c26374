import { toError } from "../domain/index.ts";
import type { Labels } from "./estimator.ts";
import { LEARN_PROBLEMS } from "./problems.ts";

/** Most classes that a classifier tells apart. */
export const CLASSES_MAX = 1_000;

/** Labels from one class name a row. Classes come in the given order, or in alphabetical order where none is given. */
export function toLabels(names: readonly string[], classes?: readonly string[]): Labels {
  const list = classes ?? [...new Set(names)].sort();
  const codeOf = new Map(list.map((name, code) => [name, code]));
  const codes = Int32Array.from(names, (name) => codeOf.get(name) ?? -1);
  checkLabels({ codes, classes: list }, names.length);
  return { codes, classes: list };
}

/** Throws unless there is one label a row and each names a class of the list. */
export function checkLabels({ codes, classes }: Labels, rows: number): void {
  if (codes.length !== rows) {
    throw toError(LEARN_PROBLEMS, "LEARN_LENGTH", {
      what: "The labels",
      found: codes.length,
      expected: rows,
    });
  }
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0 && code < classes.length) continue;
    throw toError(LEARN_PROBLEMS, "LEARN_LABELS", { row, code, classes: classes.length });
  }
}

/** Throws unless at least two classes occur, and there are not more than can be told apart. */
export function checkClasses({ codes, classes }: Labels, kind: string): void {
  const present = new Set(codes).size;
  if (classes.length >= 2 && classes.length <= CLASSES_MAX && present >= 2) return;
  throw toError(LEARN_PROBLEMS, "LEARN_CLASSES", { classes: classes.length, present, kind });
}
