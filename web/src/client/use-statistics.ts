import { useQuery } from "@tanstack/react-query";
import { useTimeRange } from "../time-range/use-time-range.ts";
import { answer, client, type Schema } from "./client.ts";

export type Measure = Schema<"Measure">;
export type ScoreDistribution = Schema<"ScoreDistribution">;
export type Correlations = Schema<"Correlations">;
export type ActorHabits = Schema<"ActorHabits">;

export interface MeasuresAsked {
  readonly by: string;
  readonly order?: "value" | "events" | "actors" | "failures" | "bytes_in" | "bytes_out" | "findings";
  readonly limit?: number;
  readonly q?: string;
}

const withFilter = (q: string | undefined) => (q === undefined || q === "" ? {} : { q });

/** How much was done by each value of a field, or on each day. */
export function useMeasures({ by, order = "events", limit = 12, q }: MeasuresAsked) {
  const range = useTimeRange();
  const query = { ...range.query, by, order, limit, ...withFilter(q) };
  return useQuery({
    queryKey: ["measures", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/statistics/measures", { params: { query }, signal })),
  });
}

/** How many findings have which score. */
export function useScores(bins: number) {
  const range = useTimeRange();
  const query = { ...range.query, bins };
  return useQuery({
    queryKey: ["scores", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/statistics/scores", { params: { query }, signal })),
  });
}

/** Events and findings by hour of the week, in UTC. */
export function useWeek(q?: string) {
  const range = useTimeRange();
  const query = { ...range.query, ...withFilter(q) };
  return useQuery({
    queryKey: ["week", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/statistics/hours", { params: { query }, signal })),
  });
}

export interface CountsAsked {
  readonly subject: "events" | "findings";
  readonly by?: string;
  readonly buckets: number;
  readonly series?: number;
  readonly q?: string;
}

/** Counts over the range, stacked by a field. */
export function useCounts({ subject, by, buckets, series, q }: CountsAsked) {
  const range = useTimeRange();
  const query = {
    ...range.query,
    for: subject,
    buckets,
    ...(by === undefined ? {} : { by }),
    ...(series === undefined ? {} : { series }),
    ...withFilter(q),
  };
  return useQuery({
    queryKey: ["histogram", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/histogram", { params: { query }, signal })),
  });
}

/** The most frequent values of a field of findings. */
export function useFindingValues(field: string, limit: number) {
  const range = useTimeRange();
  const query = { ...range.query, for: "findings", field, limit } as const;
  return useQuery({
    queryKey: ["values", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/values", { params: { query }, signal })),
  });
}

/** How what actors do on a day goes together. */
export function useCorrelations(q?: string) {
  const range = useTimeRange();
  const query = { ...range.query, ...withFilter(q) };
  return useQuery({
    queryKey: ["correlations", query],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/statistics/correlations", { params: { query }, signal })),
  });
}

/** What actors do on a day of theirs. */
export function useProfiles(limit: number, q?: string) {
  const range = useTimeRange();
  const query = { ...range.query, limit, ...withFilter(q) };
  return useQuery({
    queryKey: ["profiles", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/statistics/profiles", { params: { query }, signal })),
  });
}
