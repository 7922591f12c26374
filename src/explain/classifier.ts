import { toError } from "../domain/index.ts";
import type { Feature, Forest, Matrix } from "../learn/index.ts";
import { scaled } from "./isolation.ts";
import { EXPLAIN_PROBLEMS } from "./problems.ts";
import { type Contributions, contributionsOf } from "./tree-shap/tree-shap.ts";

/** What is needed of a fitted random forest: with two classes its leaves hold the share of the second. */
export interface ClassifierModel {
  readonly forest: Forest;
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
  /** The class whose probability is the score. */
  readonly positive: number;
}

/** What each feature adds to the probability of a class; the positive one unless said. */
export function explainClass(
  model: ClassifierModel,
  table: Matrix,
  options: { readonly classAt?: number } = {},
): Contributions {
  const classAt = options.classAt ?? model.positive;
  if (!(Number.isInteger(classAt) && classAt >= 0 && classAt < model.classes.length)) {
    throw toError(EXPLAIN_PROBLEMS, "EXPLAIN_OUTPUT", { output: classAt, outputs: model.classes.length });
  }
  if (model.classes.length > 2) return contributionsOf(model, table, { output: classAt });
  const second = contributionsOf(model, table);
  if (classAt === 1) return second;
  const first = scaled(second, -1);
  return { ...first, base: 1 + first.base, outputs: first.outputs.map((output) => 1 + output) };
}
