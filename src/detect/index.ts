/**
 * Takes events with their records and a set of rules; gives findings, grouped into incidents and ranked.
 * Matching (`createEventMatcher`) is stateless and runs in any number of threads; `createMatchCollector` brings its
 * batches together in bounded memory; `detectMatches` goes through them in time order.
 */
export {
  collectRuleFindings,
  type Detection,
  detectMatches,
  type RuleDetectors,
  rankAndGroup,
  type StoryContext,
  toRuleDetectors,
} from "./detect-matches.ts";
export { type Detector, toAttackRefs, toDetector } from "./detector.ts";
export type { Detected, Evidence } from "./finding/evidence.ts";
export { BURST_GAP_MS, EVENTS_PER_FINDING_MAX } from "./finding/rule-findings.ts";
export { INCIDENT_GAP_MS } from "./incident/build-incidents.ts";
export { toTacticNames } from "./incident/tell-story.ts";
export { createEventMatcher, type EventMatcher, LOGSOURCES, type MatchBatch } from "./match/event-matcher.ts";
export { createMatchCollector, type MatchCollector } from "./match/match-collector.ts";
