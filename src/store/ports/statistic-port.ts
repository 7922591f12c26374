import type { DetectorKind, EntityId, EpochMs, Severity } from "../../domain/index.ts";
import type { EventFilter } from "../port.ts";
import type { Period } from "./actor-port.ts";
import type { FindingFilter, FindingHead } from "./finding-port.ts";
import type { IncidentFilter } from "./incident-port.ts";

/** Which rows are counted. */
export type SubjectFilter =
  | ({ readonly subject: "events" } & EventFilter)
  | ({ readonly subject: "findings" } & FindingFilter)
  | ({ readonly subject: "incidents" } & IncidentFilter);

export interface CountedValue {
  /** Null: the rows do not say. */
  readonly value: string | null;
  /** The value's name for people; null: it is its own. */
  readonly label: string | null;
  readonly count: number;
}

export interface HistogramRequest {
  readonly filter: SubjectFilter;
  /** Where the first bucket begins. */
  readonly from: EpochMs;
  readonly stepMs: number;
  readonly buckets: number;
  /** A field that rows are told apart by; null: none. */
  readonly by: string | null;
  /** Values with a series of their own; the rest is one series. */
  readonly seriesMax: number;
}

export interface HistogramSeries extends CountedValue {
  /** All values that have no series of their own. */
  readonly isOthers: boolean;
  /** One for each bucket. */
  readonly counts: readonly number[];
}

export interface Histogram {
  readonly from: EpochMs;
  readonly stepMs: number;
  readonly total: readonly number[];
  /** The largest first. */
  readonly series: readonly HistogramSeries[];
}

export interface TopValuesRequest {
  readonly filter: SubjectFilter;
  readonly field: string;
  readonly limit: number;
  /** Part of the value or its name, A to Z alike; null: any. */
  readonly containing: string | null;
}

export interface TopValues {
  readonly values: readonly CountedValue[];
  /** How many different values there are. */
  readonly distinct: number;
  /** Rows that have one of them. */
  readonly total: number;
}

/** The first and last event; null: there is none. */
export interface TimeSpan {
  readonly events: number;
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
}

