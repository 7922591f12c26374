import { useCallback, useMemo } from "react";
import { useSetUrlState, useUrlState } from "../url/url-state.ts";
import { useNewest } from "./newest.tsx";
import { RANGE_DEFAULT, type Range, type RangeText, readRange } from "./range.ts";

export interface TimeRange {
  /** As ISO 8601, for the API; null: without bound. Half-open. */
  readonly from: string | null;
  readonly to: string | null;
  /** As the address says it. */
  readonly text: RangeText;
  readonly range: Range;
  /** What `now` stands for, in milliseconds. */
  readonly now: number;
  /** The newest event, where it is old enough that ranges count from it; null: they count from the present. */
  readonly asOf: string | null;
  /** For queries: `{...range.query}`; ends that are open are absent. */
  readonly query: { readonly from?: string; readonly to?: string };
}

const toIso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The range of time that every panel obeys, from `?from=now-24h&to=now`. */
export function useTimeRange(): TimeRange {
  const { from: fromText, to: toText } = useUrlState();
  const { now, asOf } = useNewest();
  return useMemo(() => {
    const text = { from: fromText ?? RANGE_DEFAULT.from, to: toText ?? RANGE_DEFAULT.to };
    const range = readRange(text, now);
    const from = toIso(range.from);
    const to = toIso(range.to);
    const query = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
    return { from, to, text, range, now, asOf, query };
  }, [fromText, toText, now, asOf]);
}

/** Sets the range for every panel. */
export function useSetTimeRange(): (text: RangeText) => void {
  const setState = useSetUrlState();
  return useCallback(({ from, to }) => setState({ from, to: to === "now" ? null : to }), [setState]);
}
