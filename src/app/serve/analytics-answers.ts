import type { AnalyticsPort, CountRequest, HistogramRequest, ValuesRequest } from "../../api/index.ts";
import {
  type Clock,
  DAY_MS,
  type EpochMs,
  HOUR_MS,
  MINUTE_MS,
  QUERY_FIELDS,
  toEpochMs,
} from "../../domain/index.ts";
import type { Store, SubjectFilter } from "../../store/index.ts";
import { findGroupable, readWhere } from "../analytics/asked-query.ts";
import { refuseUnlooked } from "../findings/asked-store.ts";
import { readOverview } from "./overview-answer.ts";
import { createStatisticsAnswers } from "./statistics-answers.ts";

export interface AnalyticsParts {
  readonly store: Store;
  readonly clock: Clock;
}

/** Counts for the API. */
export const createAnalyticsAnswers = (parts: AnalyticsParts): AnalyticsPort => ({
  listFields: (subject) => QUERY_FIELDS[subject],
  readHistogram: (request) => readHistogram(parts, request),
  readValues: (request) => readValues(parts, request),
  readOverview: (request) => readOverview(parts.store, request),
  ...createStatisticsAnswers(parts),
});

/** The period without a bound: from the first event to behind the newest. */
export async function toWholePeriod(
  store: Store,
  { from, to }: { readonly from: EpochMs | null; readonly to: EpochMs | null },
): Promise<{ readonly from: EpochMs; readonly to: EpochMs } | null> {
  if (from !== null && to !== null) return { from, to };
  const { firstAt, lastAt } = await store.statistics.readSpan();
  if (firstAt === null || lastAt === null) return null;
  return { from: from ?? firstAt, to: to ?? toEpochMs(lastAt + 1) };
}

/** What is counted, in the words of the store. Throws QueryProblem, and FINDINGS_NOT_LOOKED for what only looking gives. */
export async function toSubjectFilter(
  { store, clock }: AnalyticsParts,
  { subject, q, from, to, all }: CountRequest,
): Promise<SubjectFilter> {
  const where = await readWhere(store, { subject, q, clock });
  const period = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  if (subject === "events") return { subject, ...period, ...where };
  await refuseUnlooked(store);
  return { subject, ...period, ...where, ...(all ? {} : { openOnly: true }) };
}

/** Lengths that people use. */
const STEPS_MS: readonly number[] = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * DAY_MS),
];

/** The step that comes nearest to so many buckets, and not many more. */
const chooseStep = (length: number, buckets: number): number =>
  STEPS_MS.find((step) => length / step <= buckets * 1.25) ?? Math.ceil(length / buckets / DAY_MS) * DAY_MS;

async function readHistogram(parts: AnalyticsParts, request: HistogramRequest): Promise<object> {
  const { subject, by } = request;
  const field = by === null ? null : findGroupable(subject, by);
  const filter = await toSubjectFilter(parts, request);
  const period = await toWholePeriod(parts.store, request);
  const head = { for: subject, by: field };
  if (period === null || period.to <= period.from)
    return { ...head, from: null, to: null, step_ms: HOUR_MS, total: [], series: [] };
  const stepMs = chooseStep(period.to - period.from, request.buckets);
  const from = Math.floor(period.from / stepMs) * stepMs;
  const buckets = Math.ceil((period.to - from) / stepMs);
  const found = await parts.store.statistics.readHistogram({
    filter: { ...filter, ...period },
    from: toEpochMs(from),
    stepMs,
    buckets,
    by: field,
    seriesMax: request.series,
  });
  return {
    ...head,
    from: new Date(from).toISOString(),
    to: new Date(from + buckets * stepMs).toISOString(),
    step_ms: stepMs,
    total: found.total,
    series: found.series.map(({ isOthers, ...series }) => ({ ...series, is_others: isOthers })),
  };
}

async function readValues(parts: AnalyticsParts, request: ValuesRequest): Promise<object> {
  const { subject, limit, containing } = request;
  const field = findGroupable(subject, request.field);
  const filter = await toSubjectFilter(parts, request);
  const { values, distinct, total } = await parts.store.statistics.readTopValues({
    filter,
    field,
    limit,
    containing,
  });
  return { for: subject, field, distinct, total, items: values };
}
