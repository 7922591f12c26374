import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { CARRIED, type UrlState } from "./url-state.ts";

export interface Destination {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: UrlState;
}

/** Goes to a page of ours as a PageLink would: with the range of time. */
export function useGoTo(): (to: string, destination?: Destination) => void {
  const navigate = useNavigate();
  return useCallback(
    (to, destination) => {
      void navigate({
        to,
        params: destination?.params ?? {},
        search: (before: UrlState) => ({
          ...Object.fromEntries(CARRIED.flatMap((name) => (before[name] ? [[name, before[name]]] : []))),
          ...destination?.query,
        }),
      });
    },
    [navigate],
  );
}
