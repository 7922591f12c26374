import type { ProblemCatalogue } from "../domain/index.ts";

/** Every message of the explaining package. Codes are never reused. */
export const EXPLAIN_PROBLEMS = {
  EXPLAIN_OBLIQUE: {
    status: 422,
    text: "This forest splits on several columns at once, so no exact contribution per feature exists.",
    remedy: "Fit the forest with ndim 1, or explain it with LIME.",
  },
  EXPLAIN_TREE_LARGE: {
    status: 422,
    text: "Tree {tree} has {found} {what}, but exact explanations take at most {limit}.",
    remedy: "Fit the forest with a smaller depth, a larger least leaf size, or fewer columns.",
  },
  EXPLAIN_OUTPUT: {
    status: 422,
    text: "The forest has no output {output}: it has {outputs}.",
    remedy: "Ask for an output from 0 to one less than their number.",
  },
  EXPLAIN_NOT_ADDITIVE: {
    status: 500,
    text: "The contributions of row {row} miss the model's output by {error}, more than the {tolerance} allowed.",
    remedy: "Do not trust this explanation; report it together with the model file.",
  },
  EXPLAIN_ONE_ROW: {
    status: 422,
    text: "The table to explain has {rows} rows, but one row is explained at a time.",
    remedy: "Give a table with exactly one row.",
  },
  EXPLAIN_PARAMETER: {
    status: 422,
    text: "Parameter {parameter} is {value}, but must be {legal}.",
    remedy: "Give a legal value or leave the parameter out to use its default.",
  },
  EXPLAIN_PREDICTION: {
    status: 500,
    text: "The function to explain gave {found} outputs for {expected} rows, or an output that is no finite number.",
    remedy: "Make it return one finite number for each row of the table that it is given.",
  },
  EXPLAIN_GROUP: {
    status: 422,
    text: "Feature {feature} stands in two fields, {first} and {second}.",
    remedy: "Let every derived column belong to one field.",
  },
} as const satisfies ProblemCatalogue;
