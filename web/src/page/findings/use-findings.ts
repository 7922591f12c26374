import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { answer, client } from "../../client/client.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { toQueueOrder } from "../../triage/queue-order.ts";
import { useQueueChoice } from "../../triage/use-queue.ts";
import { useUrlState } from "../../url/url-state.ts";

const PAGE_ROWS = 200;

/** What the address says of the list, besides the range. */
export function useFindingChoice() {
  const { q = "", order = "", entity = "", actor = "" } = useUrlState();
  const { listed, counted } = useQueueChoice();
  return {
    q,
    entity,
    actor,
    listed,
    counted,
    order: toQueueOrder(order),
  };
}

/** The same as the API asks for it. */
export function useFindingQuery() {
  const range = useTimeRange();
  const { q, entity, actor, listed, order } = useFindingChoice();
  return {
    ...range.query,
    ...(q === "" ? {} : { q }),
    ...(entity === "" ? {} : { entity }),
    ...(actor === "" ? {} : { actor }),
    ...listed,
    order,
    limit: PAGE_ROWS,
  };
}

/** Findings as they are chosen by the address, page after page. */
export function useFindingList() {
  const query = useFindingQuery();
  return useInfiniteQuery({
    queryKey: ["findings", query],
    placeholderData: keepPreviousData,
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/findings/summaries", {
          params: { query: { ...query, ...(pageParam === "" ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.next_cursor,
  });
}
