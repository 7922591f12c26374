import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { answer, client } from "../client/client.ts";
import { readClock } from "../clock.ts";

interface Newest {
  readonly now: number;
  readonly asOf: string | null;
}

/** From this age of the newest event on, ranges count from it: old data would be empty otherwise. */
const OLD_MS = 86_400_000;
/** How finely the present is told: the same question within it is the same question. */
const STEP_MS = 60_000;

const NewestContext = createContext<Newest>({ now: 0, asOf: null });

/** What `now` stands for inside; nothing is drawn before it is known. */
export function NewestProvider({ children }: { readonly children: ReactNode }) {
  const { data, isPending, dataUpdatedAt } = useQuery({
    queryKey: ["newest-event"],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, order: "newest-first" as const };
      const { items } = await answer(client.GET("/api/v1/events", { params: { query }, signal }));
      return { time: items[0]?.time ?? null };
    },
    staleTime: STEP_MS,
  });
  const time = data?.time ?? null;
  const value = useMemo(() => {
    const present = Math.floor((dataUpdatedAt || readClock()) / STEP_MS) * STEP_MS;
    const newest = time === null ? null : Date.parse(time);
    const isOld = newest !== null && present - newest > OLD_MS;
    return { now: isOld ? newest + 1 : present, asOf: isOld ? time : null };
  }, [time, dataUpdatedAt]);
  if (isPending) return null;
  return <NewestContext.Provider value={value}>{children}</NewestContext.Provider>;
}

export const useNewest = (): Newest => useContext(NewestContext);
