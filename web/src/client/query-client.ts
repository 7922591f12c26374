import { QueryCache, QueryClient } from "@tanstack/react-query";
import { toProblem } from "./api-problem.ts";

/** How long an answer counts as fresh, where news do not say otherwise. */
const FRESH_MS = 30_000;
const TRIES_MAX = 2;

/** Answers that are kept for a while. A refused key or an ended session is told to `onSignedOut`. */
export const createQueryClient = (onSignedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (toProblem(error).status === 401) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        refetchOnWindowFocus: false,
        retry: (tries, error) => {
          const { status } = toProblem(error);
          return tries < TRIES_MAX && (status === 0 || status >= 500) && status !== 501;
        },
      },
    },
  });
