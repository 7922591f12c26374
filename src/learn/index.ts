/** Takes tables of numbers and categories; gives fitted models, scores, their quality and what changed. Knows no logs. */
export * from "./estimator.ts";
export * from "./forest/forest.ts";
export * from "./matrix.ts";
export { hashMatrix, stringifyModel } from "./model-json.ts";
export { LEARN_PROBLEMS } from "./problems.ts";
export { quantileOfSorted, type ThresholdChoice, thresholdAt } from "./threshold.ts";
