import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";

export type Overview = Schema<"Overview">;

/** Posture in one look, over the range of time. */
export function useOverview() {
  const range = useTimeRange();
  return useQuery({
    queryKey: ["overview", range.query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/overview", { params: { query: range.query }, signal })),
  });
}

const WORST_MAX = 5;
const RISKIEST_MAX = 8;

export function useWorstIncidents() {
  const range = useTimeRange();
  const query = { ...range.query, limit: WORST_MAX };
  return useQuery({
    queryKey: ["worst-incidents", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/incidents", { params: { query }, signal })),
  });
}

export function useRiskiest() {
  const range = useTimeRange();
  const query = { ...range.query, limit: RISKIEST_MAX };
  return useQuery({
    queryKey: ["riskiest-actors", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/actors", { params: { query }, signal })),
  });
}
