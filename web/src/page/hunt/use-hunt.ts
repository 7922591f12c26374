import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { formatCount, formatPlural } from "../../part/format.ts";

export type Hunt = Schema<"Hunt">;

const ASK_MS = 700;
const PAGE_ROWS = 200;

/** A hunt, asked for anew until it is over. */
export const useHunt = (id: string) =>
  useQuery({
    queryKey: ["hunt", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/hunts/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.finished_at == null ? ASK_MS : false),
  });

/** What a hunt found so far, page after page; while the first page fills, it is asked for anew. */
export const useHuntEvents = ({ id, found, finished_at }: Hunt) =>
  useInfiniteQuery({
    queryKey: ["hunt-events", id, finished_at === null ? Math.min(found, PAGE_ROWS) : "over"],
    placeholderData: keepPreviousData,
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/hunts/{id}/events", {
          params: {
            path: { id },
            query: { limit: PAGE_ROWS, ...(pageParam === "" ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });

/** How far it is, or why it looked no further. */
export function tellHunt({
  found,
  events_looked,
  events_total,
  ended_by,
  rows_max,
  minutes_max,
}: Hunt): string {
  const seen = `${formatPlural(found, "event")} found in ${formatCount(events_looked)} of ${formatCount(events_total ?? 0)}`;
  if (ended_by === "end") return `${seen}: everything was looked at.`;
  if (ended_by === "rows")
    return `${seen}: it ended at ${formatCount(rows_max)} found events. Narrow the filter.`;
  if (ended_by === "time")
    return `${seen}: it ended after ${formatPlural(minutes_max, "minute")}. Narrow the filter, or choose a time.`;
  return ended_by === null ? `${seen} so far, the newest first.` : `${seen} until it ended.`;
}
