/** Takes fitted models (or any function that scores tables); gives why they say what they say. Knows no logs. */
export { type Agreement, compareExplanations } from "./agreement.ts";
export { type ClassifierModel, explainClass } from "./classifier.ts";
export { createValueReferences, type ValueReference } from "./counterfactual/candidates.ts";
export {
  type CellChange,
  CHANGES_MAX,
  type Counterfactual,
  type CounterfactualOptions,
  findCounterfactual,
} from "./counterfactual/counterfactual.ts";
export { groupByField, meanContributions } from "./fields.ts";
export { explainIsolation, type IsolationExplanation, type IsolationModel } from "./isolation.ts";
export {
  createLocalExplainer,
  explainLocally,
  LIME_COLUMNS_MAX,
  LIME_R2_MIN,
  LIME_SAMPLES_MAX,
  type LimeExplanation,
  type LimeOptions,
  type LimeWeight,
  type LocalExplainer,
  type Predict,
} from "./lime/lime.ts";
export { createLimeReference, type LimeBins, type LimeReference } from "./lime/reference.ts";
export {
  type PermutationImportance,
  type PermutationOptions,
  permutationImportances,
} from "./permutation.ts";
export { EXPLAIN_PROBLEMS } from "./problems.ts";
export { ADDITIVITY_TOLERANCE, checkAdditivity } from "./tree-shap/additivity.ts";
export { type Interactions, interactionsOf } from "./tree-shap/interactions.ts";
export {
  type ContributionOptions,
  type Contributions,
  contributionsOf,
  type ForestModel,
} from "./tree-shap/tree-shap.ts";
export { TREE_DEPTH_MAX, TREE_NODES_MAX } from "./tree-shap/walk.ts";
