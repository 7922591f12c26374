import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What stands behind the `?` of the address: texts by their names. */
export type UrlState = Readonly<Record<string, string>>;

/** Characters of one value in the address that are taken. */
const VALUE_LENGTH_MAX = 4096;

export const parseUrlState = (text: string): UrlState =>
  Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [name, value.slice(0, VALUE_LENGTH_MAX)]),
  );

/** Colons, commas, stars and slashes stay readable: addresses are read and sent by people. */
export function formatUrlState(state: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(state).filter(([, value]) => typeof value === "string" && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
    .toString()
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("%40", "@");
  return text === "" ? "" : `?${text}`;
}

/** Names of the state that goes along to other pages. */
export const CARRIED = ["from", "to"] as const;

export function useUrlState(): UrlState {
  return useSearch({ strict: false });
}

export interface UrlChange {
  /** True: going back skips this state. */
  readonly replace?: boolean;
}

/** Writes several values into the address at once; null takes one away. */
export function useSetUrlState(): (change: Readonly<Record<string, string | null>>, how?: UrlChange) => void {
  const navigate = useNavigate();
  return useCallback(
    (change, how) => {
      void navigate({
        to: ".",
        replace: how?.replace ?? false,
        search: (before: UrlState) => {
          const after: Record<string, string | undefined> = { ...before };
          for (const [name, value] of Object.entries(change)) after[name] = value ?? undefined;
          return after;
        },
      });
    },
    [navigate],
  );
}

/** One value of the address and how to change it; without it the value is `fallback`, which is not written there. */
export function useUrlParam(
  name: string,
  fallback = "",
): readonly [value: string, set: (value: string, how?: UrlChange) => void] {
  const value = useUrlState()[name] ?? fallback;
  const setState = useSetUrlState();
  const set = useCallback(
    (next: string, how?: UrlChange) => setState({ [name]: next === fallback ? null : next }, how),
    [name, fallback, setState],
  );
  return [value, set];
}
