/**
 * Takes events with their records and a set of rules; gives findings, grouped into incidents and ranked.
 * Matching (`createEventMatcher`) is stateless and runs in any number of threads; `createMatchCollector` brings its
 * batches together in bounded memory; `detectMatches` goes through them in time order.
 */

export {
  type BehaviourProblem,
  isBehaviourText,
  type ParsedDetector,
  parseBehaviourDetector,
} from "./behaviour/parse-detector.ts";
export { BEHAVIOUR_PROBLEMS } from "./behaviour/problems.ts";
export { toBehaviourFinding } from "./behaviour/to-behaviour-finding.ts";
export {
  collectRuleFindings,
  type Detection,
  detectMatches,
  type RuleDetectors,
  rankAndGroup,
  toRuleDetectors,
} from "./detect-matches.ts";
export { type Detector, toAttackRefs, toDetector } from "./detector.ts";
export type { Detected, Evidence } from "./finding/evidence.ts";
export { BURST_GAP_MS, EVENTS_PER_FINDING_MAX } from "./finding/rule-findings.ts";
export { findRoot, type IdentityLinks, type StoryContext } from "./incident/find-root.ts";
export { INCIDENT_GAP_MS } from "./incident/split-stories.ts";
export { toTacticNames } from "./incident/tell-story.ts";
export { createEventMatcher, type EventMatcher, LOGSOURCES } from "./match/event-matcher.ts";
export { KeptLinks } from "./match/kept-links.ts";
export { createMatchCollector, type MatchCollector } from "./match/match-collector.ts";
export { type MatchBatch, MatchWriter, toEntityText, type WrittenEvent } from "./match/match-writer.ts";
export type { AlertBudget, BudgetThreshold } from "./model/alert-budget.ts";
export type { BehaviourModels } from "./model/behaviour-models.ts";
export type { EventExplanation, ExplainOptions, FeatureContribution } from "./model/explain-event.ts";
export type { FeatureSample } from "./model/feature-sample.ts";
export type { MemberScores, ModelCard } from "./model/models-data.ts";
export { parseModels, toModelsJson } from "./model/models-json.ts";
export { MODEL_PROBLEMS } from "./model/problems.ts";
export type { FeatureOrientation } from "./model/rarity-table.ts";
export { toDriftTable } from "./model/raw-table.ts";
export { TRAINING_ROWS_MIN, type TrainingOptions, trainBehaviourModels } from "./model/train-models.ts";
export type { BehaviourDetector } from "./pass/behaviour-detector.ts";
export type { BehaviourFinding } from "./pass/behaviour-finding.ts";
export { createDayPass, type DayPassOptions } from "./pass/day-pass.ts";
export type { DayEnd, DayPass, DayStart, Lexicon, LookTally } from "./pass/day-pass-types.ts";
export { hashFacts } from "./pass/row-sampler.ts";
export {
  ALERTS_PER_DAY_DEFAULT,
  type AlertsPerDay,
  type AlertThreshold,
  chooseAlerts,
  isAlert,
  toAlertThreshold,
} from "./rank/alert-threshold.ts";
export { rankByScore } from "./rank/worst-first.ts";
export { compareRuns, type Run, type RunComparison } from "./replay/compare-runs.ts";
export { tellComparison, toComparisonJson } from "./replay/tell-comparison.ts";
export { type Criticality, toCriticality } from "./risk/criticality.ts";
export { entitiesOf, type RankedEntity, rankEntities, toRiskSeries } from "./risk/rank-entities.ts";
export {
  type EntityRisk,
  RISK_HALF_LIFE_MS,
  type RiskContribution,
  toRisk,
  toRiskLevel,
} from "./risk/to-risk.ts";
