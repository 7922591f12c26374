import type { EpochMs } from "../../domain/index.ts";
import type { EventFilter } from "../port.ts";
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

/** Counts over everything that is stored. */
export interface StatisticStore {
  readHistogram(request: HistogramRequest): Promise<Histogram>;
  readTopValues(request: TopValuesRequest): Promise<TopValues>;
}
