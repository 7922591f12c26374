import { type Severity, severityRank, toCurrentTechnique } from "../domain/index.ts";
import {
  type Advice,
  type AdviceReason,
  type AdvisedControl,
  type AdvisedStep,
  type CsfRef,
  type Effort,
  type FindingForAdvice,
  type FoundTechnique,
  PHASES,
  type Phase,
  type Priority,
} from "./advice.ts";
import { CONTROLS } from "./controls.ts";
import { REMEDIES } from "./remedies.ts";

/** Controls advised at once, unless more are asked for: more is a list that nobody works through. */
export const CONTROLS_ADVISED_MAX = 8;
/** Steps of one phase; those after what is worst are kept. */
export const STEPS_OF_PHASE_MAX = 8;
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
/** What helps against a purpose in general says less than what helps against the very technique. */
const PURPOSE_FACTOR = 0.4;
/** What keeps out, or brings back, comes before what only notices or answers. */
const AFTERWARDS_FACTOR = 0.8;

/**
 * What to do about findings, and what helps from now on: from our catalogue, only what fits what was found. A control
 * is the more urgent the worse the findings against which it helps; an empty list of findings gives no advice.
 */
export function recommend(
  findings: readonly FindingForAdvice[],
  { controlsMax = CONTROLS_ADVISED_MAX }: { readonly controlsMax?: number } = {},
): Advice {
  const kinds = toKinds(findings);
  return { steps: adviseSteps(kinds), controls: adviseControls(kinds).slice(0, controlsMax) };
}

/** The steps that matter most, in the order of all: those for techniques, of the gravest findings, before general ones. */
export function firstSteps(steps: readonly AdvisedStep[], most: number): readonly AdvisedStep[] {
  const chosen = new Set(steps.toSorted((a, b) => toWeight(b.because) - toWeight(a.because)).slice(0, most));
  return steps.filter((step) => chosen.has(step));
}

const TECHNIQUE_BONUS = 0.5;
const toWeight = ({ severity, techniques, findingCount }: AdviceReason): number =>
  severityRank(severity) +
  (techniques.length > 0 ? TECHNIQUE_BONUS : 0) +
  TECHNIQUE_BONUS * (findingCount / (findingCount + 1));

/** Findings of the same techniques and tactics: there are few kinds, however many findings. */
interface FindingKind {
  /** Today's ids of techniques and tactics, each once. */
  readonly ids: readonly string[];
  weight: number;
  count: number;
  /** The worst of them first, with their place among all: as many as can be named. */
  readonly worst: { readonly place: number; readonly finding: FindingForAdvice }[];
  /** The first finding of each actor, as many actors as can be named. */
  readonly actors: Map<string, number>;
}

function toKinds(findings: readonly FindingForAdvice[]): readonly FindingKind[] {
  const kinds = new Map<string, FindingKind>();
  const worstFirst = findings.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
  for (const [place, finding] of worstFirst.entries()) {
    const ids = toIds(finding);
    const key = ids.join(" ");
    let kind = kinds.get(key);
    if (kind === undefined) {
      kind = { ids, weight: 0, count: 0, worst: [], actors: new Map() };
      kinds.set(key, kind);
    }
    kind.weight += WEIGHTS[finding.severity];
    kind.count++;
    const { name } = finding.actor;
    if (kind.worst.length < REASONS_NAMED_MAX) kind.worst.push({ place, finding });
    if (kind.actors.size < REASONS_NAMED_MAX && !kind.actors.has(name)) kind.actors.set(name, place);
  }
  return [...kinds.values()];
}

const toIds = ({ attack }: FindingForAdvice): readonly string[] => [
  ...new Set(
    attack.flatMap(({ tactic, technique }) =>
      technique === null ? [tactic] : [toCurrentTechnique(technique), tactic],
    ),
  ),
];

