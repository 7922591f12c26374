import type { Finding, Incident } from "../domain/index.ts";
import { type CompiledCorrelation, createCorrelator, type RuleSet } from "../sigma/index.ts";
import { type Detector, toDetector } from "./detector.ts";
import { createCorrelationFindings } from "./finding/correlation-findings.ts";
import type { Detected } from "./finding/evidence.ts";
import { createEvidenceLog, EVIDENCE_HORIZON_MS, toEvidence } from "./finding/evidence-log.ts";
import { createRuleFindings } from "./finding/rule-findings.ts";
import { buildIncidents } from "./incident/build-incidents.ts";
import type { StoryContext } from "./incident/find-root.ts";
import type { MatchCollector } from "./match/match-collector.ts";
import { FIELD, FIELDS, KIND_RULE } from "./match/match-rows.ts";
import { rankByScore, rankWorstFirst } from "./rank/worst-first.ts";

export interface Detection {
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Highest score first. */
  readonly incidents: readonly Incident[];
}

/** The rules' and correlations' detectors, by their numbers in the rule set. */
export interface RuleDetectors {
  readonly rules: readonly Detector[];
  readonly correlations: readonly Detector[];
}

export const toRuleDetectors = (ruleSet: RuleSet): RuleDetectors => ({
  rules: ruleSet.rules.map((rule) => toDetector(rule, "rule")),
  correlations: ruleSet.correlations.map((correlation) => toDetector(correlation, "correlation")),
});

/**
 * All that is found in the collected matches, with findings of behaviour beside them: findings and incidents, ranked.
 * `behaviour`: findings of other kinds of detectors, in any order.
 */
export function detectMatches(
  ruleSet: RuleSet,
  collector: MatchCollector,
  behaviour: readonly Detected[] = [],
): Detection {
  const detected = [...collectRuleFindings(ruleSet, collector), ...behaviour];
  return rankAndGroup(detected, collector);
}

/** Goes through all collected matches in time order and gives the findings of rules and correlations. */
export function collectRuleFindings(ruleSet: RuleSet, collector: MatchCollector): readonly Detected[] {
  const detectors = toRuleDetectors(ruleSet);
  const ruleFindings = createRuleFindings(detectors.rules);
  const correlator = createCorrelator(ruleSet);
  const evidenceLog = createEvidenceLog(collector, {
    horizonMs: EVIDENCE_HORIZON_MS + toReach(ruleSet.correlations),
    findOpen: () => correlator.openEvents(),
  });
  const correlationFindings = createCorrelationFindings({
    correlations: ruleSet.correlations,
    detectors: detectors.correlations,
    correlator,
    collector,
    evidenceLog,
  });
  collector.log.visitInOrder((rows, row) => {
    if (rows.fields[row * FIELDS + FIELD.kind] === KIND_RULE) {
      const rule = rows.fields[row * FIELDS + FIELD.detector]!;
      const entity = collector.texts.toText(rows.fields[row * FIELDS + FIELD.group]!);
      ruleFindings.push(rule, entity, toEvidence(collector, rows, row));
    } else {
      correlationFindings.push(rows, row);
    }
  });
  return [...ruleFindings.close(), ...correlationFindings.close()];
}

/** Time that an event can wait in windows of correlations, one above the other, before it is part of a match. */
function toReach(correlations: readonly CompiledCorrelation[]): number {
  const reachOf = ({ timespanMs, sources }: CompiledCorrelation): number =>
    timespanMs +
    Math.max(0, ...sources.map(({ kind, index }) => (kind === "rule" ? 0 : reachOf(correlations[index]!))));
  return Math.max(0, ...correlations.map(reachOf));
}

/** Findings of all kinds, in any order, brought into stories and ranked, worst first. */
export function rankAndGroup(detected: readonly Detected[], context: StoryContext): Detection {
  const { findings, incidents } = buildIncidents(detected, context);
  return { findings: rankWorstFirst(findings), incidents: rankByScore(incidents) };
}
