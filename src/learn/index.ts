/** Takes tables of numbers and categories; gives fitted models, scores, their quality and what changed. Knows no logs. */
export {
  type Calibration,
  calibrate,
  fitIsotonic,
  fitLogistic,
} from "./combine/calibration.ts";
export {
  type BitsOptions,
  combineBits,
  erf,
  findConsensus,
  fitGaussianScale,
  type GaussianScale,
  mergeScores,
  rankScores,
  scaleGaussian,
} from "./combine/combine.ts";
export {
  type EmpiricalTail,
  fitEmpiricalTail,
  tailBits,
  tailProbability,
} from "./combine/empirical-tail.ts";
export type { ColumnDistance } from "./drift/column-drift.ts";
export {
  chiSquare,
  jensenShannon,
  kolmogorovSmirnov,
  meanDiscrepancy,
  stabilityIndex,
  wasserstein,
} from "./drift/distances.ts";
export {
  compareWindows,
  type DriftNotLooked,
  type DriftOptions,
  type DriftReport,
  persistentLevel,
  WINDOW_ROWS_MIN,
} from "./drift/drift.ts";
export { DRIFT_LEVELS, type DriftLevel, type FeatureDrift } from "./drift/feature-drift.ts";
export {
  compareByClassifier,
  type JointDriftOptions,
  type JointDriftReport,
  type JointFeature,
  type JointWindows,
} from "./drift/joint-drift.ts";
export { falseDiscoveryRates, wilsonInterval } from "./drift/multiple-tests.ts";
export { createDriftReference, type DriftReference, type NumericReference } from "./drift/reference.ts";
export {
  comparePrecision,
  compareScores,
  type PrecisionDrift,
  type ScoreDrift,
} from "./drift/score-drift.ts";
export * from "./estimator.ts";
export { type AnyFitted, parseAnyModel, scoreModel } from "./estimators.ts";
export { type BootstrapOptions, bootstrapInterval, type Interval } from "./evaluate/bootstrap.ts";
export * from "./evaluate/classification.ts";
export * from "./evaluate/probability.ts";
export {
  type AtK,
  averagePrecision,
  type PrecisionRecallCurve,
  type PrecisionRecallPoint,
  precisionAt,
  precisionRecallCurve,
  type RocCurve,
  type RocPoint,
  rocArea,
  rocCurve,
  type Truth,
} from "./evaluate/ranking.ts";
export * from "./forest/forest.ts";
export {
  type FittedHistogramDetector,
  type HistogramDetectorParams,
  histogramDetector,
} from "./histogram/histogram-detector.ts";
export {
  type FittedIsolationForest,
  isolationForest,
  toIsolationScore,
} from "./isolation-forest/isolation-forest.ts";
export type { IsolationForestParams, IsolationProfile, IsolationScoring } from "./isolation-forest/params.ts";
export { pathLengths } from "./isolation-forest/path-length.ts";
export { toLabels } from "./labels.ts";
export * from "./matrix.ts";
export { hashMatrix, stringifyModel } from "./model-json.ts";
export { type FittedOneClassSvm, oneClassDecisions, oneClassSvm } from "./one-class-svm/one-class-svm.ts";
export type { OneClassSvmParams } from "./one-class-svm/params.ts";
export { closeThreads, type RunOptions } from "./parallel/pool.ts";
export type { Chart } from "./plot/chart.ts";
export { drawChart } from "./plot/draw-chart.ts";
export { chartBeeswarm, chartLime, chartWaterfall } from "./plot/explanation-charts.ts";
export {
  chartCalibration,
  chartConfusion,
  chartDrift,
  chartPrecisionRecall,
  chartRoc,
} from "./plot/quality-charts.ts";
export type { Encoder, EncodingKind } from "./prepare/encoder.ts";
export { type FittedPreparation, fitPreparation, type PreparationPlan, prepare } from "./prepare/prepare.ts";
export type { Scaler, ScalingKind } from "./prepare/scaler.ts";
export { LEARN_PROBLEMS } from "./problems.ts";
export { type PermutationImportance, permutationImportances } from "./random-forest/importance.ts";
export { classProbabilities, type FittedRandomForest, type OutOfBagScore } from "./random-forest/model.ts";
export { outOfBagProbabilities } from "./random-forest/out-of-bag.ts";
export type { RandomForestParams } from "./random-forest/params.ts";
export { randomForest } from "./random-forest/random-forest.ts";
export * from "./rarity/rarity.ts";
export { createRowScorer, type RowScorer } from "./row/row-scorer.ts";
export { scoreInThreads } from "./score-in-threads.ts";
export * from "./split/split.ts";
export type { FittedTailDetector, TailDetectorParams } from "./tail/model.ts";
export { tailContributions, tailDetector } from "./tail/tail-detector.ts";
export { quantileOfSorted, type ThresholdChoice, thresholdAt } from "./threshold.ts";
export {
  type CrossValidation,
  crossValidate,
  type Metric,
  selectLabels,
  type ValidationScore,
  validateOutOfBag,
} from "./tune/objective.ts";
export {
  type HalvingOptions,
  type Objective,
  type SearchOptions,
  type SearchResult,
  searchByHalving,
  searchRandomly,
  type Trial,
} from "./tune/search.ts";
export {
  type Choice,
  ISOLATION_FOREST_SPACE,
  RANDOM_FOREST_SPACE,
  type SearchSpace,
} from "./tune/space.ts";
