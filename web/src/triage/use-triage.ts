import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../client/api-problem.ts";
import { answer, client } from "../client/client.ts";
import { useToast } from "../part/toast.tsx";
import { type Changed, describeChange, isTakenBack, type TriageChange, toBackward } from "./triage-change.ts";

/** Findings and incidents of one request; more are sent in several. */
const TARGETS_MAX = 500;

/** Changes findings or incidents, at once; a toast takes it back. */
export function useTriage() {
  const queries = useQueryClient();
  const toast = useToast();
  // Nobody waits until all panels have asked again: what was done is done.
  const onSettled = () => void queries.invalidateQueries();
  const onError = (error: Error) => toast({ text: toProblem(error).detail, isProblem: true });
  const undo = useMutation({
    mutationFn: async (changed: readonly Changed[]) => {
      for (const change of toBackward(changed)) await send(change);
    },
    onSettled,
    onError,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (changed, change) =>
      toast({
        text: describeChange(change, changed.length),
        ...(isTakenBack(change) ? { onUndo: () => undo.mutate(changed) } : {}),
      }),
    onSettled,
    onError,
  });
}

async function send({ targets, ...change }: TriageChange): Promise<readonly Changed[]> {
  const { add_tags: added = [], remove_tags: removed = [], ...rest } = change;
  const changed: Changed[] = [];
  for (let from = 0; from < targets.length; from += TARGETS_MAX) {
    const some = targets.slice(from, from + TARGETS_MAX);
    const body = { ...rest, targets: some, add_tags: [...added], remove_tags: [...removed] };
    const { items } = await answer(client.POST("/api/v1/triage", { body }));
    changed.push(...items);
  }
  return changed;
}
