import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "./client.ts";

const ASK_MS = 700;

export type Job = Schema<"Job">;

export const isOver = (job: Job): boolean => job.finished_at !== null;

/** A job, asked for anew until it is over; null: none. */
export function useJob(id: string | null) {
  return useQuery({
    queryKey: ["job", id],
    enabled: id !== null && id !== "",
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/jobs/{id}", { params: { path: { id: id ?? "" } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : ASK_MS),
  });
}

/** Asks that a job end. */
export const cancelJob = (id: string): Promise<Job> =>
  answer(client.DELETE("/api/v1/jobs/{id}", { params: { path: { id } } }));
