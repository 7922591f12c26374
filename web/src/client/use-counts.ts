import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Bucket, Series } from "../part/histogram.tsx";
import { SEVERITIES, SEVERITY_WORDS, toSeverityColour } from "../part/severity.ts";
import { useTimeRange } from "../time-range/use-time-range.ts";
import { answer, client, type Schema } from "./client.ts";

export interface Counted {
  readonly subject: "events" | "findings" | "incidents";
  readonly q: string;
  /** Also what was judged false and what an exception covers. */
  readonly all?: boolean;
}

const toQuery = ({ subject, q, all }: Counted) => ({
  for: subject,
  ...(q === "" ? {} : { q }),
  ...(all === true ? { all: "true" as const } : {}),
});

/** Counts over the range of time, by a field. */
export function useHistogram({
  by,
  buckets = 60,
  ...counted
}: Counted & { readonly by?: string; readonly buckets?: number }) {
  const range = useTimeRange();
  const query = { ...toQuery(counted), ...range.query, buckets, ...(by === undefined ? {} : { by }) };
  return useQuery({
    queryKey: ["histogram", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/histogram", { params: { query }, signal })),
  });
}

/** The most frequent values of a field, in the range of time. */
export function useTopValues({
  field,
  limit = 8,
  ...counted
}: Counted & { readonly field: string; readonly limit?: number }) {
  const range = useTimeRange();
  const query = { ...toQuery(counted), ...range.query, field, limit };
  return useQuery({
    queryKey: ["top-values", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/values", { params: { query }, signal })),
  });
}

/** The stretches of a histogram with what they hold, by the value of the field. */
export function toBuckets({ from, step_ms: step, total, series }: Schema<"Histogram">): readonly Bucket[] {
  const start = from === null ? 0 : Date.parse(from);
  return total.map((_, index) => ({
    from: start + index * step,
    to: start + (index + 1) * step,
    counts: Object.fromEntries(series.map(({ value, counts }) => [value ?? "none", counts[index] ?? 0])),
  }));
}

/** One series for each severity, the mildest below. */
export const SEVERITY_SERIES: readonly Series[] = SEVERITIES.map((severity) => ({
  key: severity,
  label: SEVERITY_WORDS[severity],
  colour: toSeverityColour(severity),
}));
