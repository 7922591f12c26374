import type { EpochMs } from "../../domain/index.ts";
import type { EventFilter } from "../port.ts";
import type { Period } from "./actor-port.ts";
import type { FindingFilter } from "./finding-port.ts";
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

/** Counts over everything that is stored. */
export interface StatisticStore {
  readSpan(): Promise<TimeSpan>;
  readTotals(filter: EventFilter): Promise<EventTotals>;
  readAttackCounts(filter: FindingFilter): Promise<readonly AttackCount[]>;
  /** The longest first. */
  readGaps(filter: EventFilter): Promise<readonly SourceGap[]>;
  /** By the time at which they were made. */
  countAlerts(period: Period): Promise<number>;
  readHistogram(request: HistogramRequest): Promise<Histogram>;
  readTopValues(request: TopValuesRequest): Promise<TopValues>;
}
