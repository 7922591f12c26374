import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";

/** Filters that are remembered of each kind of thing. */
export const HISTORY_MAX = 20;
/** Characters of one; longer ones are not remembered. */
const FILTER_CHARS_MAX = 2000;

/** The latest first, each once. */
export function remember(history: readonly string[], filter: string): readonly string[] {
  const text = filter.trim();
  if (text === "" || text.length > FILTER_CHARS_MAX || history[0] === text) return history;
  return [text, ...history.filter((one) => one !== text)].slice(0, HISTORY_MAX);
}

/** Whatever stands in the browser's memory as filters. */
export function readHistory(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, HISTORY_MAX) : [];
  } catch {
    // It was written by something else.
    return [];
  }
}

/** Filters that were asked for in this browser, the latest first; the one that stands is among them. */
export function useFilterHistory(subject: string, filter: string): readonly string[] {
  const [history, setHistory] = useLocalStorage<readonly string[]>({
    key: `gait-filters-${subject}`,
    defaultValue: [],
    getInitialValueInEffect: false,
    deserialize: readHistory,
  });
  useEffect(() => setHistory((before) => remember(before, filter)), [filter, setHistory]);
  return history;
}
