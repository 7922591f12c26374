import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../client/api-problem.ts";
import { answer, client, type Schema } from "../client/client.ts";
import { useToast } from "../part/toast.tsx";

export type View = Schema<"View">;

const VIEWS_KEY = ["views"];

/** Views of all pages that whoever looks has. */
export const useViews = () =>
  useQuery({
    queryKey: VIEWS_KEY,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/views", { signal })),
  });

export interface NewView {
  readonly page: string;
  readonly name: string;
  readonly search: string;
  readonly is_shared: boolean;
}

export interface ViewChange {
  readonly id: string;
  readonly name?: string;
  readonly search?: string;
  readonly is_default?: boolean;
}

/** What can be done with views; what is deleted can be taken back. */
export function useViewDeeds() {
  const queries = useQueryClient();
  const toast = useToast();
  const settled = {
    onSettled: () => queries.invalidateQueries({ queryKey: VIEWS_KEY }),
    onError: (error: Error) => toast({ text: toProblem(error).detail, isProblem: true }),
  };
  const add = useMutation({
    mutationFn: (body: NewView) => answer(client.POST("/api/v1/views", { body })),
    onSuccess: ({ name }) => toast({ text: `The view ${name} is kept.` }),
    ...settled,
  });
  const change = useMutation({
    mutationFn: ({ id, ...body }: ViewChange) =>
      answer(client.PATCH("/api/v1/views/{id}", { params: { path: { id } }, body })),
    ...settled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => answer(client.DELETE("/api/v1/views/{id}", { params: { path: { id } } })),
    onSuccess: ({ name, page, search, is_shared }) =>
      toast({
        text: `The view ${name} is deleted.`,
        onUndo: () => add.mutate({ name, page, search, is_shared }),
      }),
    ...settled,
  });
  return { add, change, remove };
}
