import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTimeRange } from "../time-range/use-time-range.ts";
import { answer, client, type Schema } from "./client.ts";

export type Actor = Schema<"Actor">;
export type ActorType = Actor["type"];
export type ActorDetail = Schema<"ActorDetail">;
export type TimelineItem = Schema<"TimelineItem">;

/** Answers that stand in line with their paths. */
export type Activity = NonNullable<ReturnType<typeof useActivity>["data"]>;
export type Habits = NonNullable<ReturnType<typeof useHabits>["data"]>;
export type Learnt = NonNullable<Habits["learnt"]>;
export type RiskHistory = NonNullable<ReturnType<typeof useRiskHistory>["data"]>;
export type Identities = NonNullable<ReturnType<typeof useIdentities>["data"]>;

export interface ActorsAsked {
  readonly text: string;
  readonly type: ActorType | null;
  readonly minLevel: "low" | "medium" | "high" | "critical" | null;
  readonly order: "risk" | "findings" | "events" | "failures" | "bytes_out" | "last_time" | "name";
}

const ACTORS_PAGE = 200;
const TIMELINE_PAGE = 200;

/** Who acted in the range, page after page. */
export function useActors({ text, type, minLevel, order }: ActorsAsked) {
  const range = useTimeRange();
  const asked = {
    ...range.query,
    order,
    limit: ACTORS_PAGE,
    ...(text === "" ? {} : { text }),
    ...(type === null ? {} : { type }),
    ...(minLevel === null ? {} : { min_level: minLevel }),
  };
  return useInfiniteQuery({
    queryKey: ["actors", asked],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === "" ? asked : { ...asked, cursor: pageParam };
      return answer(client.GET("/api/v1/actors", { params: { query }, signal }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

/** How many actors of each level of risk there are. */
export const useRisk = () =>
  useQuery({
    queryKey: ["risk"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/risk", { signal })),
  });

/** Events of every actor in equal parts of the range. */
export function useActivity(parts: number) {
  const range = useTimeRange();
  const query = { ...range.query, parts };
  return useQuery({
    queryKey: ["activity", query],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/activity", { params: { query }, signal })),
  });
}

/** One actor; counts are of the range. */
export function useActor(id: string) {
  const range = useTimeRange();
  return useQuery({
    queryKey: ["actor", id, range.query],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/actors/{id}", { params: { path: { id }, query: range.query }, signal })),
  });
}

/** What is usual for an actor. */
export function useHabits(id: string) {
  const range = useTimeRange();
  return useQuery({
    queryKey: ["actor-habits", id, range.query],
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/actors/{id}/habits", { params: { path: { id }, query: range.query }, signal }),
      ),
  });
}

/** Its risk day by day: of the range, and of no less than `daysLeast` days before its end. */
export function useRiskHistory(id: string, daysLeast: number) {
  const { query, range, now } = useTimeRange();
  const least = (range.to ?? now) - daysLeast * 86_400_000;
  const from = range.from === null ? undefined : new Date(Math.min(range.from, least)).toISOString();
  const asked = { ...query, ...(from === undefined ? {} : { from }) };
  return useQuery({
    queryKey: ["actor-risk", id, asked],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/actors/{id}/risk", { params: { path: { id }, query: asked }, signal })),
  });
}

export const useIdentities = (id: string) =>
  useQuery({
    queryKey: ["actor-identities", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/actors/{id}/identities", { params: { path: { id } }, signal })),
  });

/** What it did and what was found of it, the newest first. */
export function useTimeline(id: string) {
  const range = useTimeRange();
  return useInfiniteQuery({
    queryKey: ["actor-timeline", id, range.query],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = {
        ...range.query,
        limit: TIMELINE_PAGE,
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return answer(client.GET("/api/v1/actors/{id}/timeline", { params: { path: { id }, query }, signal }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}
