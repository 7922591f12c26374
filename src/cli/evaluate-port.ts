import type { DetectorKind, Severity } from "../domain/index.ts";
import type { StorePlace } from "./data-option.ts";

/** What lies behind an estimate when other actors had been seen: 95% of the draws are in [low, high]. */
export interface QualityInterval {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Draws on which there was anything to rate. */
  readonly draws: number;
}

/** How well one number an event puts attacks before ordinary events. */
export interface RankingQuality {
  /** Area under precision over recall; null: there is no attack. */
  readonly averagePrecision: number | null;
  /** Drawing actors with replacement; null: not asked for. */
  readonly interval: QualityInterval | null;
  readonly precisionAt: readonly {
    readonly k: number;
    readonly precision: number;
    readonly recall: number;
  }[];
}

/** What became of one attack. */
export interface StoryQuality {
  readonly name: string;
  readonly events: number;
  /** Events that a finding above `info` cites. */
  readonly cited: number;
  /** Findings above `info` that cite one of its events. */
  readonly findings: number;
  /** The titles of their detectors, each once. */
  readonly detectors: readonly string[];
  /** Place of the incident that tells it among all incidents, from 1; null: none does. */
  readonly rank: number | null;
  readonly score: number | null;
  readonly startedAt: number;
  /** Milliseconds from its first event until a finding above `info` cites one, at the latest; null: never. */
  readonly detectedAfterMs: number | null;
}

/** Where what looks like an attack and is none ended up. */
export interface DecoyQuality {
  readonly name: string;
  readonly events: number;
  /** Place of the worst incident about it that tells no story; null: none. */
  readonly rank: number | null;
  readonly score: number | null;
}

/** An incident among the first that is not about an attack: what a person would have looked at in vain. */
export interface LoudOther {
  readonly rank: number;
  readonly severity: Severity;
  readonly score: number;
  /** What is known of its events: a decoy's name; null: nothing. */
  readonly decoy: string | null;
  readonly summary: string;
}

/** What became of the events of one technique. */
export interface TechniqueQuality {
  /** MITRE ATT&CK id. */
  readonly technique: string;
  readonly events: number;
  /** Events that a finding above `info` cites. */
  readonly cited: number;
  readonly stories: number;
  /** Stories of which such a finding cites an event of this technique. */
  readonly storiesFound: number;
}

/** What people get to see, and how much of it is about attacks. */
export interface AlertQuality {
  readonly days: number;
  readonly benignEvents: number;
  readonly bySeverity: readonly SeverityQuality[];
  /** Share of ordinary events that a finding of `high` or above cites. */
  readonly benignShareHigh: number;
  /** Incidents of `high` or above a day. */
  readonly alertsPerDay: number;
  /** The same, of incidents that are not about an attack. */
  readonly falseAlertsPerDay: number;
  readonly incidentPrecisionAt: readonly { readonly k: number; readonly precision: number }[];
  /** Stories among the incidents that somebody sees who looks at so many a day, the worst of each day. */
  readonly budgets: readonly BudgetQuality[];
}

export interface SeverityQuality {
  readonly severity: Severity;
  readonly findings: number;
  /** Findings that cite an attack. */
  readonly trueFindings: number;
  readonly incidents: number;
  readonly trueIncidents: number;
  /** Findings that cite no attack, a day and per 10,000 ordinary events. */
  readonly falsePerDay: number;
  readonly falsePerTenThousand: number;
}

export interface BudgetQuality {
  readonly perDay: number;
  readonly stories: number;
  /** Alerts that there were, at the most `perDay` on a day. */
  readonly alerts: number;
}

/** Everything that an evaluation says about one log. */
export interface QualityReport {
  readonly events: number;
  readonly attackEvents: number;
  readonly actors: number;
  /** Labelled events that the log does not hold. */
  readonly missingLabels: number;
  readonly findings: number;
  readonly incidents: number;
  readonly stories: readonly StoryQuality[];
  readonly decoys: readonly DecoyQuality[];
  readonly loudOthers: readonly LoudOther[];
  readonly techniques: readonly TechniqueQuality[];
  readonly alerts: AlertQuality;
  readonly summary: QualitySummary;
  readonly ranking: RankingQuality;
  readonly baselines: readonly BaselineQuality[];
  /** The same with each family of detectors switched off in turn; empty: not asked for. */
  readonly without: readonly FamilyQuality[];
}

/** The numbers that a comparison needs. */
export interface QualitySummary {
  /** Stories that an incident tells. */
  readonly told: number;
  readonly stories: number;
  readonly within10: number;
  readonly within15: number;
  readonly medianRank: number | null;
  /** Share of the decoys that rank below the median story, or nowhere. */
  readonly decoysBelow: number;
  readonly averagePrecision: number | null;
  readonly alertsPerDay: number;
}

export interface BaselineQuality {
  readonly name: "do-nothing" | "random" | "reference-forest";
  readonly ranking: RankingQuality;
}

export interface FamilyQuality {
  readonly family: DetectorKind;
  readonly summary: QualitySummary;
  /** Findings of the family that are there when it is not switched off. */
  readonly findings: number;
}

export interface EvaluateRequest {
  /** Logs; empty: those of the data folder. */
  readonly paths: readonly string[];
  readonly labels: string;
  /** Null: `decoys.csv` beside the labels, where there is one. */
  readonly decoys: string | null;
  readonly seed: number;
  /** Draws of the intervals. */
  readonly draws: number;
  /** Compare with the reference's detector, and with each family of detectors switched off. */
  readonly isThorough: boolean;
  /** What is rated when there are no paths. */
  readonly place: StorePlace;
}

export interface EvaluatePort {
  evaluate(
    request: EvaluateRequest,
    onProgress: (step: string, done: number) => void,
  ): Promise<QualityReport>;
}
