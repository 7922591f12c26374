import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useToast } from "../part/toast.tsx";
import { toProblem } from "./api-problem.ts";
import { answer, client } from "./client.ts";
import { isOver, useJob } from "./use-job.ts";

/** Whether recent events still look like those that the models learned from, and a way to look anew at the last days. */
export function useDrift(days: number) {
  const [id, setId] = useState<string | null>(null);
  const job = useJob(id);
  const toast = useToast();
  const drift = useQuery({
    queryKey: ["drift", job.data?.finished_at],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/drift", { signal })),
  });
  const check = async (): Promise<void> => {
    try {
      setId((await answer(client.POST("/api/v1/drift", { body: { days } }))).id);
    } catch (error) {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    }
  };
  return { drift, check, running: job.data !== undefined && !isOver(job.data) ? job.data : null };
}
