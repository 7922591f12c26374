import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { toQueueOrder } from "../../triage/queue-order.ts";
import { useQueueChoice } from "../../triage/use-queue.ts";
import { useUrlState } from "../../url/url-state.ts";

export type Incident = Schema<"Incident">;
export type IncidentDetail = Schema<"IncidentDetail">;

const PAGE_ROWS = 200;

/** What the address says of the queue, besides the range. */
export function useIncidentChoice() {
  const { q = "", order = "" } = useUrlState();
  const { listed, counted } = useQueueChoice();
  return { q, listed, counted, order: toQueueOrder(order) };
}

/** The same as the API asks for it. */
export function useIncidentQuery() {
  const range = useTimeRange();
  const { q, listed, order } = useIncidentChoice();
  return { ...range.query, ...(q === "" ? {} : { q }), ...listed, order, limit: PAGE_ROWS };
}

/** Incidents as they are chosen by the address, page after page. */
export function useIncidentList() {
  const query = useIncidentQuery();
  return useInfiniteQuery({
    queryKey: ["incidents", query],
    placeholderData: keepPreviousData,
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/incidents", {
          params: { query: { ...query, ...(pageParam === "" ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_cursor,
  });
}

/** One incident with its findings. */
export const useIncident = (id: string) =>
  useQuery({
    queryKey: ["incident", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/incidents/{id}", { params: { path: { id } }, signal })),
  });
