import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, client } from "../client/client.ts";
import { useTimeRange } from "../time-range/use-time-range.ts";
import { useUrlState } from "../url/url-state.ts";
import { type Queue, type QueueChoice, toQueueChoice } from "./queue-choice.ts";

export const useQueueChoice = (): QueueChoice => toQueueChoice(useUrlState());

/** How many of a queue stand how, in the range of time, as far as the filter goes. */
export function useStateCounts(queue: Queue, q: string) {
  const range = useTimeRange();
  const query = { for: queue, ...range.query, ...(q === "" ? {} : { q }) };
  return useQuery({
    queryKey: ["state-counts", query],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/triage/counts", { params: { query }, signal })),
  });
}
