import type {
  ActorType,
  ContentHash,
  EntityId,
  EpochMs,
  Event,
  EventId,
  Finding,
  FindingId,
  Incident,
  NotLooked,
  Severity,
  VerdictKind,
} from "../domain/index.ts";

/** An event of the evidence, and where its record stands. */
export interface ReportedEvent {
  readonly event: Event;
  readonly origin: { readonly hash: ContentHash; readonly name: string; readonly position: number };
}

/** A record of the evidence as it came. */
export interface ReportedRecord {
  readonly event: EventId;
  /** Its beginning, up to `RECORD_CHARS_MAX`. */
  readonly text: string;
  readonly isCut: boolean;
  readonly bytes: number;
  /** Lower-case hex, of the whole record as UTF-8. */
  readonly sha256: string;
  readonly origin: ReportedEvent["origin"];
}

/** A file or object of the archive from which evidence was read. */
export interface ReportedInput {
  readonly hash: ContentHash;
  readonly name: string;
  readonly sizeBytes: number;
  readonly ingestedAt: EpochMs;
}

export interface ReportedFinding {
  readonly finding: Finding;
  readonly verdict: VerdictKind | null;
  /** Id of an exception that covers it. */
  readonly exception: string | null;
}

export interface ReportedIncident {
  readonly incident: Incident;
  readonly verdict: VerdictKind | null;
}

export interface ReportedRisk {
  /** 0 to 100, whole. */
  readonly shown: number;
  readonly level: Severity;
  /** Whole points that sum to `shown`, the most first. */
  readonly parts: readonly {
    readonly finding: FindingId;
    readonly at: EpochMs;
    readonly severity: Severity;
    readonly summary: string;
    readonly points: number;
    readonly verdict: VerdictKind | null;
  }[];
}

export interface UsedValues {
  /** `country`, `address`, `service` … */
  readonly kind: string;
  readonly values: readonly { readonly value: string; readonly events: number }[];
}

export interface ReportedActor {
  readonly id: EntityId;
  readonly type: ActorType;
  readonly name: string;
  readonly account: string | null;
  readonly automated: boolean;
  /** Of all that is stored, or of the period asked for. */
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** Null: nothing was ever looked at. */
  readonly risk: ReportedRisk | null;
}

/** How one identity came to be used by another. */
export interface ReportedLink {
  readonly at: EpochMs;
  readonly event: EventId;
  readonly from: EntityId;
  readonly fromName: string;
  readonly kind: "issued-key" | "created-key" | "created-identity";
  readonly accessKeyId: string | null;
  readonly to: EntityId | null;
}

/** What detection looked at, and what it did not. */
export interface ReportedLook {
  /** When the last pass finished; null: none did. */
  readonly at: EpochMs | null;
  readonly isUnfinished: boolean;
  readonly inputsWaiting: number;
  readonly eventsWaiting: number;
  readonly detectors: number;
  readonly looked: number;
  readonly notLooked: readonly NotLooked[];
  /** Records that could not be read. */
  readonly rejects: number;
  readonly notes: readonly string[];
  /** First and last event that is stored. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  readonly events: number;
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface ReportedDay {
  /** `toDay`. */
  readonly day: number;
  readonly findings: SeverityCounts;
}

/** What every report is made of. Lists are the first, or the worst, of what there is; the counts tell of all. */
export interface ReportFacts {
  readonly generatedAt: EpochMs;
  /** Of the program. */
  readonly version: string;
  /** Half-open. */
  readonly period: { readonly from: EpochMs; readonly to: EpochMs };
  /** The instant of which risk is told. */
  readonly riskAt: EpochMs;
  readonly incidents: readonly ReportedIncident[];
  readonly incidentCount: number;
  readonly findings: readonly ReportedFinding[];
  readonly findingCounts: SeverityCounts;
  readonly actors: readonly ReportedActor[];
  /** Of the evidence, in the order of time. */
  readonly events: readonly ReportedEvent[];
  readonly eventCount: number;
  readonly records: readonly ReportedRecord[];
  readonly inputs: readonly ReportedInput[];
  readonly look: ReportedLook;
  /** Of findings that were judged false or are covered by an exception, and are not in the report. */
  readonly hiddenFindings: number;
  /** Limits that were reached, in sentences. */
  readonly leftOut: readonly string[];
}

export interface IncidentFacts extends ReportFacts {
  readonly kind: "incident";
  readonly incident: Incident;
  readonly verdict: VerdictKind | null;
  readonly links: readonly ReportedLink[];
}

export interface ActorFacts extends ReportFacts {
  readonly kind: "actor";
  readonly actor: ReportedActor;
  readonly used: readonly UsedValues[];
  /** Events by hour of the week in UTC, 168 places, from Monday 00:00. */
  readonly hours: readonly number[];
  readonly days: readonly ReportedDay[];
  /** Days (UTC) on which it did something. */
  readonly activeDays: number;
}

export interface Totals {
  readonly events: number;
  readonly actors: number;
  readonly findings: SeverityCounts;
  readonly incidents: number;
}

export interface PeriodFacts extends ReportFacts {
  readonly kind: "period";
  readonly totals: Totals;
  /** Of the period of the same length before; null: no logs reach back so far. */
  readonly before: Totals | null;
  readonly days: readonly ReportedDay[];
}

export interface CoveredTactic {
  readonly tactic: string;
  readonly detectors: number;
  readonly techniques: readonly { readonly id: string; readonly detectors: number }[];
}

export interface PostureFacts extends ReportFacts {
  readonly kind: "posture";
  readonly totals: Totals;
  readonly weeks: readonly { readonly from: EpochMs; readonly findings: SeverityCounts }[];
  readonly coverage: readonly CoveredTactic[];
  readonly verdicts: Readonly<Record<VerdictKind | "none", number>>;
}

export type AnyFacts = IncidentFacts | ActorFacts | PeriodFacts | PostureFacts;

/** Characters of one raw record that a report shows. */
export const RECORD_CHARS_MAX = 6000;