export interface EventTotals {
  readonly events: number;
  /** Actors that did something. */
  readonly actors: number;
  /** Events that were denied or failed. */
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface AttackCount {
  readonly tactic: string;
  readonly findings: number;
  /** The most frequent first. */
  readonly techniques: readonly { readonly technique: string; readonly findings: number }[];
}

/** Hours without an event of an account that is seldom so quiet. */
export interface SourceGap {
  /** Null: events that name no account. */
  readonly account: string | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface MeasureRequest {
  readonly events: EventFilter;
  /** Which findings are counted besides; null: none. */
  readonly findings: FindingFilter | null;
  /** A field of events that rows can be counted by, or `day`: days since 1970. */
  readonly by: string;
  readonly order: "value" | "events" | "actors" | "failures" | "bytes_in" | "bytes_out" | "findings";
  readonly limit: number;
}

export interface Measure {
  readonly value: string;
  readonly label: string | null;
  readonly events: number;
  readonly actors: number;
  readonly failures: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** Findings of the value, or that stand on an event with it. */
  readonly findings: number;
}

export interface Measures {
  readonly values: readonly Measure[];
  readonly distinct: number;
}

/** Where an event came from, or where in the cloud it happened. */
export type PlaceKind = "country" | "region";

export interface PlaceFilters {
  readonly events: EventFilter;
  /** Null: findings are not counted. */
  readonly findings: FindingFilter | null;
}

export interface PlaceCount {
  /** Null: the log does not say. */
  readonly place: string | null;
  readonly events: number;
  readonly actors: number;
  readonly lastAt: EpochMs;
  /** Findings that stand on an event there, by `severityRank`. */
  readonly bySeverity: readonly number[];
  /** Sums of the scores of these findings, by `severityRank`. */
  readonly scores: readonly number[];
  readonly lastFindingAt: EpochMs | null;
}

export interface ScoreBand {
  readonly severity: Severity;
  readonly findings: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What an actor did on one day (UTC), as numbers. */
export const ACTOR_DAY_MEASURES = [
  "events",
  "failures",
  "bytes_in",
  "bytes_out",
  "actions", // different ones
  "addresses", // different ones
  "sensitive", // actions of sensitivity 2 or more
  "night_share", // share of events before 06:00
  "weekend", // 1 on Saturday and Sunday
  "active_hours", // hours with an event
] as const;
export type ActorDayMeasure = (typeof ACTOR_DAY_MEASURES)[number];

export interface Correlations {
  /** Days of actors that it stands on. */
  readonly days: number;
  readonly measures: readonly ActorDayMeasure[];
  /** -1 to 1; null: one of both never changes. */
  readonly matrix: readonly (readonly (number | null)[])[];
}

export interface ActorHabit {
  readonly actor: EntityId;
  readonly days: number;
  readonly events: number;
  /** Bytes out on the day with most of them. */
  readonly largestBytesOut: number;
  readonly firstDay: EpochMs;
  readonly lastDay: EpochMs;
  /** On average of its days. */
  readonly perDay: Readonly<Record<ActorDayMeasure, number>>;
}

/** Events with bytes into the cloud, by column; all columns are of one length. */
export interface Uploads {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  /** Names of actors. */
  readonly users: readonly string[];
  readonly services: readonly string[];
  /** Above zero. */
  readonly bytes: readonly number[];
}

export interface KeptBounds<Answer> {
  /** Different questions of which the answer is kept. */
  readonly answersMax: number;
  /** Whether an answer is small enough to be kept; all are where it is absent. */
  readonly isSmall?: (answer: Answer) => boolean;
}

/** Counts over everything that is stored. */
export interface StatisticStore {
  /** In the order of time, then id. */
  streamUploads(period: Period): AsyncGenerator<Uploads>;
  readMeasures(request: MeasureRequest): Promise<Measures>;
  /** Hours of the week in UTC, Monday 00:00 first. */
  readWeek(filter: SubjectFilter): Promise<readonly number[]>;
  /** The busiest first. */
  readPlaces(kind: PlaceKind, filters: PlaceFilters): Promise<readonly PlaceCount[]>;
  /** Findings by score, in bins of equal width from 0 to 1. */
  readScores(filter: FindingFilter, bins: number): Promise<ReadonlyMap<DetectorKind, readonly number[]>>;
  /** The mildest first; those with findings. */
  readScoreBands(filter: FindingFilter): Promise<readonly ScoreBand[]>;
  readCorrelations(filter: EventFilter): Promise<Correlations>;
  /** The busiest first. */
  readHabits(filter: EventFilter, limit: number): Promise<readonly ActorHabit[]>;
  readSpan(): Promise<TimeSpan>;
  readTotals(filter: EventFilter): Promise<EventTotals>;
  readAttackCounts(filter: FindingFilter): Promise<readonly AttackCount[]>;
  /** The longest first. */
  readGaps(filter: EventFilter): Promise<readonly SourceGap[]>;
  /** Every finding without evidence and explanation, in the order of time, then id. */
  listFindingHeads(): Promise<readonly FindingHead[]>;
  /**
   * Makes a question to this store one whose answer is given again, to all who ask the same, until something is written.
   * Nobody may change what it gives.
   */
  keep<Asked, Answer>(
    answer: (asked: Asked) => Promise<Answer>,
    bounds: KeptBounds<Answer>,
  ): (asked: Asked) => Promise<Answer>;
  /** By the time at which they were made. */
  countAlerts(period: Period): Promise<number>;
  readHistogram(request: HistogramRequest): Promise<Histogram>;
  readTopValues(request: TopValuesRequest): Promise<TopValues>;
}
