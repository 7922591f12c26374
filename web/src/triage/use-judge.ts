import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../client/api-problem.ts";
import { answer, client } from "../client/client.ts";
import { formatPlural } from "../part/format.ts";
import { useToast } from "../part/toast.tsx";
import { VERDICT_WORDS, type VerdictKind } from "./triage-words.ts";

export interface Judged {
  /** Ids of findings or incidents. */
  readonly targets: readonly string[];
  readonly verdict: VerdictKind;
  readonly note: string | null;
  /** Of one finding: what is left out from now on; null: nothing. */
  readonly exception: "entity" | "actor" | "detector" | null;
}

interface Done {
  readonly target: string;
  readonly before: VerdictKind | null;
  readonly exception: string | null;
}

/** Says what findings or incidents are, at once; a toast takes it back. */
export function useJudge() {
  const queries = useQueryClient();
  const toast = useToast();
  const undo = useMutation({
    mutationFn: async (done: readonly Done[]) => {
      for (const { target, before, exception } of done) {
        await answer(client.POST("/api/v1/verdicts", { body: { target, verdict: before ?? "open" } }));
        if (exception !== null)
          await answer(client.DELETE("/api/v1/exceptions/{id}", { params: { path: { id: exception } } }));
      }
    },
    onSettled: () => queries.invalidateQueries(),
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return useMutation({
    mutationFn: judgeAll,
    onSuccess: (done, { verdict, exception }) => {
      toast({
        text: `${formatPlural(done.length, "verdict")}: ${VERDICT_WORDS[verdict].toLowerCase()}${exception === null ? "" : ", with an exception"}.`,
        onUndo: () => undo.mutate(done),
      });
    },
    onSettled: () => queries.invalidateQueries(),
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
}

async function judgeAll({ targets, verdict, note, exception }: Judged): Promise<readonly Done[]> {
  const done: Done[] = [];
  for (const target of targets) {
    const judged = await answer(
      client.POST("/api/v1/verdicts", {
        body: { target, verdict, note, exception: exception === null ? null : { scope: exception } },
      }),
    );
    done.push({ target: judged.target.id, before: judged.before, exception: judged.exception?.id ?? null });
  }
  return done;
}
