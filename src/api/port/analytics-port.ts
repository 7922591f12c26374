import type { EpochMs, QueryField, QuerySubject } from "../../domain/index.ts";

/** What is counted: the rows of a subject in a period that a query leaves. */
export interface CountRequest {
  readonly subject: QuerySubject;
  /** Half-open: `[from, to)`; null: from the first event on, up to the newest. */
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** In the language of filters; null: everything. */
  readonly q: string | null;
  /** Of findings and incidents: also what was judged false and what an exception covers. */
  readonly all: boolean;
}

export interface HistogramRequest extends CountRequest {
  readonly by: string | null;
  /** About so many; the step is a length of time that people use. */
  readonly buckets: number;
  readonly series: number;
}

export interface ValuesRequest extends CountRequest {
  readonly field: string;
  /** Part of the value or its name; null: any. */
  readonly containing: string | null;
  readonly limit: number;
}

export interface OverviewRequest {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
}

/** Events of a period that a query leaves, and the findings of the period. */
export interface FilterRequest {
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly q: string | null;
  readonly all: boolean;
}

export interface MeasuresRequest extends FilterRequest {
  readonly by: string;
  readonly order: "value" | "events" | "actors" | "failures" | "bytes_in" | "bytes_out" | "findings";
  readonly limit: number;
}

/** What screens count over everything that is stored. */
export interface AnalyticsPort {
  listFields(subject: QuerySubject): readonly QueryField[];
  readHistogram(request: HistogramRequest): Promise<object>;
  readValues(request: ValuesRequest): Promise<object>;
  readOverview(request: OverviewRequest): Promise<object>;
  readMeasures(request: MeasuresRequest): Promise<object>;
  readHours(request: FilterRequest): Promise<object>;
  readPlaces(request: FilterRequest): Promise<object>;
  readScores(request: FilterRequest & { readonly bins: number }): Promise<object>;
  readCorrelations(request: FilterRequest): Promise<object>;
  readProfiles(request: FilterRequest & { readonly limit: number }): Promise<object>;
  readSummary(request: FilterRequest & { readonly limit: number }): Promise<object>;
  listQueries(): readonly { readonly name: string; readonly title: string }[];
  answerQuery(request: FilterRequest & { readonly name: string; readonly limit: number }): Promise<object>;
}
