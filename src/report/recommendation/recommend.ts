import { type Severity, severityRank } from "../../domain/index.ts";
import type {
  Advice,
  AdviceReason,
  AdvisedControl,
  AdvisedStep,
  CsfRef,
  Effort,
  FindingForAdvice,
  Phase,
  Priority,
  Remedy,
} from "./advice.ts";
import { PHASES } from "./advice.ts";
import { CONTROLS } from "./controls.ts";
import { REMEDIES } from "./remedies.ts";

/** Controls advised at once: more is a list that nobody works through. */
export const CONTROLS_ADVISED_MAX = 8;
/** Findings and actors named as a reason. */
export const REASONS_NAMED_MAX = 5;

/** A critical finding weighs as much as 16 that are merely worth knowing. */
const WEIGHTS: Readonly<Record<Severity, number>> = { info: 1, low: 2, medium: 4, high: 8, critical: 16 };

const CSF_OF_PHASE: Readonly<Record<Phase, CsfRef>> = {
  contain: { function: "respond", category: "RS.MI" },
  investigate: { function: "respond", category: "RS.AN" },
  remove: { function: "respond", category: "RS.MI" },
  recover: { function: "recover", category: "RC.RP" },
};

/** Controls of little effort come first among equals. */
const EFFORT_FACTOR: Readonly<Record<Effort, number>> = { hours: 1.2, days: 1, weeks: 0.8 };

/**
 * What to do about findings, and what helps from now on: from our catalogue, only what fits what was found. A control
 * is the more urgent the worse the findings against which it helps; an empty list of findings gives no advice.
 */
export function recommend(findings: readonly FindingForAdvice[]): Advice {
  const worstFirst = [...findings].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
  return { steps: adviseSteps(worstFirst), controls: adviseControls(worstFirst) };
}

function adviseSteps(findings: readonly FindingForAdvice[]): readonly AdvisedStep[] {
  const steps = REMEDIES.flatMap((remedy: Remedy) => {
    const because = findReason(findings, remedy.after);
    return because === null ? [] : [{ ...remedy, csf: CSF_OF_PHASE[remedy.phase], because }];
  });
  return PHASES.flatMap((phase) => steps.filter((step) => step.phase === phase));
}

function adviseControls(findings: readonly FindingForAdvice[]): readonly AdvisedControl[] {
  const all = sumWeights(findings);
  const advised = CONTROLS.flatMap((control) => {
    const because = findReason(findings, control.against);
    if (because === null) return [];
    const met = findings.filter((finding) => meets(finding, control.against).length > 0);
    const covers = sumWeights(met) / all;
    return [{ ...control, because, covers, priority: toPriority(because, control.effort) }];
  });
  const toUrgency = ({ because, covers, effort }: AdvisedControl): number =>
    severityRank(because.severity) + covers * EFFORT_FACTOR[effort];
  return advised.sort((a, b) => toUrgency(b) - toUrgency(a)).slice(0, CONTROLS_ADVISED_MAX);
}

const sumWeights = (findings: readonly FindingForAdvice[]): number =>
  findings.reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);

function toPriority({ severity }: AdviceReason, effort: Effort): Priority {
  if (severityRank(severity) >= severityRank("high")) return effort === "weeks" ? "this week" : "now";
  return severity === "medium" ? "this week" : "this quarter";
}

function findReason(findings: readonly FindingForAdvice[], ids: readonly string[]): AdviceReason | null {
  const met = findings.filter((finding) => meets(finding, ids).length > 0);
  const [worst] = met;
  if (worst === undefined) return null;
  const found = new Set(met.flatMap((finding) => meets(finding, ids)));
  return {
    attack: [...found],
    findings: met.slice(0, REASONS_NAMED_MAX).map(({ id }) => id),
    findingCount: met.length,
    actors: [...new Set(met.map(({ actor }) => actor.name))].slice(0, REASONS_NAMED_MAX),
    severity: worst.severity,
  };
}

/** Techniques and tactics of a finding that stand in the list; a technique of the list stands for its sub-techniques. */
function meets({ attack }: FindingForAdvice, ids: readonly string[]): readonly string[] {
  return attack.flatMap(({ tactic, technique }) => [
    ...(technique !== null && ids.some((id) => technique === id || technique.startsWith(`${id}.`))
      ? [technique]
      : []),
    ...(ids.includes(tactic) ? [tactic] : []),
  ]);
}
