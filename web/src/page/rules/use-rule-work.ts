import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { useToast } from "../../part/toast.tsx";

export type ConditionLine = Schema<"RuleConditionLine">;
export type RuleDetail = Schema<"RuleDetail">;
export type RuleTrial = Schema<"RuleTrial">;
export type TrialResult = NonNullable<RuleTrial["result"]>;
export type RuleTest = Schema<"RuleTest">;
export type RuleCheck = Schema<"RuleCheck">;
export type RuleVersion = Schema<"RuleVersion">;
export type StoredException = Schema<"Exception">;

/** A rule that is there, or a text that nobody has kept. */
export type Subject = { readonly id: string } | { readonly text: string };

const ASK_MS = 700;

/** What a rule found in the last days that have events. */
export const useOutcome = (id: string, days: number) =>
  useQuery({
    queryKey: ["rule-outcome", id, days],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/rules/{id}/outcome", { params: { path: { id }, query: { days } }, signal })),
  });

export const useVersions = (id: string) =>
  useQuery({
    queryKey: ["rule-versions", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/rules/{id}/versions", { params: { path: { id } }, signal })),
  });

/** Exceptions of one rule, those that were ended last. */
export const useRuleExceptions = (id: string) =>
  useQuery({
    queryKey: ["exceptions"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/exceptions", { signal })),
    select: ({ items }) =>
      items
        .filter(({ detector }) => detector === id)
        .toSorted((a, b) => Number(a.is_ended) - Number(b.is_ended) || (a.time < b.time ? 1 : -1)),
  });

/** A trial, asked for anew until it is over. */
export const useTrial = (id: string) =>
  useQuery({
    queryKey: ["rule-trial", id],
    enabled: id !== "",
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/rules/trials/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.error !== null || (state.data !== undefined && state.data.job.finished_at !== null)
        ? false
        : ASK_MS,
  });

/** Does something to rules: says what was done, asks everything anew, and says what is wrong where it is refused. */
export function useRuleChange<Given, Answer>(
  work: (given: Given) => Promise<Answer>,
  say: (answer: Answer, given: Given) => string | null,
) {
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: work,
    onSuccess: (done, given) => {
      const text = say(done, given);
      if (text !== null) toast({ text });
    },
    onSettled: () => queries.invalidateQueries(),
    onError: (error) => {
      const { detail, remedy } = toProblem(error);
      toast({ text: `${detail} ${remedy}`, isProblem: true });
    },
  });
}
