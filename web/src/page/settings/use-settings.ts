import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { useToast } from "../../part/toast.tsx";

export type Setting = Schema<"Setting">;
export type SettingValue = Setting["value"];
export type SettingChanges = Readonly<Record<string, SettingValue>>;

const SETTINGS_KEY = ["settings"];

/** Of a secret the server says only whether it is there. */
export const isSet = ({ value }: Setting): boolean => value !== null && value !== false && value !== "";

/** Every setting with where its value comes from. */
export const useSettings = () =>
  useQuery({
    queryKey: SETTINGS_KEY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/settings", { signal })),
  });

/** Changes settings, all or none, and offers to take it back. */
export function useChangeSettings() {
  const queries = useQueryClient();
  const toast = useToast();
  const change = useMutation({
    mutationFn: (changes: SettingChanges) =>
      answer(client.PUT("/api/v1/settings", { body: { changes: { ...changes } } })),
    onSuccess: (settings) => {
      queries.setQueryData(SETTINGS_KEY, settings);
      void queries.invalidateQueries({ queryKey: ["alerting"] });
      void queries.invalidateQueries({ queryKey: ["schedule"] });
    },
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return {
    isSaving: change.isPending,
    error: change.error,
    save: (changes: SettingChanges, before: SettingChanges | null, onSaved: () => void): void => {
      change.mutate(changes, {
        onSuccess: () => {
          onSaved();
          toast({
            text: "Saved. It counts from now on.",
            ...(before === null ? {} : { onUndo: () => change.mutate(before) }),
          });
        },
      });
    },
  };
}
