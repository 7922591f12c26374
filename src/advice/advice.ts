import type { Severity } from "../domain/index.ts";

/** The six functions of the NIST Cybersecurity Framework 2.0. */
export const CSF_FUNCTIONS = ["govern", "identify", "protect", "detect", "respond", "recover"] as const;
export type CsfFunction = (typeof CSF_FUNCTIONS)[number];

/** A category of the framework: `PR.AA`. */
export interface CsfRef {
  readonly function: CsfFunction;
  readonly category: string;
}

/** In the order in which they are done. */
export const PHASES = ["contain", "investigate", "remove", "recover"] as const;
export type Phase = (typeof PHASES)[number];

export const EFFORTS = ["hours", "days", "weeks"] as const;
/** How long a control takes one person who knows the place. */
export type Effort = (typeof EFFORTS)[number];

export const PRIORITIES = ["now", "this week", "this quarter"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What helps against a kind of attack from now on. */
export interface Control {
  readonly id: string;
  readonly title: string;
  /** What it changes, in a sentence. */
  readonly why: string;
  /** What to do, in a sentence or two: all that a chat or a card has room for. */
  readonly action: string;
  /** The same as work that can be handed out. */
  readonly steps: readonly string[];
  readonly csf: CsfRef;
  readonly effort: Effort;
  /** Ids of ATT&CK techniques and tactics against which it helps; a technique stands for its sub-techniques. */
  readonly against: readonly string[];
}

/** What is to be done after a kind of attack. */
export interface Remedy {
  readonly id: string;
  readonly phase: Phase;
  readonly text: string;
  /** Ids of ATT&CK techniques and tactics after which it is due. */
  readonly after: readonly string[];
}

/** What advice is asked for: a finding, or the part of it that matters; of a rule, what it looks for. */
export interface FindingForAdvice {
  readonly id: string;
  readonly severity: Severity;
  readonly actor: { readonly id: string; readonly name: string };
  readonly attack: readonly { readonly tactic: string; readonly technique: string | null }[];
}

/** How often a technique was found; a finding counts once for each of its techniques. */
export interface FoundTechnique {
  /** Today's id. */
  readonly technique: string;
  readonly findings: number;
}

/** Why something is advised. */
export interface AdviceReason {
  /** Ids of techniques and tactics that were found, in the order of the catalogue. */
  readonly attack: readonly string[];
  /** The techniques among them, the most frequent first. */
  readonly techniques: readonly FoundTechnique[];
  /** Ids of findings, the worst first; the list is capped. */
  readonly findings: readonly string[];
  readonly findingCount: number;
  /** Names of actors, capped. */
  readonly actors: readonly string[];
  readonly severity: Severity;
}

export interface AdvisedStep extends Remedy {
  readonly csf: CsfRef;
  readonly because: AdviceReason;
}

export interface AdvisedControl extends Control {
  readonly priority: Priority;
  /** Share of the weight of all findings against which it helps, 0 to 1. */
  readonly covers: number;
  readonly because: AdviceReason;
}

export interface Advice {
  /** What to do about what was found, in order. */
  readonly steps: readonly AdvisedStep[];
  /** What helps from now on, the most urgent first. */
  readonly controls: readonly AdvisedControl[];
}
