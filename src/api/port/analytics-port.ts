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

/** What screens count over everything that is stored. */
export interface AnalyticsPort {
  listFields(subject: QuerySubject): readonly QueryField[];
  readHistogram(request: HistogramRequest): Promise<object>;
  readValues(request: ValuesRequest): Promise<object>;
  readOverview(request: OverviewRequest): Promise<object>;
}
