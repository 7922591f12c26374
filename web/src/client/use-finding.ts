import { useQuery } from "@tanstack/react-query";
import { useTimeRange } from "../time-range/use-time-range.ts";
import { answer, client, type Schema } from "./client.ts";

export type Finding = Schema<"Finding">;
/** As lists have it: without evidence and explanation. */
export type FindingSummary = Schema<"FindingSummary">;
export type FindingDetail = Schema<"FindingDetail">;
export type StoredEvent = Schema<"Event">;
export type Comparison = NonNullable<ReturnType<typeof useComparison>["data"]>;

/** One finding with the events that it stands on; null: none is asked for. */
export const useFinding = (id: string | null) =>
  useQuery({
    queryKey: ["finding", id],
    enabled: id !== null,
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/findings/{id}", { params: { path: { id: id ?? "" } }, signal })),
  });

/** What its evidence says, beside what its actor and the others did before. */
export const useComparison = (id: string) =>
  useQuery({
    queryKey: ["finding-comparison", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/findings/{id}/comparison", { params: { path: { id } }, signal })),
  });

/** A record as it came. */
export const useRawEvent = (id: string, isWanted: boolean) =>
  useQuery({
    queryKey: ["event-raw", id],
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const { data } = await client.GET("/api/v1/events/{id}/raw", {
        params: { path: { id } },
        parseAs: "text",
        signal,
      });
      return typeof data === "string" ? data : JSON.stringify(data);
    },
  });

/** Findings of the range to choose from, the worst first. */
export function useFindingChoice({
  text,
  order,
}: {
  readonly text: string;
  readonly order: "worst-first" | "newest-first";
}) {
  const range = useTimeRange();
  const query = { ...range.query, order, limit: 200, ...(text === "" ? {} : { text }) } as const;
  return useQuery({
    queryKey: ["findings-choice", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/findings/summaries", { params: { query }, signal })),
  });
}