function adviseSteps(kinds: readonly FindingKind[]): readonly AdvisedStep[] {
  const steps = REMEDIES.flatMap((remedy): readonly AdvisedStep[] => {
    const because = findReason(kinds, remedy.after);
    return because === null ? [] : [{ ...remedy, csf: CSF_OF_PHASE[remedy.phase], because }];
  });
  return PHASES.flatMap((phase) =>
    firstSteps(
      steps.filter((step) => step.phase === phase),
      STEPS_OF_PHASE_MAX,
    ),
  );
}

function adviseControls(kinds: readonly FindingKind[]): readonly AdvisedControl[] {
  const all = sumWeights(kinds);
  const advised = CONTROLS.flatMap((control) => {
    const because = findReason(kinds, control.against);
    if (because === null) return [];
    const met = kinds.filter(({ ids }) => pickMet(ids, control.against).length > 0);
    const exact = met.filter(({ ids }) => pickMet(ids, control.against).some((id) => !isTactic(id)));
    const covers = sumWeights(met) / all;
    const fit = PURPOSE_FACTOR * covers + (1 - PURPOSE_FACTOR) * (sumWeights(exact) / all);
    const one: AdvisedControl = {
      ...control,
      because,
      covers,
      priority: toPriority(because, control.effort),
    };
    return [{ one, urgency: toUrgency(one, fit) }];
  });
  return advised.sort((a, b) => b.urgency - a.urgency).map(({ one }) => one);
}

/** Severity first; what helps only in general comes behind what helps against the very techniques. */
function toUrgency({ because, effort, csf }: AdvisedControl, fit: number): number {
  const isGeneral = because.techniques.length === 0;
  const isAfterwards = csf.function === "detect" || csf.function === "respond";
  return (
    severityRank(because.severity) -
    (isGeneral ? 1 : 0) +
    fit * EFFORT_FACTOR[effort] * (isAfterwards ? AFTERWARDS_FACTOR : 1)
  );
}

const sumWeights = (kinds: readonly FindingKind[]): number =>
  kinds.reduce((sum, { weight }) => sum + weight, 0);

function toPriority({ severity }: AdviceReason, effort: Effort): Priority {
  if (severityRank(severity) >= severityRank("high")) return effort === "weeks" ? "this week" : "now";
  return severity === "medium" ? "this week" : "this quarter";
}

/** Null: nothing of the list was found. */
function findReason(kinds: readonly FindingKind[], wanted: readonly string[]): AdviceReason | null {
  const met = kinds.filter(({ ids }) => pickMet(ids, wanted).length > 0);
  const worst = met.flatMap((kind) => kind.worst).sort((a, b) => a.place - b.place);
  const [gravest] = worst;
  if (gravest === undefined) return null;
  const counts = new Map<string, number>();
  for (const { ids, count } of met)
    for (const id of pickMet(ids, wanted)) counts.set(id, (counts.get(id) ?? 0) + count);
  const actors = met.flatMap((kind) => [...kind.actors]).sort((a, b) => a[1] - b[1]);
  return {
    attack: [...counts.keys()],
    techniques: [...counts]
      .filter(([id]) => !isTactic(id))
      .map(([technique, findings]): FoundTechnique => ({ technique, findings }))
      .sort((a, b) => b.findings - a.findings || (a.technique < b.technique ? -1 : 1)),
    findings: worst.slice(0, REASONS_NAMED_MAX).map(({ finding }) => finding.id),
    findingCount: met.reduce((sum, { count }) => sum + count, 0),
    actors: [...new Set(actors.map(([name]) => name))].slice(0, REASONS_NAMED_MAX),
    severity: gravest.finding.severity,
  };
}

const isTactic = (id: string): boolean => id.startsWith("TA");

/** Those that stand in the list; a technique of the list stands for its sub-techniques. */
const pickMet = (ids: readonly string[], wanted: readonly string[]): readonly string[] =>
  ids.filter((id) => wanted.some((one) => id === one || id.startsWith(`${one}.`)));
