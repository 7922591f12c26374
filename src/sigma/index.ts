/** Takes the text of Sigma 2.1 files (rules, correlations, filters), gives problems with their places, matchers for records, and correlators. */
export { type CompileOptions, compileSigma } from "./compile-sigma.ts";
export {
  CORRELATOR_LIMITS,
  type CorrelationMatch,
  type Correlator,
  type CorrelatorInput,
  type CorrelatorLimits,
  type CorrelatorLosses,
  createCorrelator,
} from "./correlation/correlator.ts";
export type { CorrelationInput } from "./correlation/key-plan.ts";
export { extractCorrelationKeys } from "./correlation/plan-keys.ts";
export type { Matcher } from "./match/create-matcher.ts";
export type { ConditionGroup, ConditionPart, ConditionTest } from "./match/describe-search.ts";
export type { MatchedField } from "./match/explain-match.ts";
export { parseSigma } from "./parse/parse-sigma.ts";
export {
  type BoundOperator,
  CORRELATION_TYPES,
  type CorrelationCondition,
  type CorrelationType,
  type Logsource,
  type ParsedCorrelation,
  type ParsedFilter,
  type ParsedRule,
  type ParsedSigma,
  SIGMA_LEVELS,
  SIGMA_STATUSES,
  type SigmaLevel,
  type SigmaMetadata,
  type SigmaStatus,
} from "./parse/sigma-document.ts";
export { formatSigmaProblem, SIGMA_PROBLEMS, type SigmaProblem, type SigmaProblemCode } from "./problems.ts";
export {
  type CompiledCorrelation,
  type CompiledRule,
  type CorrelationSource,
  describeCondition,
  explainMatch,
  type LogsourceQuery,
  type RuleSet,
} from "./rule-set.ts";
