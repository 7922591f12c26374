import type { EpochMs, Severity } from "../../../domain/index.ts";
import type { ParsedSigma } from "../../../sigma/index.ts";
import type { ArchivedMatchInput } from "../../detect/match-task.ts";

/** Half-open: `[from, to)`. */
export interface TrialRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** What a trial may cost. */
export interface TrialLimits {
  /** Reading ends after so long. */
  readonly secondsMax: number;
  /** Reading ends when so many events matched. */
  readonly matchesMax: number;
}

/** What is tried when, and who hears of it. */
export interface TrialOrder {
  readonly range: TrialRange;
  readonly limits: TrialLimits;
  readonly stop: AbortSignal;
  readonly onStep: (step: string, done: number, total: number) => void;
}

/** What a thread tries. Plain data: it is sent there. */
export interface TrialTask {
  readonly rules: readonly ParsedSigma[];
  /** Detectors whose findings count. */
  readonly detectors: readonly string[];
  /** The latest first. */
  readonly inputs: readonly (ArchivedMatchInput & { readonly sizeBytes: number })[];
  readonly range: TrialRange;
  /** Windows and bursts that go on at the beginning began by then. */
  readonly readFrom: EpochMs;
  readonly limits: TrialLimits;
}

/** Why something was not looked at. */
export const TRIAL_GAPS = ["time", "matches", "unreadable", "removed", "history", "none"] as const;
export type TrialGap = (typeof TRIAL_GAPS)[number];

export interface NotTried {
  readonly why: TrialGap;
  /** For people. */
  readonly text: string;
}

/** A finding that would have been made. */
export interface TrialFinding {
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly detector: string;
  readonly severity: Severity;
  readonly actor: { readonly id: string; readonly name: string };
  readonly entity: { readonly type: string; readonly id: string };
  readonly summary: string;
  readonly events: readonly string[];
}

/** What a thread tried, and what came of it. */
export interface Tried {
  readonly findings: readonly TrialFinding[];
  /** Events of the range that were looked at. */
  readonly events: number;
  /** Of them those that matched a rule. */
  readonly matches: number;
  readonly inputs: number;
  readonly bytes: number;
  readonly notTried: readonly NotTried[];
}

export type TrialMessage =
  | { readonly kind: "step"; readonly done: number; readonly total: number }
  | { readonly kind: "over"; readonly tried: Tried };
