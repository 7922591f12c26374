import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { answer, client, type Schema } from "../client/client.ts";

export type Session = Schema<"SessionStart">;

const SESSION_KEY = ["session"];

/** Who looks, and what they may do. */
export const useSession = () =>
  useQuery({
    queryKey: SESSION_KEY,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/session", { signal })),
  });

/** Whether who looks may do what needs this scope. */
export function useMay(scope: "read" | "ingest" | "triage" | "admin"): boolean {
  const { data } = useSession();
  if (data === undefined) return false;
  return data.is_open || (data.user?.scopes.some((one) => one === scope || one === "admin") ?? false);
}

/** Takes a new session in: everything is asked anew by somebody else. */
export function useEnter(): (session: Session) => void {
  const queries = useQueryClient();
  return useCallback(
    (session) => {
      queries.clear();
      queries.setQueryData(SESSION_KEY, session);
    },
    [queries],
  );
}
