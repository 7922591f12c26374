import type {
  ActionClass,
  ActorType,
  DetectorKind,
  EpochMs,
  JsonObject,
  Severity,
  VerdictKind,
} from "../domain/index.ts";

/** Half-open: `[from, to)`; null: without bound. */
export interface Period {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

/** What is stored, and how far detection is. */
export interface Span {
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  readonly events: number;
  readonly actors: number;
  readonly inputs: number;
  readonly rejects: number;
  /** When detection finished last; null: nothing was ever looked at. */
  readonly lookedAt: EpochMs | null;
  readonly eventsWaiting: number;
  readonly eventsByLogType: Readonly<Record<string, number>>;
}

export interface SeverityCounts {
  readonly total: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface Totals {
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly actors: number;
  readonly findings: SeverityCounts;
  readonly incidents: SeverityCounts;
}

export interface ActorRef {
  readonly id: string;
  readonly name: string;
  readonly type: ActorType;
}

export interface RankedActor extends ActorRef {
  readonly automated: boolean;
  /** 0 to 100. */
  readonly risk: number;
  readonly level: Severity;
  readonly findings: number;
  readonly events: number;
  readonly lastAt: EpochMs;
  /** The findings that weigh most, the heaviest first; points add up to the risk. */
  readonly parts: readonly RiskPart[];
}

export interface RiskPart {
  readonly finding: string;
  readonly points: number;
  readonly severity: Severity;
  readonly at: EpochMs;
  readonly summary: string;
}

export interface ActorRanking {
  readonly actors: readonly RankedActor[];
  readonly total: number;
  readonly byLevel: Readonly<Record<Severity, number>>;
  /** Null: nothing is stored. */
  readonly asOf: EpochMs | null;
}

export interface UsedValue {
  readonly value: string;
  readonly events: number;
}

export interface ActorDay {
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly findings: number;
}

export const USED_KINDS = [
  "action",
  "service",
  "region",
  "country",
  "address",
  "tool",
  "resource",
  "error",
] as const;
export type UsedKind = (typeof USED_KINDS)[number];

/** Of one actor in one period. */
export interface ActorActivity {
  readonly actor: ActorRef & { readonly account: string | null; readonly automated: boolean };
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  /** Days with events, the earliest first. */
  readonly days: readonly ActorDay[];
  /** The most used first. */
  readonly used: Readonly<Record<UsedKind, readonly UsedValue[]>>;
  /** Events by hour of the day, UTC. */
  readonly hours: readonly number[];
}

export interface TimelineRow {
  readonly at: EpochMs;
  readonly kind: "event" | "finding";
  readonly id: string;
  readonly what: string;
  readonly outcome: string | null;
  readonly address: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly resource: string | null;
  readonly severity: Severity | null;
}

/** Everything given must hold. */
export interface FindingFilter {
  readonly period: Period;
  readonly minSeverity?: Severity;
  /** Id of an actor. */
  readonly actor?: string;
  readonly kinds?: readonly DetectorKind[];
  /** Id of a tactic: `TA0010`. */
  readonly tactic?: string;
  readonly technique?: string;
  readonly text?: string;
  /** Of the evidence: any of its events. */
  readonly region?: string;
  readonly country?: string;
  readonly service?: string;
  readonly action?: string;
  readonly actionClass?: ActionClass;
  readonly address?: string;
  /** Hours of the day (UTC) in which the evidence begins. */
  readonly hours?: readonly number[];
}

export interface FoundFinding {
  readonly id: string;
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly severity: Severity;
  readonly score: number;
  readonly detector: string;
  readonly kind: DetectorKind;
  readonly actor: ActorRef;
  readonly attack: readonly { readonly tactic: string; readonly technique: string | null }[];
  readonly eventCount: number;
  readonly incident: string | null;
  readonly verdict: VerdictKind | null;
  readonly summary: string;
}

export interface FindingDetail extends FoundFinding {
  readonly explanation: JsonObject;
  readonly events: readonly TimelineRow[];
}

export interface FoundIncident {
  readonly id: string;
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly severity: Severity;
  readonly score: number;
  readonly actors: readonly string[];
  /** Ids, in the order of the kill chain. */
  readonly tactics: readonly string[];
  readonly findingCount: number;
  readonly eventCount: number;
  readonly verdict: VerdictKind | null;
  readonly summary: string;
}

export interface IncidentDetail extends FoundIncident {
  readonly identities: readonly { readonly id: string; readonly name: string | null }[];
  readonly findings: readonly FoundFinding[];
}

export interface IncidentFilter {
  readonly period: Period;
  readonly minSeverity?: Severity;
  readonly actor?: string;
  readonly tactic?: string;
  readonly text?: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly counts: SeverityCounts;
}

export interface PageRequest {
  readonly limit: number;
  readonly order: "worst-first" | "newest-first" | "oldest-first";
}

export type EventGroup = "action" | "actor" | "hour" | "day";

export interface EventFilter {
  readonly period: Period;
  readonly actor?: string;
  readonly region?: string;
  readonly country?: string;
  readonly service?: string;
  readonly action?: string;
  readonly actionClass?: ActionClass;
  readonly address?: string;
}

export interface EventTally {
  /** The group's value, of actors their id; of days (since 1970) and hours as a number in text. */
  readonly value: string;
  /** The value's name for people. */
  readonly name: string;
  readonly events: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly actors: number;
}

/** Events of one place, and findings whose evidence names it: one finding may count in several. */
export interface PlaceTally {
  /** Null: the log does not say. */
  readonly place: string | null;
  readonly events: number;
  readonly actors: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Sums of the scores of these findings. */
  readonly scores: Readonly<Record<Severity, number>>;
}

export interface Vocabulary {
  readonly regions: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  readonly services: readonly string[];
  readonly actions: readonly string[];
}

export interface NotLookedDetector {
  readonly title: string;
  readonly why: string;
  readonly needs: string;
}

export interface Coverage {
  readonly detectors: number;
  readonly looked: number;
  readonly notLooked: readonly NotLookedDetector[];
  /** Rules in the catalogue for each tactic's id. */
  readonly rulesByTactic: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

export interface UploadAnalyses {
  readonly uploads: number;
  readonly users: number;
  /** Rows of each analysis, and the users in them. */
  readonly analyses: readonly {
    readonly name: string;
    readonly title: string;
    readonly rows: number;
    readonly users: readonly string[];
    readonly first: readonly JsonObject[];
  }[];
}

/**
 * What the assistant asks. Read-only, with the asker's rights; whoever fills it answers from the same queries as the
 * screens. Findings that were judged false or are covered by an exception are left out everywhere.
 */
export interface AssistantQueries {
  readSpan(): Promise<Span>;
  readVocabulary(): Promise<Vocabulary>;
  countAll(period: Period): Promise<Totals>;
  rankActors(request: { readonly limit: number; readonly at: EpochMs | null }): Promise<ActorRanking>;
  searchActors(text: string, limit: number): Promise<readonly ActorRef[]>;
  readActivity(actor: string, period: Period): Promise<ActorActivity | null>;
  readTimeline(request: {
    readonly actor: string;
    readonly period: Period;
    readonly limit: number;
    readonly order: "newest-first" | "oldest-first";
  }): Promise<readonly TimelineRow[]>;
  searchFindings(filter: FindingFilter, page: PageRequest): Promise<Page<FoundFinding>>;
  tallyPlaces(by: "region" | "country", period: Period): Promise<readonly PlaceTally[]>;
  /** The most first. */
  tallyEvents(by: EventGroup, filter: EventFilter): Promise<readonly EventTally[]>;
  /** Null: there is none, or several begin so. */
  readFinding(id: string): Promise<FindingDetail | null>;
  searchIncidents(filter: IncidentFilter, page: PageRequest): Promise<Page<FoundIncident>>;
  readIncident(id: string): Promise<IncidentDetail | null>;
  readCoverage(): Promise<Coverage>;
  /** Null: there are no uploads. */
  readUploads(): Promise<UploadAnalyses | null>;
}

/** Most findings that are looked at for one answer; what is beyond is said. */
export const FINDINGS_LOOKED_MAX = 20_000;
